/** What passes between kiosk and issuance backend (api/issuance declares the HTTP shapes). */

/** A receipt's statement. It travels as a CMS SignedData over its canonical JSON. */
export interface ReceiptStatement {
  readonly packetId: string;
  /** SHA-256 of the sealed packet, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly receivedAt: string;
  /** Subject key identifier of the receipt key, hex. */
  readonly keyId: string;
  readonly status: "received" | "accepted";
}

export const PACKET_STATUSES = [
  "received",
  "verified",
  "accepted",
  "rejected",
  "printed",
  "ready-to-collect",
  "collected",
] as const;
export type PacketStatus = (typeof PACKET_STATUSES)[number];
