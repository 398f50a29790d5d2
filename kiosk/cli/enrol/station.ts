/** The kiosk side of a headless enrolment: store, outbox, line to the backend, keys. */
import path from "node:path";
import { systemClock, type Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { isSpecimen, readCertificate } from "../../../api/formats/cms/certificate.ts";
import type { SealedEnrolment } from "../../../api/formats/packet/seal.ts";
import { issuanceClient } from "../../../api/issuance/client.ts";
import { Line } from "../../../api/issuance/line.ts";
import { receiptChecker } from "../../../api/issuance/receipt.ts";
import type { Intake } from "../../../api/intake/server.ts";
import { specimenKeys, type SpecimenKeys } from "../../keys/specimen.ts";
import { openQueue, recoverQueue, type Queue } from "../../queue/open-queue.ts";
import { Uploader } from "../../queue/uploader.ts";
import { startSpecimenIntake } from "../intake/run.ts";
import { readCertificates } from "../trust.ts";
import type { RecordedSession } from "./session-file.ts";

export interface KioskSide extends AsyncDisposable {
  readonly queue: Queue;
  readonly keys: SpecimenKeys;
  readonly recipients: readonly Uint8Array[];
  /** Present where the backend is the embedded test issuer. */
  readonly intakeFolder?: string;
  /** Sends everything that waits; throws OutsideFault when this packet did not get its receipt. */
  deliver(sealed: SealedEnrolment): Promise<void>;
}

interface Backend {
  readonly url: URL;
  readonly recipients: readonly Uint8Array[];
  readonly receiptTrust: readonly Uint8Array[];
}

const configured = async (session: RecordedSession): Promise<Backend | undefined> => {
  const { backend } = session.file;
  if (backend === undefined) return undefined;
  const read = (file: string) => readCertificates(path.resolve(session.folder, file));
  return {
    url: new URL(backend.url),
    recipients: await read(backend.recipientCertificate),
    receiptTrust: await read(backend.receiptCertificate),
  };
};

export const allSpecimens = (certificates: readonly Uint8Array[]): boolean =>
  certificates.every((der) => isSpecimen(readCertificate(der, "recipient certificate")));

const deliverWith =
  (uploader: Uploader, queue: Queue) =>
  async ({ packetId }: SealedEnrolment): Promise<void> => {
    await uploader.sendDue();
    const state = (await queue.outbox.item(packetId))?.state;
    if (state?.kind === "erased" || state?.kind === "receipted") return;
    const cause = state !== undefined && "cause" in state ? state.cause : undefined;
    const stays = `The sealed packet ${packetId} stays in the outbox and goes out next time.`;
    const code = cause?.code;
    if (state?.kind === "set-aside")
      throw new OutsideFault(
        "backend-rejected",
        `${cause?.sentence ?? "The backend refused the packet."} It is set aside; see kiosk queue show ${packetId}.`,
      );
    throw new OutsideFault(
      code === "network-timeout" || code === "backend-error" || code === "receipt-invalid"
        ? code
        : "network-down",
      `${cause?.sentence ?? "The backend did not answer."} ${stays}`,
    );
  };

/** Whatever waits from an earlier run, whatever held it up, is due now. */
const wakeAll = async ({ outbox }: Queue, clock: Clock): Promise<void> => {
  for (const { packetId, state } of await outbox.list())
    if (state.kind === "waiting") await outbox.apply(packetId, { kind: "retry", at: clock.now() });
};

export const openKioskSide = async (data: string, session: RecordedSession): Promise<KioskSide> => {
  const keys = specimenKeys();
  const given = await configured(session);
  const clock = systemClock;
  const queue = await openQueue({ folder: data, files: systemFiles, clock, random: systemRandom });
  let intake: Intake | undefined;
  const close = async () => {
    await intake?.[Symbol.asyncDispose]();
    await queue.checkpoint(keys.kiosk);
    await queue[Symbol.asyncDispose]();
  };
  try {
    await recoverQueue(queue, clock);
    await wakeAll(queue, clock);
    const intakeFolder = path.join(data, "intake");
    if (given === undefined) intake = await startSpecimenIntake(intakeFolder, silentLog);
    const url = given?.url ?? intake?.url;
    if (url === undefined) throw new OutsideFault("network-down", "There is no backend.");
    const uploader = new Uploader({
      kiosk: queue.kiosk,
      store: queue.store,
      outbox: queue.outbox,
      client: issuanceClient(url, new Line({ clock })),
      receipts: receiptChecker(given?.receiptTrust ?? keys.trust),
      clock,
      random: systemRandom,
      log: silentLog,
    });
    return {
      queue,
      keys,
      recipients: given?.recipients ?? keys.recipients,
      ...(given === undefined ? { intakeFolder } : {}),
      deliver: deliverWith(uploader, queue),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
