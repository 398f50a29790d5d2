/** The issuance backend of a scenario: the reference intake under the specimen issuer's keys, which may lie. */
import path from "node:path";
import type { Clock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { underWay } from "../../../api/base/under-way.ts";
import { openPacket } from "../../../api/formats/packet/open.ts";
import { verifyPacket } from "../../../api/formats/packet/verify.ts";
import type { Manifest } from "../../../api/formats/packet/manifest.ts";
import { contentStore } from "../../../api/intake/content.ts";
import { packetInspector } from "../../../api/intake/packet-inspector.ts";
import { startIntake, type Intake } from "../../../api/intake/server.ts";
import type { ReceiptIssuer } from "../../../api/issuance/contract.ts";
import { receiptIssuer } from "../../../api/issuance/receipt.ts";
import { importBundle } from "../intake/run.ts";
import { specimenKeys, type SpecimenKeys } from "../../keys/specimen.ts";

export type BackendMood = "forges-receipts" | "receipts-another" | "refuses" | "forgets";

/** A packet as the backend has it: opened with the issuer's key, every check done. */
export interface Arrived {
  readonly packetId: string;
  readonly sha256: string;
  readonly manifest: Manifest;
  /** Checks that failed; empty: all hold. */
  readonly broken: readonly string[];
}

let liar: SpecimenKeys | undefined;

export interface Backend extends AsyncDisposable {
  readonly intake: Intake;
  readonly moods: Set<BackendMood>;
  arrived(): Promise<readonly Arrived[]>;
  /** Takes the packets of every export on that medium and writes its answers there; gives how many it took. */
  take(medium: string): Promise<number>;
}

/** Of another authority: genuine in form, and nothing that the kiosk believes. */
const forger = (clock: Clock): ReceiptIssuer => {
  liar ??= specimenKeys("another authority");
  return receiptIssuer(liar.issuer.receipts, clock);
};

const lying = (honest: ReceiptIssuer, clock: Clock, moods: ReadonlySet<BackendMood>): ReceiptIssuer => ({
  keyId: honest.keyId,
  issue: (statement) => {
    if (moods.has("forges-receipts")) return underWay(forger(clock).issue(statement));
    const told = moods.has("receipts-another") ? { ...statement, sha256: "0".repeat(64) } : statement;
    return underWay(honest.issue(told));
  },
});

export const startBackend = async (folder: string, keys: SpecimenKeys, clock: Clock): Promise<Backend> => {
  const moods = new Set<BackendMood>();
  const inspector = packetInspector([keys.issuer.key], { trust: keys.trust });
  const intake = await startIntake({
    folder,
    files: systemFiles,
    inspector: {
      inspect: (sealed) => {
        if (moods.has("refuses"))
          return Promise.resolve({
            kind: "refused",
            refusal: { refused: "not-readable", reason: "This backend refuses, as the scenario says." },
          });
        return underWay(inspector.inspect(sealed));
      },
    },
    receipts: lying(receiptIssuer(keys.issuer.receipts, clock), clock, moods),
    clock,
    log: silentLog,
  });
  const accepted = contentStore(systemFiles, path.join(folder, "accepted"));
  return {
    intake,
    moods,
    take: async (medium) => {
      let taken = 0;
      for (const name of await systemFiles.list(medium))
        taken += (await underWay(importBundle(intake, path.join(medium, name))))["received"] ?? 0;
      return taken;
    },
    arrived: async () => {
      const found: Arrived[] = [];
      const shelves = await systemFiles.list(path.join(folder, "accepted"));
      const names = await Promise.all(
        shelves.map((shelf) => systemFiles.list(path.join(folder, "accepted", shelf))),
      );
      for (const sha256 of names.flat()) {
        const sealed = await accepted.get(sha256);
        if (sealed === undefined) continue;
        const opened = openPacket(sealed, keys.issuer.key);
        const broken = verifyPacket(opened.files, { trust: keys.trust })
          .filter(({ state }) => state === "failed")
          .map(({ what }) => what);
        found.push({ packetId: opened.manifest.packetId, sha256, manifest: opened.manifest, broken });
      }
      return found;
    },
    [Symbol.asyncDispose]: () => intake[Symbol.asyncDispose](),
  };
};
