/** Checks a CMS SignedData (RFC 5652 section 5.6) and the chain above its signer (RFC 5280 section 6, without revocation). */
import { OutsideFault } from "../../base/faults.ts";
import { compareBytes, sameBytes } from "../../bytes/pieces.ts";
import { decode, encode, type DerOf } from "../../bytes/der.ts";
import { octetString, oid, time } from "../../bytes/der-types.ts";
import { checkTree } from "../../bytes/tlv.ts";
import type { Milliseconds } from "../../words/units.ts";
import {
  digest,
  hashOf,
  signatureAlgorithmOf,
  verifySignature,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from "./algorithms.ts";
import { isIssuedBy, KEY_USAGE, readCertificate, sameId, type Certificate } from "./certificate.ts";
import { OID } from "./oids.ts";
import {
  algorithmIdentifier,
  contentInfo,
  signedAttributes,
  signedData,
  type signerInfo,
  type SignedData,
} from "./structures.ts";

export interface SignedMessage {
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly signer: Certificate;
  readonly certificates: readonly Certificate[];
  /** Stated by the signer, under its signature; absent where the message has none. */
  readonly signingTime?: Milliseconds;
  readonly algorithm: SignatureAlgorithm;
}

const invalid = (label: string, why: string): never => {
  throw new OutsideFault("signature-invalid", `${label}: ${why}`);
};

type SignerInfo = DerOf<typeof signerInfo>;

const findSigner = (info: SignerInfo, certificates: readonly Certificate[], label: string): Certificate =>
  certificates.find((certificate) =>
    info.sid.kind === "issuerAndSerial"
      ? sameId(certificate.id, info.sid.value)
      : certificate.subjectKeyId !== undefined &&
        compareBytes(certificate.subjectKeyId, info.sid.value) === 0,
  ) ?? invalid(label, "the signer's certificate is not in the message (RFC 5652 5.1)");

const onlyValue = (info: SignerInfo, type: string, label: string): Uint8Array | undefined => {
  const found = (info.signedAttrs ?? []).filter((attribute) => attribute.type === type);
  if (found.length > 1 || (found[0] !== undefined && found[0].values.length !== 1))
    invalid(label, `attribute ${type} does not have exactly one value (RFC 5652 11)`);
  return found[0]?.values[0];
};

const open = (message: Uint8Array, label: string): SignedData => {
  checkTree(message, label);
  const outer = decode(contentInfo, message, label);
  if (outer.contentType !== OID.signedData) invalid(label, "no SignedData (RFC 5652 5.1)");
  return decode(signedData, outer.content, label);
};

/** RFC 5652 section 5.1: what no signature covers must be what the rest implies, so that no byte of it can change. */
const checkFrame = (data: SignedData, info: SignerInfo, label: string): void => {
  const { eContentType } = data.encapContentInfo;
  const bySubjectKey = info.sid.kind === "subjectKeyIdentifier";
  if (data.version !== (eContentType === OID.data && !bySubjectKey ? 1 : 3))
    invalid(label, `version ${data.version} does not fit the content (RFC 5652 5.1)`);
  if (info.version !== (bySubjectKey ? 3 : 1))
    invalid(label, `signer version ${info.version} (RFC 5652 5.3)`);
  const [only, another] = data.digestAlgorithms;
  const same =
    only !== undefined &&
    another === undefined &&
    sameBytes(encode(algorithmIdentifier, only), encode(algorithmIdentifier, info.digestAlgorithm));
  if (!same) invalid(label, "the digest algorithms announced are not the signer's (RFC 5652 5.1)");
  if (data.crls !== undefined || info.unsignedAttrs !== undefined)
    invalid(label, "revocation lists or unsigned attributes (Doc 9303-10 table 37)");
};

/**
 * The message's content once its only signature is found good. The chain is not checked here: see checkChain.
 * @throws OutsideFault signature-invalid, input-malformed
 */
export const verifyMessage = (message: Uint8Array, label: string, detached?: Uint8Array): SignedMessage => {
  const data = open(message, label);
  const certificates = (data.certificates ?? []).map((der) => readCertificate(der, `${label}, certificate`));
  const [info, second] = data.signerInfos;
  if (info === undefined || second !== undefined) return invalid(label, "exactly one signer is due");
  checkFrame(data, info, label);
  const { eContent, eContentType: contentType } = data.encapContentInfo;
  const content = detached === undefined ? eContent : eContent === undefined ? detached : undefined;
  if (content === undefined) return invalid(label, "the content is missing, or there twice (RFC 5652 5.2)");
  const signer = findSigner(info, certificates, label);
  const algorithm = signatureAlgorithmOf(info.signatureAlgorithm, signer.publicKey);
  if (algorithm === undefined) return invalid(label, "a signature algorithm that is not accepted");
  const { hash } = SIGNATURE_ALGORITHMS[algorithm];
  if (hashOf(info.digestAlgorithm) !== hash)
    invalid(label, "digest and signature algorithms differ (RFC 5652 5.3)");
  if (info.signedAttrs === undefined) return invalid(label, "no signed attributes (Doc 9303-10 table 37)");
  const type = onlyValue(info, OID.contentType, label);
  if (type === undefined || decode(oid, type, label) !== contentType)
    invalid(label, "the signed content type is another (RFC 5652 11.1)");
  const stated = onlyValue(info, OID.messageDigest, label);
  if (stated === undefined || !sameBytes(decode(octetString(), stated, label), digest(hash, content)))
    invalid(label, "the content is not what was signed: digests differ (RFC 5652 11.2)");
  const attributes = encode(signedAttributes, info.signedAttrs);
  if (!verifySignature(algorithm, signer.publicKey, attributes, info.signature))
    invalid(label, "the signature is wrong (RFC 5652 5.6)");
  const moment = onlyValue(info, OID.signingTime, label);
  const signingTime = moment === undefined ? {} : { signingTime: decode(time, moment, label) };
  return { contentType, content, signer, certificates, algorithm, ...signingTime };
};

const usable = (
  certificate: Certificate,
  at: Milliseconds,
  bit: number,
  what: string,
  label: string,
): void => {
  if (at < certificate.notBefore || at > certificate.notAfter)
    invalid(label, `${what} was not valid at ${new Date(at).toISOString()} (RFC 5280 6.1.3)`);
  if (certificate.usage === undefined || (certificate.usage & bit) === 0)
    invalid(label, `${what} is not for this use (RFC 5280 4.2.1.3)`);
};

const MAX_CHAIN = 4;

/**
 * From the signer to one of the trusted certificates, each valid at the moment, each issuer a CA.
 * @throws OutsideFault signature-invalid
 */
export const checkChain = (
  signer: Certificate,
  others: readonly Certificate[],
  trust: readonly Certificate[],
  at: Milliseconds,
  label: string,
): void => {
  usable(signer, at, KEY_USAGE.digitalSignature, "the signer's certificate", label);
  const trusted = (certificate: Certificate): boolean =>
    trust.some(({ der }) => sameBytes(der, certificate.der));
  for (const other of others)
    if (!trusted(other) && ![...trust, ...others].some(({ der }) => isIssuedBy(other.der, der)))
      invalid(label, "a certificate in the message belongs to no chain (RFC 5652 5.1)");
  let current = signer;
  for (let step = 0; step < MAX_CHAIN; step += 1) {
    if (trusted(current)) return;
    const below = current;
    const issuer = [...trust, ...others].find(
      (candidate) =>
        candidate.ca && !sameBytes(candidate.der, below.der) && isIssuedBy(below.der, candidate.der),
    );
    if (issuer === undefined)
      return invalid(label, "the signer does not chain to a trusted certificate (RFC 5280 6.1)");
    usable(issuer, at, KEY_USAGE.keyCertSign, "an issuer's certificate", label);
    current = issuer;
  }
  invalid(label, `the chain is longer than ${MAX_CHAIN}`);
};

/**
 * Whether the signer or anything above it was issued by one of the foreign certificates (DER) or is one. What stands above
 * it is sought in the message and among `others` (DER): the trusted CAs, which a message need not carry.
 */
export const chainsTo = (
  signed: SignedMessage,
  foreign: readonly Uint8Array[],
  others: readonly Uint8Array[] = [],
): boolean => {
  const known = [...signed.certificates.map(({ der }) => der), ...others];
  const above = [signed.signer.der];
  for (const der of above)
    for (const issuer of known)
      if (
        above.length <= MAX_CHAIN &&
        isIssuedBy(der, issuer) &&
        !above.some((seen) => sameBytes(seen, issuer))
      )
        above.push(issuer);
  return [...above, ...signed.certificates.map(({ der }) => der)].some((der) =>
    foreign.some((root) => sameBytes(root, der) || isIssuedBy(der, root)),
  );
};
