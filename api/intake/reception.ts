/**
 * Takes one whole packet in: verified before it is kept, kept before the receipt is signed, and the receipt kept before
 * it is given. What does not pass is quarantined with its reason, and judged again whenever it comes again.
 */
import { createHash } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import { id, type Log } from "../base/log.ts";
import type { Refusal, ReceiptIssuer, UploadMetadata } from "../issuance/contract.ts";
import type { ContentStore } from "./content.ts";
import type { IntakeRecords, PacketRecord } from "./records.ts";

/** What an inspection of the sealed bytes found. */
export type Inspection =
  | { readonly kind: "sound"; readonly packetId: string; readonly kiosk: string; readonly sequence: number }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Opens the packet and makes every check that a receipt vouches for. Never throws for what is in the packet. */
export interface PacketInspector {
  inspect(sealed: Uint8Array): Promise<Inspection>;
}

export interface ReceptionParts {
  readonly records: IntakeRecords;
  readonly accepted: ContentStore;
  readonly quarantine: ContentStore;
  readonly inspector: PacketInspector;
  readonly receipts: ReceiptIssuer;
  readonly clock: Clock;
  readonly log: Log;
}

export type Reception =
  | { readonly kind: "receipt"; readonly receipt: Uint8Array }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** The bytes are not those that were announced: send them again. */
  | { readonly kind: "garbled" };

export interface Receptionist {
  take(announced: UploadMetadata, sealed: Uint8Array): Promise<Reception>;
  /** What was decided about this packet; a quarantined one is judged again. Undefined: never seen whole. */
  ask(packetId: string, sha256: string): Promise<Reception | undefined>;
}

const CONFLICT: Refusal = {
  refused: "conflict",
  reason: "Another content was received under this packet id; the first one stands.",
};

/** Runs what is asked for one key one after another, different keys side by side. */
const serialiser = () => {
  const tails = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(work, work);
    const tail = turn.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
};

const known = (record: PacketRecord, sha256: string): Reception =>
  record.sha256 === sha256
    ? { kind: "receipt", receipt: record.receipt }
    : { kind: "refused", refusal: CONFLICT };

const refusal = (refused: Refusal["refused"], reason: string): Inspection => ({
  kind: "refused",
  refusal: { refused, reason },
});

export const receptionist = (parts: ReceptionParts): Receptionist => {
  const { records, inspector, receipts, clock, log } = parts;
  const inTurn = serialiser();

  const judge = async (announced: UploadMetadata, sealed: Uint8Array): Promise<Inspection> => {
    const inspection = await inspector.inspect(sealed);
    if (inspection.kind === "refused") return inspection;
    if (inspection.packetId !== announced.packetId || inspection.kiosk !== announced.kiosk)
      return refusal("packet-mismatch", "The packet inside is not the one that was announced.");
    const holder = await records.holder(inspection.kiosk, inspection.sequence);
    if (holder !== undefined && holder !== inspection.packetId)
      return refusal(
        "sequence-reused",
        `Number ${inspection.sequence} of kiosk ${inspection.kiosk} belongs to another packet; check for a cloned kiosk.`,
      );
    return inspection;
  };

  const refuse = async (
    announced: UploadMetadata,
    sealed: Uint8Array,
    refusal: Refusal,
  ): Promise<Reception> => {
    const { packetId, sha256, kiosk } = announced;
    await parts.quarantine.put(sha256, sealed);
    await records.quarantine({ packetId, sha256, kiosk, size: sealed.length }, refusal, clock.now());
    log.write("warn", "packet-quarantined", { packet: id(packetId), code: id(refusal.refused) });
    return { kind: "refused", refusal };
  };

  const keep = async (
    announced: UploadMetadata,
    sealed: Uint8Array,
    sequence: number,
  ): Promise<Reception> => {
    const { packetId, sha256, kiosk } = announced;
    await parts.accepted.put(sha256, sealed);
    const receivedAt = clock.now();
    const receipt = await receipts.issue({
      packetId,
      sha256,
      size: sealed.length,
      receivedAt: new Date(receivedAt).toISOString(),
      keyId: receipts.keyId,
      status: "received",
    });
    await records.keep({
      packetId,
      sha256,
      size: sealed.length,
      kiosk,
      sequence,
      receivedAt,
      receipt,
      status: "received",
      statusSince: receivedAt,
    });
    await records.release(packetId, sha256);
    await parts.quarantine.remove(sha256);
    log.write("info", "packet-received", { packet: id(packetId), kiosk: id(kiosk), sequence });
    return { kind: "receipt", receipt };
  };

  const take = async (announced: UploadMetadata, sealed: Uint8Array): Promise<Reception> => {
    if (createHash("sha256").update(sealed).digest("hex") !== announced.sha256) return { kind: "garbled" };
    const record = await records.find(announced.packetId);
    if (record !== undefined) return known(record, announced.sha256);
    const inspection = await judge(announced, sealed);
    return inspection.kind === "sound"
      ? keep(announced, sealed, inspection.sequence)
      : refuse(announced, sealed, inspection.refusal);
  };

  /** One packet id, and one kiosk's numbers, at a time. */
  const guarded = (announced: UploadMetadata, sealed: Uint8Array) =>
    inTurn(`kiosk ${announced.kiosk}`, () =>
      inTurn(`packet ${announced.packetId}`, () => take(announced, sealed)),
    );

  return {
    take: guarded,
    ask: async (packetId, sha256) => {
      const record = await records.find(packetId);
      if (record !== undefined) return known(record, sha256);
      const waiting = await records.quarantined(packetId, sha256);
      if (waiting === undefined) return undefined;
      const sealed = await parts.quarantine.get(sha256);
      return sealed === undefined ? undefined : guarded({ packetId, sha256, kiosk: waiting.kiosk }, sealed);
    },
  };
};
