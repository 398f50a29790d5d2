/** Behind the kiosk: store, outbox, and the embedded test issuer that packets go to while no backend is configured. */
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { id, type Log } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { sealPacket } from "../../../api/formats/packet/seal.ts";
import { issuanceClient } from "../../../api/issuance/client.ts";
import { Line } from "../../../api/issuance/line.ts";
import type { ReceiptChecker } from "../../../api/issuance/contract.ts";
import { receiptChecker } from "../../../api/issuance/receipt.ts";
import type { EnrolmentRecord } from "../../../api/words/enrolment.ts";
import { specimenKeys } from "../../keys/specimen.ts";
import { openQueue, recoverQueue, type Queue } from "../../queue/open-queue.ts";
import { Uploader } from "../../queue/uploader.ts";
import { startSpecimenIntake } from "../intake/run.ts";

/** Between two looks into the outbox. */
const SEND_MS = 5000;

export interface Side extends AsyncDisposable {
  readonly kiosk: string;
  /** For the desk: what was sealed, who did what, and the line. */
  readonly queue: Queue;
  readonly uploader: Uploader;
  readonly receipts: ReceiptChecker;
  sequenceOf(packetId: string): Promise<number>;
  auditHead(): Promise<string>;
  /** Sealed and on the disk when it resolves; sending follows by itself. */
  keep(record: EnrolmentRecord): Promise<void>;
}

export const openSide = async (data: string, log: Log): Promise<Side> => {
  const clock = systemClock;
  const keys = specimenKeys();
  const queue = await openQueue({ folder: data, files: systemFiles, clock, random: systemRandom });
  await recoverQueue(queue, clock);
  // What the last run wrote, however it ended.
  await queue.checkpoint(keys.kiosk);
  const intake = await startSpecimenIntake(path.join(data, "intake"), log);
  const receipts = receiptChecker(keys.trust);
  const uploader = new Uploader({
    kiosk: queue.kiosk,
    store: queue.store,
    outbox: queue.outbox,
    client: issuanceClient(intake.url, new Line({ clock })),
    receipts,
    clock,
    random: systemRandom,
    log,
  });
  const closing = new AbortController();
  const send = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await uploader.sendDue().catch((error: unknown) => {
        log.write("error", "outbox", { why: id(error instanceof Error ? error.name : "unknown") });
      });
      await clock.sleep(SEND_MS, closing.signal);
    }
  };
  const sending = send();
  return {
    kiosk: queue.kiosk,
    queue,
    uploader,
    receipts,
    sequenceOf: (packetId) => queue.store.sequenceOf(packetId),
    auditHead: async () => (await queue.audit.head()).hash,
    keep: async (record) => {
      const sealed = await sealPacket(record, keys.kiosk, keys.recipients);
      await queue.outbox.add(record.packetId, record.kiosk.sequence, sealed.sealed);
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await sending;
      await intake[Symbol.asyncDispose]();
      await queue.checkpoint(keys.kiosk);
      await queue[Symbol.asyncDispose]();
    },
  };
};
