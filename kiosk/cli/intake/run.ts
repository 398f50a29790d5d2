/** The reference issuance backend, under the specimen issuer's keys or its own: served, or fed from removable media. */
import { existsSync } from "node:fs";
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
import type { IntakeRecords } from "../../../api/intake/records.ts";
import { sqliteRecords } from "../../../api/intake/sqlite-records.ts";
import type { Shell } from "../command.ts";
import { readBackendKeys } from "./keys.ts";
import { showKiosks, tellStatus } from "./records.ts";

export interface IntakeOptions {
  readonly json?: boolean;
  readonly store?: string;
  readonly port: number;
  readonly import?: string;
  readonly keys?: string;
  readonly host?: string;
  readonly kiosks?: boolean;
  readonly status?: string;
  readonly reason?: string;
}

interface Place {
  readonly folder: string;
  /** Absent: SQLite in the folder. */
  readonly records?: IntakeRecords;
}

/** Packets are files in either case; with PostgreSQL they lie in the state folder. */
const openPlace = async (shell: Shell, store: string | undefined): Promise<Place> => {
  const own = path.join(shell.dataDirectory(), "intake");
  if (store === undefined) return { folder: own };
  const [, kind, place] = /^(sqlite|postgres):(.+)$/u.exec(store) ?? [];
  if (kind === "sqlite" && place !== undefined) return { folder: path.resolve(place) };
  if (kind === "postgres" && place !== undefined) {
    const url = place.startsWith("postgres://") ? place : `postgres:${place}`;
    if (!URL.canParse(url))
      throw new OutsideFault("usage", `"${store}" is no store; give postgres://USER@HOST/DATABASE.`);
    const { postgresRecords } = await import("../../../api/intake/postgres.ts");
    return { folder: own, records: await postgresRecords(url) };
  }
  throw new OutsideFault(
    "usage",
    `"${store}" is no store; give sqlite:PATH or postgres://USER@HOST/DATABASE.`,
  );
};

/** The embedded test issuer: opens packets sealed to the specimen recipient, and answers on loopback only. */
export const startSpecimenIntake = (
  folder: string,
  log: Log,
  port = 0,
  records?: IntakeRecords,
): Promise<Intake> => {
  const { issuer, trust } = specimenKeys();
  return startIntake({
    folder,
    files: systemFiles,
    inspector: packetInspector([issuer.key], { trust }),
    receipts: receiptIssuer(issuer.receipts, systemClock),
    trust,
    clock: systemClock,
    log,
    port,
    ...(records === undefined ? {} : { records }),
  });
};

export interface OwnIntake {
  readonly keysFolder: string;
  readonly folder: string;
  readonly log: Log;
  readonly port: number;
  readonly host?: string | undefined;
  readonly records?: IntakeRecords | undefined;
}

/** A backend in earnest: specimens are refused, and with TLS keys every kiosk must show its certificate. */
export const startOwnIntake = async (own: OwnIntake): Promise<Intake> => {
  const { keysFolder, folder, log, port, host, records } = own;
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
    trust: keys.trust,
    clock: systemClock,
    log,
    port,
    ...(keys.tls === undefined ? {} : { tls: keys.tls }),
    ...(host === undefined ? {} : { host }),
    ...(records === undefined ? {} : { records }),
  });
};

/** Takes the packets of a bundle and writes the answers beside them. */
export const importBundle = async (
  intake: Intake,
  folder: string,
): Promise<Readonly<Record<string, number>>> => {
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
  const { folder, records } = await openPlace(shell, options.store);
  if (options.kiosks === true || options.status !== undefined) {
    const file = path.join(folder, "intake.db");
    if (records === undefined && !existsSync(file))
      throw new OutsideFault(
        "input-missing",
        `No intake has run on ${folder}; name its store with --store sqlite:PATH.`,
      );
    await using known = records ?? (await sqliteRecords(file));
    // Awaited here: the records are closed when this block is left.
    if (options.status === undefined) await showKiosks(terminal, known, options.json === true);
    else await tellStatus(terminal, known, options.status, options.reason);
    return;
  }
  const log = lineLog(systemClock, (line) => terminal.note(line.trimEnd()));
  await using intake =
    options.keys === undefined
      ? await startSpecimenIntake(folder, log, port, records)
      : await startOwnIntake({ keysFolder: options.keys, folder, log, port, host: options.host, records });
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
