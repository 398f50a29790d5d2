/** What the health model reads of queue, line, disk and certificates. */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { validityOf } from "../keys/recipients.ts";
import type { Readings } from "../store/health.ts";
import { SPACE, type Space } from "../store/space.ts";
import type { Outbox } from "./outbox.ts";
import type { Uploader } from "./uploader.ts";

export interface ReadingParts {
  readonly outbox: Outbox;
  readonly uploader: Uploader;
  readonly space: Space;
  readonly clock: Clock;
  /** Name to DER. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  /** Throws OutsideFault where a packet could not be sealed now: a certificate is not there, not valid yet, or has ended, a token is gone. */
  readonly sealing?: () => Promise<void>;
  /** How many files of packets no row knows. */
  readonly unclaimed?: () => Promise<number>;
}

/** The sentence of what is refused; undefined: nothing is. */
const refusalOf = async (work: (() => Promise<void>) | undefined): Promise<string | undefined> => {
  try {
    await work?.();
    return undefined;
  } catch (error) {
    if (error instanceof OutsideFault) return error.message;
    throw error;
  }
};

/** All but devices and services, which their own folders know. */
export const readQueueSide = async (
  parts: ReadingParts,
): Promise<Pick<Readings, "at" | "disk" | "clockOffset" | "keys" | "sealingRefused" | "queue">> => {
  const { outbox, uploader, space, clock, certificates } = parts;
  const at = clock.now();
  const counts = await outbox.counts();
  const oldestSealedAt = await outbox.oldestWaiting();
  const { clockOffset } = uploader;
  const sealingRefused = await refusalOf(parts.sealing);
  const unclaimed = (await parts.unclaimed?.()) ?? 0;
  return {
    at,
    disk: { free: await space.free(), floor: SPACE.floor },
    ...(clockOffset === undefined ? {} : { clockOffset }),
    keys: [...certificates].map(([name, der]) => ({
      name,
      daysLeft: validityOf(readCertificate(der, name), at).daysLeft,
    })),
    ...(sealingRefused === undefined ? {} : { sealingRefused }),
    queue: {
      waiting: counts.waiting + counts.sending,
      setAside: counts["set-aside"],
      line: uploader.line.failures > 0 ? "down" : "up",
      ...(unclaimed === 0 ? {} : { unclaimed }),
      ...(oldestSealedAt === undefined ? {} : { oldestSealedAt }),
    },
  };
};
