/** The outbox by diplomatic bag: out to a folder on removable media, and the receipts back from it. */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { id } from "../../api/base/log.ts";
import { readAnswer, readBundle, writeBundle, type BundledPacket } from "../../api/issuance/bundle.ts";
import type { ReceiptChecker } from "../../api/issuance/contract.ts";
import { erase } from "./erase.ts";
import type { Queue, QueueLook } from "./open-queue.ts";
import { sha256Of } from "./outbox.ts";
import { verifyReceipt } from "./receipt.ts";
import { DAMAGED } from "./states.ts";

/** Packet ids of what was set aside because no row claims it, and that no row has claimed since. */
export const unclaimedIds = async ({
  store,
  outbox,
}: Pick<QueueLook, "store" | "outbox">): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const packetId of await store.packets.unclaimed())
    if ((await outbox.item(packetId)) === undefined) found.push(packetId);
  return found;
};

const unclaimedIn = async (queue: QueueLook): Promise<readonly BundledPacket[]> => {
  const found: BundledPacket[] = [];
  for (const packetId of await unclaimedIds(queue)) {
    const sealed = await queue.store.packets.getUnclaimed(packetId);
    if (sealed !== undefined && sealed.length > 0)
      found.push({ packetId, sha256: sha256Of(sealed), size: sealed.length });
  }
  return found;
};

export interface Exported {
  /** Packet ids. */
  readonly packets: readonly string[];
  /** Missing or changed on this disk: set aside, and not exported. */
  readonly damaged: readonly string[];
}

/**
 * Copies what has no receipt yet; the outbox keeps all of it. One that is damaged holds up no other. `looking`: from a
 * store that cannot be written, and then nothing of it is written down.
 */
export const exportQueue = async (
  queue: QueueLook,
  media: FileSystem,
  folder: string,
  clock: Clock,
  looking = false,
): Promise<Exported> => {
  const { kiosk, store, outbox, audit } = queue;
  const items = (await outbox.list()).filter(({ state }) => state.kind !== "receipted");
  const waiting = items.map(({ packetId, sha256, size }) => ({ packetId, sha256, size }));
  const unclaimed = await unclaimedIn(queue);
  const bundle = {
    format: "kiosk-bundle/1" as const,
    kiosk,
    exportedAt: new Date(clock.now()).toISOString(),
    packets: [...waiting, ...unclaimed],
  };
  const expected = new Map(bundle.packets.map(({ packetId, sha256 }) => [packetId, sha256]));
  const aside = new Set(unclaimed.map(({ packetId }) => packetId));
  const damaged: string[] = [];
  const packets = await writeBundle(media, folder, bundle, async (packetId) => {
    const sealed = await (aside.has(packetId)
      ? store.packets.getUnclaimed(packetId)
      : store.packets.get(packetId).catch(unlessUnreadable));
    if (sealed !== undefined && sha256Of(sealed) === expected.get(packetId)) return sealed;
    const state = (await outbox.item(packetId))?.state.kind;
    // Receipted by the line while this one was under way: there is nothing to export any more.
    if (state === "receipted" || state === "erased") return undefined;
    damaged.push(packetId);
    if (state === "waiting" && !looking) await outbox.apply(packetId, { kind: "set-aside", cause: DAMAGED });
    return undefined;
  });
  if (!looking) await audit.record("queue-exported", { packets: packets.length, damaged: damaged.length });
  return { packets, damaged };
};

/** A file that the disk does not give is as good as none. */
const unlessUnreadable = (error: unknown): undefined => {
  if (error instanceof OutsideFault) return undefined;
  throw error;
};

/** For whoever asked, once the others are out. Throws OutsideFault store-damaged where there are any. */
export const demandAllExported = ({ packets, damaged }: Exported): void => {
  if (damaged.length === 0) return;
  throw new OutsideFault(
    "store-damaged",
    `${damaged.length} packets are missing or changed on this disk and were set aside (${damaged.slice(0, 5).join(", ")}); the other ${packets.length} were exported. Look for copies among earlier exports and call support.`,
  );
};

export interface Imported {
  /** Whose export it is. */
  readonly kiosk: string;
  readonly erased: readonly string[];
  readonly refused: readonly string[];
  /** With the reason: no answer, or a receipt that does not hold. */
  readonly kept: readonly { readonly packetId: string; readonly why: string }[];
}

/** Takes receipts and refusals from a bundle that came back. What is not receipted stays. */
export const importAnswers = async (
  queue: Queue,
  media: FileSystem,
  folder: string,
  receipts: ReceiptChecker,
): Promise<Imported> => {
  const { packets, kiosk } = await readBundle(media, folder);
  const unclaimed = new Map((await unclaimedIn(queue)).map((packet) => [packet.packetId, packet]));
  const erased: string[] = [];
  const refused: string[] = [];
  const kept: { packetId: string; why: string }[] = [];
  for (const { packetId } of packets) {
    const item = await queue.outbox.item(packetId);
    const expected = item ?? unclaimed.get(packetId);
    if (expected === undefined || item?.state.kind === "erased" || item?.state.kind === "receipted") continue;
    try {
      const answer = await readAnswer(media, folder, packetId);
      if (answer?.kind === "receipt") {
        await verifyReceipt(receipts, answer.receipt, expected);
        if (item === undefined) await eraseUnclaimed(queue, expected);
        else {
          await queue.outbox.apply(packetId, { kind: "receipt" }, { receipt: answer.receipt });
          await erase(queue.store, queue.outbox, packetId);
        }
        erased.push(packetId);
      } else if (answer?.kind === "refused" && item?.state.kind === "waiting") {
        const { refused: code, reason: sentence } = answer.refusal;
        await queue.outbox.apply(packetId, { kind: "refused", cause: { code, sentence } });
        refused.push(packetId);
      } else if (answer?.kind === "refused") kept.push({ packetId, why: answer.refusal.reason });
      else kept.push({ packetId, why: "the other end has not answered" });
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      kept.push({ packetId, why: error.message });
    }
  }
  await queue.audit.record("queue-imported", {
    erased: erased.length,
    refused: refused.length,
    kept: kept.length,
  });
  return { kiosk, erased, refused, kept };
};

/** Written down first: there is no row that could say it afterwards. */
const eraseUnclaimed = async (
  { store, audit }: Queue,
  { packetId, sha256 }: BundledPacket,
): Promise<void> => {
  await audit.record("unclaimed-erased", { packet: id(packetId), sha256: id(sha256) });
  await store.packets.removeUnclaimed(packetId);
};
