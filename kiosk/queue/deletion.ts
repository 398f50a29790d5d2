/**
 * The deletion record: what an applicant's ticket proves. It names the packet, shows the backend's receipt over its
 * hash, and the audit entry of the erasure, whose place in the chain a checkpoint vouches for.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import { integer, text } from "../../api/base/sqlite.ts";
import type { QueueLook } from "./open-queue.ts";

export interface DeletionRecord {
  readonly format: "deletion-record/1";
  readonly kiosk: string;
  readonly packetId: string;
  /** Of the sealed packet; the ticket carries it too. */
  readonly sha256: string;
  readonly sealedAt: string;
  readonly erasedAt: string;
  /** CMS SignedData of the backend, base64. */
  readonly receipt: string;
  readonly auditEntry: {
    readonly number: number;
    readonly at: number;
    readonly event: "packet-erased";
    readonly fields: string;
    readonly previous: string;
    readonly hash: string;
  };
}

/** Throws OutsideFault input-missing for an unknown packet, policy-refused for one that is not erased. */
export const deletionRecord = async (queue: QueueLook, packetId: string): Promise<DeletionRecord> => {
  const item = await queue.outbox.item(packetId);
  if (item === undefined)
    throw new OutsideFault(
      "input-missing",
      `No packet ${packetId} is in the outbox; see kiosk queue list --all.`,
    );
  const row = await queue.store.database.get(
    "SELECT * FROM audit WHERE event = 'packet-erased' AND fields LIKE ? ORDER BY number LIMIT 1",
    `%"${packetId}"%`,
  );
  if (item.state.kind !== "erased" || item.receipt === undefined || row === undefined)
    throw new OutsideFault(
      "policy-refused",
      `Packet ${packetId} is ${item.state.kind}; it was not erased yet.`,
    );
  const at = integer(row, "at");
  return {
    format: "deletion-record/1",
    kiosk: queue.kiosk,
    packetId,
    sha256: item.sha256,
    sealedAt: new Date(item.sealedAt).toISOString(),
    erasedAt: new Date(at).toISOString(),
    receipt: Buffer.from(item.receipt).toString("base64"),
    auditEntry: {
      number: integer(row, "number"),
      at,
      event: "packet-erased",
      fields: text(row, "fields"),
      previous: text(row, "previous"),
      hash: text(row, "hash"),
    },
  };
};
