/**
 * What a kiosk tells the backend beside packets, as signed words (CMS SignedData over canonical JSON): numbers that will
 * never come, and identity checks at collection. The kiosk's packet key signs them.
 */
import { z } from "zod";
import { OutsideFault } from "../base/faults.ts";
import { readCertificate } from "../formats/cms/certificate.ts";
import { OID } from "../formats/cms/oids.ts";
import { signMessage } from "../formats/cms/sign.ts";
import type { Signer } from "../formats/cms/signer.ts";
import { checkChain, verifyMessage } from "../formats/cms/verify.ts";
import { canonicalJson, parseCanonicalJson } from "../formats/packet/canonical-json.ts";
import type { Milliseconds } from "../words/units.ts";
import { kioskIdSchema, packetIdSchema } from "./contract.ts";

const moment = z.iso.datetime();

const voidSchema = z.strictObject({
  format: z.literal("void-numbers/1"),
  kiosk: kioskIdSchema,
  /** Given to sessions that ended without a packet. */
  numbers: z.array(z.int().min(1)).min(1).max(1000),
  at: moment,
});

/** How the person was compared with the document at the counter. */
export const COLLECTION_CHECKS = ["portrait", "fingers", "portrait-and-fingers"] as const;

const collectionSchema = z.strictObject({
  format: z.literal("collection/1"),
  kiosk: kioskIdSchema,
  packetId: packetIdSchema,
  /** Operator's id. */
  by: z.string().regex(/^[\w.-]{1,40}$/u),
  how: z.enum(COLLECTION_CHECKS),
  outcome: z.enum(["matched", "not-matched"]),
  at: moment,
});
export type CollectionStatement = z.infer<typeof collectionSchema>;

export const statementSchema = z.discriminatedUnion("format", [voidSchema, collectionSchema]);
export type Statement = z.infer<typeof statementSchema>;

export const STATEMENT_BYTES = 32 * 1024;

export const signStatement = (statement: Statement, signer: Signer, at: Milliseconds): Promise<Uint8Array> =>
  signMessage(
    {
      content: canonicalJson(statement),
      contentType: OID.data,
      detached: false,
      signingTime: at,
      certificates: signer.certificates,
    },
    signer,
  );

/** The statement, verified under `trust` (DER). Throws OutsideFault signature-invalid or input-malformed. */
export const readStatement = (signed: Uint8Array, trust: readonly Uint8Array[]): Statement => {
  const label = "statement";
  const message = verifyMessage(signed, label);
  const anchors = trust.map((der) => readCertificate(der, "trusted certificate"));
  if (message.signingTime === undefined)
    throw new OutsideFault("signature-invalid", `${label}: no signing time; the kiosk must sign it again.`);
  checkChain(message.signer, message.certificates, anchors, message.signingTime, label);
  const parsed = statementSchema.safeParse(parseCanonicalJson(message.content, label));
  if (parsed.success) return parsed.data;
  throw new OutsideFault(
    "input-malformed",
    `${label}: ${parsed.error.issues[0]?.message ?? "does not fit"}; the kiosk's program is of another version.`,
  );
};
