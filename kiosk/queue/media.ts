/** The outbox by diplomatic bag: out to a folder on removable media, and the receipts back from it. */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { readAnswer, readBundle, writeBundle } from "../../api/issuance/bundle.ts";
import type { ReceiptChecker } from "../../api/issuance/contract.ts";
import { erase } from "./erase.ts";
import type { Queue } from "./open-queue.ts";
import { sha256Of } from "./outbox.ts";
import { verifyReceipt } from "./receipt.ts";

/** Copies what has no receipt yet; the outbox keeps all of it. Gives the packet ids. */
export const exportQueue = async (
  { kiosk, store, outbox, audit }: Queue,
  media: FileSystem,
  folder: string,
  clock: Clock,
): Promise<readonly string[]> => {
  const items = (await outbox.list()).filter(({ state }) => state.kind !== "receipted");
  const packets = items.map(({ packetId, sha256, size }) => ({ packetId, sha256, size }));
  const expected = new Map(items.map(({ packetId, sha256 }) => [packetId, sha256]));
  const bundle = {
    format: "kiosk-bundle/1" as const,
    kiosk,
    exportedAt: new Date(clock.now()).toISOString(),
    packets,
  };
  await writeBundle(media, folder, bundle, async (packetId) => {
    const sealed = await store.packets.get(packetId);
    if (sealed === undefined || sha256Of(sealed) !== expected.get(packetId))
      throw new OutsideFault(
        "store-damaged",
        `Packet ${packetId} is missing or changed on this disk; nothing of it was exported, call support.`,
      );
    return sealed;
  });
  await audit.record("queue-exported", { packets: packets.length });
  return packets.map(({ packetId }) => packetId);
};

export interface Imported {
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
  const { packets } = await readBundle(media, folder);
  const erased: string[] = [];
  const refused: string[] = [];
  const kept: { packetId: string; why: string }[] = [];
  for (const { packetId } of packets) {
    const item = await queue.outbox.item(packetId);
    if (item === undefined || item.state.kind === "erased" || item.state.kind === "receipted") continue;
    try {
      const answer = await readAnswer(media, folder, packetId);
      if (answer?.kind === "receipt") {
        await verifyReceipt(receipts, answer.receipt, item);
        await queue.outbox.apply(packetId, { kind: "receipt" }, { receipt: answer.receipt });
        await erase(queue.store, queue.outbox, packetId);
        erased.push(packetId);
      } else if (answer?.kind === "refused" && item.state.kind === "waiting") {
        const { refused: code, reason: sentence } = answer.refusal;
        await queue.outbox.apply(packetId, { kind: "refused", cause: { code, sentence } });
        refused.push(packetId);
      } else kept.push({ packetId, why: "the other end has not answered" });
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
  return { erased, refused, kept };
};
