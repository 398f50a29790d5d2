/** CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) for one or more recipients. */
import { constants, createCipheriv, publicEncrypt } from "node:crypto";
import { Bug, OutsideFault } from "../../base/faults.ts";
import { wrapKey } from "../../base/key-wrap.ts";
import type { RandomSource } from "../../base/random.ts";
import { encode } from "../../bytes/der.ts";
import { hole, joinFilling, type Pieces } from "../../bytes/pieces.ts";
import { oid } from "../../bytes/der-types.ts";
import { tlv } from "../../bytes/tlv.ts";
import { KEY_USAGE, readCertificate, type Certificate } from "./certificate.ts";
import { agree, CURVES, curveOf, deriveWrapKey, KEY_LENGTH, wrapAlgorithm } from "./key-agreement.ts";
import { hybridFor, type HybridRecipient } from "./hybrid.ts";
import { oaepIdentifier } from "./key-transport.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier, authEnvelopedDataOf, gcmParameters, type RecipientInfo } from "./structures.ts";

export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
const SLICE = 1 << 16;

/**
 * Slice by slice into its place in the message, so that neither the plain text is joined nor the cipher text held twice.
 * @returns the tag
 */
const encryptInto = (place: Uint8Array, content: Pieces, key: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  let at = 0;
  const put = (chunk: Uint8Array): void => {
    place.set(chunk, at);
    at += chunk.length;
  };
  for (const part of content.parts)
    for (let from = 0; from < part.length; from += SLICE)
      put(cipher.update(part.subarray(from, from + SLICE)));
  put(cipher.final());
  if (at !== place.length) throw new Bug("AES-GCM changed the length");
  return cipher.getAuthTag();
};

/** The message around a cipher text that is written last. */
const around = authEnvelopedDataOf<number>({
  read: (from) => from.refuse("this form is only written"),
  write: hole,
});

const agreementFor = (certificate: Certificate, key: Uint8Array, random: RandomSource): RecipientInfo => {
  const curve = curveOf(certificate.publicKey);
  if (curve === undefined || ((certificate.usage ?? 0) & KEY_USAGE.keyAgreement) === 0)
    throw new OutsideFault(
      "policy-refused",
      "A recipient's certificate is not for key agreement on P-256 or P-384: ask the backend for one that is.",
    );
  const { point, secret } = agree(certificate.publicKey, curve, random);
  return {
    kind: "keyAgree",
    value: {
      version: 3,
      originator: { algorithm: { algorithm: OID.ecPublicKey }, publicKey: point },
      keyEncryptionAlgorithm: {
        algorithm: CURVES[curve].scheme,
        parameters: encode(algorithmIdentifier, wrapAlgorithm),
      },
      recipientEncryptedKeys: [
        { rid: certificate.id, encryptedKey: wrapKey(deriveWrapKey(secret, CURVES[curve].hash), key) },
      ],
    },
  };
};

const MIN_RSA_BITS = 3072;

const transportFor = (certificate: Certificate, key: Uint8Array): RecipientInfo => {
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS || ((certificate.usage ?? 0) & KEY_USAGE.keyEncipherment) === 0)
    throw new OutsideFault(
      "policy-refused",
      `A recipient's RSA certificate has ${bits} bits, or is not for key encipherment: at least ${MIN_RSA_BITS} bits are needed.`,
    );
  const encryptedKey = publicEncrypt(
    { key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    key,
  );
  return {
    kind: "keyTrans",
    value: { version: 0, rid: certificate.id, keyEncryptionAlgorithm: oaepIdentifier, encryptedKey },
  };
};

/** A certificate (DER), or one with a post-quantum key beside it. */
export type Recipient = Uint8Array | HybridRecipient;

export const certificateOf = (recipient: Recipient): Uint8Array =>
  recipient instanceof Uint8Array ? recipient : recipient.certificate;

const recipientFor = (recipient: Recipient, key: Uint8Array, random: RandomSource): RecipientInfo => {
  const certificate = readCertificate(certificateOf(recipient), "recipient");
  if (!(recipient instanceof Uint8Array)) return hybridFor(certificate, recipient, key, random);
  return certificate.publicKey.asymmetricKeyType === "rsa"
    ? transportFor(certificate, key)
    : agreementFor(certificate, key, random);
};

/** Throws OutsideFault policy-refused for a certificate that nothing can be sealed to. */
export const demandRecipient = (certificate: Uint8Array, random: RandomSource): void => {
  recipientFor(certificate, new Uint8Array(KEY_LENGTH), random);
};

/** The strongest recipient protects nothing while a weaker one opens the same packet. */
const checkOneKind = (recipients: readonly Recipient[]): void => {
  const hybrid = recipients.filter((recipient) => !(recipient instanceof Uint8Array)).length;
  if (hybrid > 0 && hybrid < recipients.length)
    throw new OutsideFault(
      "policy-refused",
      "Some recipients have a post-quantum key and some have none: whoever breaks ECDH later opens the packet by the latter; give all a key or none.",
    );
};

/**
 * Encrypts for all recipients (certificates, DER). Whoever holds one of their keys opens it; the writer cannot.
 * @throws OutsideFault policy-refused: a certificate that may not receive
 */
export const envelope = (
  content: Pieces,
  recipients: readonly Recipient[],
  random: RandomSource,
): Uint8Array => {
  if (recipients.length === 0)
    throw new OutsideFault("key-missing", "No recipient to seal for: install the backend's certificate.");
  checkOneKind(recipients);
  const key = random("content-encryption-key", KEY_LENGTH);
  const nonce = random("content-nonce", NONCE_LENGTH);
  const recipientInfos = recipients.map((recipient) => recipientFor(recipient, key, random));
  const mac = new Uint8Array(TAG_LENGTH);
  const inner = around.write({
    version: 0,
    recipientInfos,
    authEncryptedContentInfo: {
      contentType: OID.data,
      contentEncryptionAlgorithm: {
        algorithm: OID.aes256Gcm,
        parameters: encode(gcmParameters, { nonce, tagLength: TAG_LENGTH }),
      },
      encryptedContent: content.length,
    },
    mac,
  });
  const message = tlv(0x30, oid.write(OID.authEnvelopedData), tlv(0xa0, inner));
  const sealed = joinFilling(message, (place) => mac.set(encryptInto(place, content, key, nonce)));
  key.fill(0);
  return sealed;
};
