/**
 * What kiosk and issuance backend say to each other over HTTP, version 1. The sealed packet travels by the tus
 * protocol 1.0.0 (resumable); the receipt is fetched by packet id and hash, as often as needed, always the same.
 */
import { z } from "zod";
import { PACKET_STATUSES, type ReceiptStatement } from "../words/issuance.ts";

export const API = {
  uploads: "/v1/uploads",
  receipt: (packetId: string, sha256: string) => `/v1/packets/${packetId}/receipt?sha256=${sha256}`,
  status: (packetId: string) => `/v1/packets/${packetId}/status`,
  services: "/v1/services",
  statements: "/v1/statements",
} as const;

/** What either side accepts at most; a stranger cannot make the other grow. */
export const LIMITS = {
  packetBytes: 64 * 1024 * 1024,
  /** Of any answer to the kiosk. */
  replyBytes: 64 * 1024,
} as const;

/** Of the answer to the last bytes of an upload: the receipt, base64; saves the kiosk a question on a long line. */
export const RECEIPT_HEADER = "upload-receipt";
/** A longer receipt is only to be asked for. */
export const RECEIPT_HEADER_LIMIT = 8 * 1024;

export const RECEIPT_MEDIA_TYPE = "application/pkcs7-mime";

export const packetIdSchema = z.uuid().lowercase();
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/u);
export const kioskIdSchema = z.string().regex(/^[\w.-]{1,64}$/u);

/** tus Upload-Metadata of a sealed packet. */
export const uploadMetadataSchema = z.strictObject({
  packetId: packetIdSchema,
  sha256: sha256Schema,
  kiosk: kioskIdSchema,
});
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;

/** Why the backend will not take a packet however often it comes. */
export const REFUSALS = {
  conflict: 409,
  "not-readable": 422,
  "signature-invalid": 422,
  "recipient-unknown": 422,
  "packet-mismatch": 422,
  "kiosk-unknown": 422,
  "sequence-reused": 409,
  "too-large": 413,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export const refusalSchema = z.strictObject({
  refused: z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]),
  /** One sentence for the operator. */
  reason: z.string().max(1000),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** Why a kiosk is not heard at all; no packet is judged by it. */
export const UNTRUSTED = {
  "no-certificate":
    "the backend wants this kiosk's certificate and got none; install it (kiosk keys install)",
  "certificate-ended": "the backend says that this kiosk's certificate has ended; install its renewal",
  "certificate-not-yet-valid":
    "the backend says that this kiosk's certificate is not valid yet; compare the clocks",
  "authority-unknown":
    "the backend does not know the authority that certified this kiosk; call the backend's operator",
} as const;
export const untrustedSchema = z.strictObject({
  untrusted: z.enum(Object.keys(UNTRUSTED) as [keyof typeof UNTRUSTED, ...(keyof typeof UNTRUSTED)[]]),
});
export type Untrusted = z.infer<typeof untrustedSchema>;

/** Trouble of the backend's own, which passes: the packet waits and goes again. */
export const TROUBLES = {
  "disk-full": [507, "the backend's disk is full; its operator must make room"],
  "disk-failed": [503, "the backend's disk does not work; its operator must see to it"],
  "store-busy": [503, "the backend's store is held by another program"],
  "store-damaged": [503, "the backend's store is damaged; its operator must see to it"],
  "store-unreachable": [503, "the backend's database cannot be reached"],
} as const satisfies Record<string, readonly [number, string]>;
export type TroubleName = keyof typeof TROUBLES;
export const troubleSchema = z.strictObject({
  trouble: z.enum(Object.keys(TROUBLES) as [TroubleName, ...TroubleName[]]),
});

export const statusSchema = z.strictObject({
  packetId: packetIdSchema,
  status: z.enum(PACKET_STATUSES),
  /** ISO 8601, UTC. */
  since: z.iso.datetime(),
  /** Present exactly when rejected. */
  reason: z.string().max(1000).optional(),
});
export type StatusReply = z.infer<typeof statusSchema>;

/** Signs receipts; the intake's key. */
export interface ReceiptIssuer {
  /** Subject key identifier, hex. */
  readonly keyId: string;
  /** DER of the CMS SignedData. */
  issue(statement: ReceiptStatement): Promise<Uint8Array>;
}

/** Verifies receipts; the kiosk's trust. */
export interface ReceiptChecker {
  /** The statement of a receipt whose signature and signer were verified; throws OutsideFault receipt-invalid. */
  check(receipt: Uint8Array): Promise<ReceiptStatement>;
}
