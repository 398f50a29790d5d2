/**
 * What stands behind every kiosk, with a screen or without: identity, store, outbox, the line to the backend, what the
 * issuer publishes, the logs of sessions; joined once, and closed in the right order.
 */
import path from "node:path";
import { systemClock, type Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { id, type Log } from "../../../api/base/log.ts";
import { systemRandom, type RandomSource } from "../../../api/base/random.ts";
import { sealOptionsOf } from "../../../api/formats/packet/format-options.ts";
import { sealPacket, type SealedEnrolment, type SealOptions } from "../../../api/formats/packet/seal.ts";
import { issuanceClient, type IssuanceClient } from "../../../api/issuance/client.ts";
import type { ReceiptChecker } from "../../../api/issuance/contract.ts";
import { receiptChecker } from "../../../api/issuance/receipt.ts";
import type { EnrolmentRecord } from "../../../api/words/enrolment.ts";
import { unclaimedIds } from "../../queue/media.ts";
import { openQueue, recoverQueue, type Queue } from "../../queue/open-queue.ts";
import { readQueueSide } from "../../queue/readings.ts";
import { httpRegistry, type Registry } from "../../server/registry.ts";
import { openStatuses, type Statuses } from "../../queue/status.ts";
import { tellAll, voidNumbers } from "../../queue/told.ts";
import { Uploader } from "../../queue/uploader.ts";
import { openLogs, type KeptLogs } from "../../session/log/kept-logs.ts";
import { openStatistics } from "../../session/log/statistics.ts";
import type { Readings } from "../../store/health.ts";
import { openSpace, type Space } from "../../store/space.ts";
import { openBackend } from "./backend.ts";
import { readConfig, type ReadConfig } from "./config.ts";
import { asKiosk, openIdentity, type Identity } from "./identity.ts";
import { openPublished, type Published } from "./published.ts";

export interface Runtime extends AsyncDisposable {
  readonly config: ReadConfig | undefined;
  readonly identity: Identity;
  readonly queue: Queue;
  readonly client: IssuanceClient;
  readonly uploader: Uploader;
  readonly receipts: ReceiptChecker;
  readonly statuses: Statuses;
  readonly space: Space;
  readonly logs: KeptLogs;
  readonly published: Published;
  readonly intakeFolder?: string;
  /** The mission's register, where one is configured. */
  readonly registry: Registry | undefined;
  /** Signed by this kiosk and encrypted to its recipients. Throws OutsideFault key-missing or key-expired. */
  seal(record: EnrolmentRecord, options?: SealOptions): Promise<SealedEnrolment>;
  /** On the disk when it resolves, with the reserve's room if the disk is full; sending follows. */
  keep(sealed: SealedEnrolment): Promise<void>;
  /** Of health, all that the devices and services do not tell; certificates that were installed meanwhile are taken up first. */
  readings(): Promise<Pick<Readings, "at" | "disk" | "clockOffset" | "keys" | "sealingRefused" | "queue">>;
  /** Sends, asks the issuer and forgets what is old, until the signal aborts. */
  work(signal: AbortSignal): Promise<void>;
}

export interface Instead {
  readonly url: URL;
  readonly recipients: readonly Uint8Array[];
  readonly receiptTrust: readonly Uint8Array[];
}

export interface RuntimeParts {
  readonly data: string;
  /** As named on the command line. */
  readonly configFile: string | undefined;
  readonly log: Log;
  /** Of the kiosk's own number, at its first start. */
  readonly random?: RandomSource;
  /** Of the audit log and the outbox, where a specimen is made again; the system's otherwise. */
  readonly clock?: Clock;
  /** A trial's services; a configured kiosk names its own. */
  readonly catalogue?: string;
  /** A recorded session's own backend, under specimen keys. */
  readonly instead?: Instead;
}

const ASK_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Statuses asked for at once: a line of 2 kB/s answers them within a minute. */
const ASK_AT_ONCE = 20;

/** What an outside fault ends is begun again at the next round. */
const patiently = async (log: Log, what: string, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    log.write("warn", "later", { what: id(what), code: id(error.code) });
  }
};

/** What is opened is closed in the opposite order, also when the next does not open. */
class Opened implements AsyncDisposable {
  readonly #all: AsyncDisposable[] = [];
  add<T extends AsyncDisposable>(one: T): T {
    this.#all.push(one);
    return one;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#all.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  }
}

const join = async (parts: RuntimeParts, opened: Opened): Promise<Runtime> => {
  const { data, log, instead, random = systemRandom } = parts;
  const clock = systemClock;
  const config = instead === undefined ? await readConfig(data, parts.configFile) : undefined;
  const keys = opened.add(await openIdentity(data, config));
  const queue = opened.add(
    await openQueue({ folder: data, files: systemFiles, clock: parts.clock ?? clock, random }),
  );
  const identity = asKiosk(keys, queue.kiosk);
  await recoverQueue(queue, clock);
  // Nobody seals before this: a number without packet and without session will never have one.
  await voidNumbers(queue, new Set(await systemFiles.list(path.join(data, "sessions"))), clock.now());
  const checkpoint = async () => {
    try {
      await queue.checkpoint(identity.signer());
    } catch (error) {
      // Without a certificate nothing was sealed either.
      if (!(error instanceof OutsideFault)) throw error;
    }
  };
  // A first day has something to vouch for too. A disk that is full keeps no kiosk from starting.
  await patiently(log, "start", () => queue.audit.record("kiosk-started"));
  // What the last run wrote, however it ended; and what this one will have written.
  await checkpoint();
  opened.add({ [Symbol.asyncDispose]: checkpoint });
  const backend = opened.add(
    await openBackend({ data, config, identity: () => identity.line(), log, instead: instead?.url }),
  );
  const client = issuanceClient(backend.url, backend.line);
  const receipts = receiptChecker(instead?.receiptTrust ?? identity.receiptTrust);
  const uploader = new Uploader({
    kiosk: queue.kiosk,
    store: queue.store,
    outbox: queue.outbox,
    client,
    receipts,
    clock,
    random: systemRandom,
    steady: () => performance.now(),
    log,
  });
  const space = await openSpace(systemFiles, data);
  const statuses = openStatuses(queue.store, client, clock);
  const logs = openLogs(queue.store.database);
  const statistics = openStatistics(queue.store.database);
  const published = await openPublished({
    database: queue.store.database,
    client,
    clock,
    config,
    ...(parts.catalogue === undefined ? {} : { trial: parts.catalogue }),
  });
  const { intakeFolder } = backend;

  const housekeeping = async (signal: AbortSignal): Promise<void> => {
    for (let round = 0; !signal.aborted; round += 1) {
      await patiently(log, "services", () => published.refresh());
      await patiently(log, "statuses", () => statuses.refresh(ASK_AT_ONCE));
      await patiently(log, "statements", () =>
        tellAll({ queue, client, signer: () => identity.signer(), clock }),
      );
      if (round % 6 === 0) await checkpoint();
      if (round % 144 === 0) {
        const now = clock.now();
        await patiently(log, "old logs", () => logs.prune(now - (config?.logDays ?? 90) * DAY_MS));
        await patiently(log, "old statistics", () => statistics.prune(now));
      }
      await clock.sleep(ASK_MS, signal);
    }
  };

  const takeUp = async (): Promise<void> => {
    if (!(await identity.refresh())) return;
    const line = identity.line();
    if (line !== undefined) backend.renew?.(line);
    log.write("info", "keys taken up");
  };

  return {
    config,
    identity,
    queue,
    client,
    uploader,
    receipts,
    statuses,
    space,
    logs,
    published,
    ...(intakeFolder === undefined ? {} : { intakeFolder }),
    registry:
      config?.registry === undefined ? undefined : httpRegistry(new URL(config.registry), backend.asking),
    seal: (record, options) =>
      sealPacket(record, identity.signer(), instead?.recipients ?? identity.recipients(clock.now()), {
        ...sealOptionsOf(config?.packet ?? {}),
        ...options,
      }),
    keep: async ({ packetId, manifest, sealed }) => {
      await space.withReserve(() => queue.outbox.add(packetId, manifest.kiosk.sequence, sealed));
      uploader.nudge();
    },
    readings: async () => {
      await patiently(log, "keys", takeUp);
      return readQueueSide({
        outbox: queue.outbox,
        uploader,
        space,
        clock,
        certificates: identity.certificates(),
        unclaimed: async () => (await unclaimedIds(queue)).length,
        sealing: async () => {
          await identity.check();
          identity.signer();
          if (instead === undefined) identity.recipients(clock.now());
        },
      });
    },
    work: async (signal) => {
      await Promise.all([uploader.run(signal), housekeeping(signal)]);
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
};

/** Throws OutsideFault for whatever keeps the kiosk from being a kiosk: keys, certificates, disk, another program. */
export const openRuntime = async (parts: RuntimeParts): Promise<Runtime> => {
  const opened = new Opened();
  try {
    return await join(parts, opened);
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
};
