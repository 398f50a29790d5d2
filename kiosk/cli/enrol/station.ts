/** The kiosk side of a headless enrolment: the runtime, and the wait for one packet's receipt. */
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { SealedEnrolment } from "../../../api/formats/packet/seal.ts";
import { openRuntime, type Instead, type Runtime, type RuntimeParts } from "../runtime/runtime.ts";
import { readCertificates } from "../trust.ts";
import type { RecordedSession } from "./session-file.ts";

export interface KioskSide extends AsyncDisposable {
  readonly runtime: Runtime;
  /** Sends everything that waits; throws OutsideFault when this packet did not get its receipt. */
  deliver(sealed: SealedEnrolment): Promise<void>;
}

const ownBackend = async (session: RecordedSession): Promise<Instead | undefined> => {
  const { backend } = session.file;
  if (backend === undefined) return undefined;
  const read = (file: string) => readCertificates(path.resolve(session.folder, file));
  return {
    url: new URL(backend.url),
    recipients: await read(backend.recipientCertificate),
    receiptTrust: await read(backend.receiptCertificate),
  };
};

const NETWORK = ["network-timeout", "network-untrusted", "backend-error", "receipt-invalid"] as const;

const deliverWith =
  ({ uploader, queue }: Runtime) =>
  async ({ packetId }: SealedEnrolment): Promise<void> => {
    await uploader.sendDue();
    const state = (await queue.outbox.item(packetId))?.state;
    if (state?.kind === "erased" || state?.kind === "receipted") return;
    const cause = state !== undefined && "cause" in state ? state.cause : undefined;
    const stays = `The sealed packet ${packetId} stays in the outbox and goes out next time.`;
    if (state?.kind === "set-aside")
      throw new OutsideFault(
        "backend-rejected",
        `${cause?.sentence ?? "The backend refused the packet."} It is set aside; see kiosk queue show ${packetId}.`,
      );
    throw new OutsideFault(
      NETWORK.find((code) => code === cause?.code) ?? "network-down",
      `${cause?.sentence ?? "The backend did not answer."} ${stays}`,
    );
  };

/** Whatever waits from an earlier run, whatever held it up, is due now. */
const wakeAll = async ({ queue: { outbox } }: Runtime): Promise<void> => {
  for (const { packetId, state } of await outbox.list())
    if (state.kind === "waiting") await outbox.apply(packetId, { kind: "retry", at: systemClock.now() });
};

/** The packet names the head of the audit log: what that says of the start must be the same each time, too. */
const madeAgain = ({ file }: RecordedSession, seed: string): Pick<RuntimeParts, "random" | "clock"> => ({
  random: seededRandom(seed),
  clock: { ...systemClock, now: () => Date.parse(file.startsAt) },
});

/** `seed`: for a specimen that is the same each time. */
export const openKioskSide = async (
  data: string,
  configFile: string | undefined,
  session: RecordedSession,
  seed?: string,
): Promise<KioskSide> => {
  const instead = await ownBackend(session);
  const runtime = await openRuntime({
    data,
    configFile,
    log: silentLog,
    ...(instead === undefined ? {} : { instead }),
    ...(seed === undefined ? {} : madeAgain(session, seed)),
  });
  const close = () => runtime[Symbol.asyncDispose]();
  try {
    await wakeAll(runtime);
    return { runtime, deliver: deliverWith(runtime), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};
