/** The reference issuance backend, under the specimen issuer's keys or its own: served, or fed from removable media. */
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { lineLog, type Log } from "../../../api/base/log.ts";
import { readBundle, readBundledPacket, writeAnswer } from "../../../api/issuance/bundle.ts";
import { receiptIssuer } from "../../../api/issuance/receipt.ts";
import { packetInspector } from "../../../api/intake/packet-inspector.ts";
import { startIntake, type Intake } from "../../../api/intake/server.ts";
import { specimenKeys } from "../../keys/specimen.ts";
import type { Shell } from "../command.ts";
import { readBackendKeys } from "./keys.ts";

export interface IntakeOptions {
  readonly json?: boolean;
  readonly store?: string;
  readonly port: number;
  readonly import?: string;
  readonly keys?: string;
  readonly host?: string;
}

const storeFolder = (shell: Shell, store: string | undefined): string => {
  if (store === undefined) return path.join(shell.dataDirectory(), "intake");
  const [, kind, place] = /^(sqlite|postgres):(.+)$/u.exec(store) ?? [];
  if (kind === "sqlite" && place !== undefined) return path.resolve(place);
  if (kind === "postgres")
    throw new OutsideFault(
      "not-built-yet",
      "PostgreSQL behind the intake is not built yet; use --store sqlite:PATH.",
    );
  throw new OutsideFault("usage", `"${store}" is no store; give sqlite:PATH.`);
};

/** The embedded test issuer: opens packets sealed to the specimen recipient, and answers on loopback only. */
export const startSpecimenIntake = (folder: string, log: Log, port = 0): Promise<Intake> => {
  const { issuer, trust } = specimenKeys();
  return startIntake({
    folder,
    files: systemFiles,
    inspector: packetInspector([issuer.key], { trust }),
    receipts: receiptIssuer(issuer.receipts, systemClock),
    clock: systemClock,
    log,
    port,
  });
};

/** A backend in earnest: specimens are refused, and with TLS keys every kiosk must show its certificate. */
export const startOwnIntake = async (
  keysFolder: string,
  folder: string,
  log: Log,
  port: number,
  host: string | undefined,
): Promise<Intake> => {
  const keys = await readBackendKeys(keysFolder, systemClock.now());
  if (host !== undefined && keys.tls === undefined)
    throw new OutsideFault(
      "policy-refused",
      `Without tls.key.pem in ${keysFolder} the intake stays on loopback.`,
    );
  return startIntake({
    folder,
    files: systemFiles,
    inspector: packetInspector(keys.recipients, { trust: keys.trust, acceptSpecimens: false }),
    receipts: receiptIssuer(keys.receipts, systemClock),
    clock: systemClock,
    log,
    port,
    ...(keys.tls === undefined ? {} : { tls: keys.tls }),
    ...(host === undefined ? {} : { host }),
  });
};

const importBundle = async (intake: Intake, folder: string): Promise<Readonly<Record<string, number>>> => {
  const bundle = await readBundle(systemFiles, folder);
  const tally = { received: 0, refused: 0, damaged: 0 };
  for (const packet of bundle.packets) {
    const announced = { packetId: packet.packetId, sha256: packet.sha256, kiosk: bundle.kiosk };
    const sealed = await readBundledPacket(systemFiles, folder, packet).catch((error: unknown) => {
      if (error instanceof OutsideFault) return undefined;
      throw error;
    });
    const result = sealed === undefined ? undefined : await intake.reception.take(announced, sealed);
    if (result === undefined || result.kind === "garbled") {
      tally.damaged += 1;
      continue;
    }
    await writeAnswer(systemFiles, folder, packet.packetId, result);
    tally[result.kind === "receipt" ? "received" : "refused"] += 1;
  }
  return tally;
};

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });

export const runIntake = async (shell: Shell, options: IntakeOptions): Promise<void> => {
  const { terminal } = shell;
  const port = options.import === undefined ? options.port : 0;
  const folder = storeFolder(shell, options.store);
  const log = lineLog(systemClock, (line) => terminal.note(line.trimEnd()));
  await using intake =
    options.keys === undefined
      ? await startSpecimenIntake(folder, log, port)
      : await startOwnIntake(options.keys, folder, log, port, options.host);
  if (options.import !== undefined) {
    const tally = await importBundle(intake, options.import);
    terminal.print(
      options.json === true
        ? JSON.stringify(tally)
        : `${tally["received"]} received, ${tally["refused"]} refused, ${tally["damaged"]} damaged; answers are beside the packets.`,
    );
    return;
  }
  terminal.print(
    options.json === true ? JSON.stringify({ url: intake.url.href }) : `Intake at ${intake.url.href}`,
  );
  if (options.keys === undefined)
    terminal.note("Test issuer with specimen keys: what it receives has no value. Ctrl-C ends it.");
  await untilStopped();
};
