/** The backend's receipt: CMS SignedData over the canonical JSON (RFC 8785) of its statement. */
import { z } from "zod";
import { OutsideFault } from "../base/faults.ts";
import type { Clock } from "../base/clock.ts";
import { readCertificate, type Certificate } from "../formats/cms/certificate.ts";
import { OID } from "../formats/cms/oids.ts";
import { signMessage } from "../formats/cms/sign.ts";
import type { Signer } from "../formats/cms/signer.ts";
import { checkChain, verifyMessage } from "../formats/cms/verify.ts";
import { canonicalJson, parseCanonicalJson } from "../formats/packet/canonical-json.ts";
import type { ReceiptStatement } from "../words/issuance.ts";
import type { ReceiptChecker, ReceiptIssuer } from "./contract.ts";

const statementSchema = z.strictObject({
  packetId: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  size: z.int().min(1),
  receivedAt: z.iso.datetime(),
  keyId: z.string().regex(/^[0-9a-f]{2,128}$/u),
  status: z.enum(["received", "accepted"]),
}) satisfies z.ZodType<ReceiptStatement>;

const keyIdOf = (certificate: Certificate): string =>
  Buffer.from(certificate.subjectKeyId ?? []).toString("hex");

/** Signs receipts; its key id is the subject key identifier of the signer's certificate. */
export const receiptIssuer = (signer: Signer, clock: Clock): ReceiptIssuer => {
  const keyId = keyIdOf(readCertificate(signer.certificates[0] ?? new Uint8Array(), "receipt certificate"));
  if (keyId === "")
    throw new OutsideFault(
      "key-missing",
      "The receipt certificate has no subject key identifier (RFC 5280 4.2.1.2): issue it again with one.",
    );
  return {
    keyId,
    issue: (statement) => {
      const { packetId, sha256, size, receivedAt, status } = statement;
      const content = canonicalJson({ packetId, sha256, size, receivedAt, keyId: statement.keyId, status });
      const { certificates } = signer;
      return signMessage(
        { content, contentType: OID.data, detached: false, signingTime: clock.now(), certificates },
        signer,
      );
    },
  };
};

/** Believes receipts whose signer is, or chains to, one of the trusted certificates (DER) at the time of signing. */
export const receiptChecker = (trust: readonly Uint8Array[]): ReceiptChecker => {
  const anchors = trust.map((der) => readCertificate(der, "trusted receipt certificate"));
  return {
    check: (receipt) =>
      Promise.resolve().then(() => {
        try {
          return checkedStatement(receipt, anchors);
        } catch (cause) {
          if (!(cause instanceof OutsideFault)) throw cause;
          throw new OutsideFault(
            "receipt-invalid",
            `The receipt cannot be believed (${cause.message}); nothing is erased, call the backend's operator.`,
            { cause },
          );
        }
      }),
  };
};

const refuse = (why: string): never => {
  throw new OutsideFault("signature-invalid", `receipt: ${why}`);
};

const checkedStatement = (receipt: Uint8Array, anchors: readonly Certificate[]): ReceiptStatement => {
  const signed = verifyMessage(receipt, "receipt");
  if (signed.contentType !== OID.data) refuse("its content is no plain data");
  const at = signed.signingTime ?? refuse("no signing time");
  checkChain(signed.signer, signed.certificates, anchors, at, "receipt");
  const parsed = statementSchema.safeParse(parseCanonicalJson(signed.content, "receipt"));
  if (!parsed.success)
    return refuse(`its statement does not fit: ${parsed.error.issues[0]?.message ?? "unknown"}`);
  if (parsed.data.keyId !== keyIdOf(signed.signer)) refuse("it names another key than the one that signed");
  return parsed.data;
};
