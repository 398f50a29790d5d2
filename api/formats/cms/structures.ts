/** Cryptographic Message Syntax, as declared in RFC 5652 (SignedData), RFC 5083 (AuthEnvelopedData), RFC 5753 (ECDH). */
import {
  anyElement,
  choice,
  explicit,
  listOf,
  octets,
  optional,
  sequence,
  sequenceOf,
  setContent,
  setOf,
  tagged,
  fields,
  type Content,
  type DerOf,
} from "../../bytes/der.ts";
import { bitString, integer, integerBytes, octetString, oid } from "../../bytes/der-types.ts";

export const algorithmIdentifier = sequence("AlgorithmIdentifier", {
  algorithm: oid,
  parameters: optional(anyElement),
});
export type AlgorithmIdentifier = DerOf<typeof algorithmIdentifier>;

export const issuerAndSerialNumber = sequence("IssuerAndSerialNumber", {
  issuer: anyElement,
  serial: integerBytes,
});
export type IssuerAndSerial = DerOf<typeof issuerAndSerialNumber>;

/** RFC 5652 section 3. */
export const contentInfo = sequence("ContentInfo", { contentType: oid, content: explicit(0xa0, anyElement) });

/** RFC 5652 section 5.3. */
export const attribute = sequence("Attribute", {
  type: oid,
  values: setOf("AttributeValue", anyElement, { max: 4 }),
});
export const attributes = setContent(attribute, { min: 1, max: 16 });
/** What is signed: the attributes as a SET, whatever tag they carry in the message (section 5.4). */
export const signedAttributes = tagged(0x31, "SignedAttributes", attributes);

export const signerInfo = sequence("SignerInfo", {
  version: integer,
  sid: choice("SignerIdentifier", {
    issuerAndSerial: issuerAndSerialNumber,
    subjectKeyIdentifier: tagged(0x80, "SubjectKeyIdentifier", octets({ min: 1, max: 64 })),
  }),
  digestAlgorithm: algorithmIdentifier,
  signedAttrs: optional(tagged(0xa0, "SignedAttributes", attributes)),
  signatureAlgorithm: algorithmIdentifier,
  signature: octetString({ min: 1, max: 8192 }),
  unsignedAttrs: optional(tagged(0xa1, "UnsignedAttributes", listOf(anyElement, { max: 16 }))),
});

const certificates = optional(tagged(0xa0, "CertificateSet", setContent(anyElement, { max: 8 })));

/** RFC 5652 section 5.1. */
export const signedData = sequence("SignedData", {
  version: integer,
  digestAlgorithms: setOf("DigestAlgorithmIdentifiers", algorithmIdentifier, { max: 4 }),
  encapContentInfo: sequence("EncapsulatedContentInfo", {
    eContentType: oid,
    eContent: optional(explicit(0xa0, octetString())),
  }),
  certificates,
  crls: optional(tagged(0xa1, "RevocationInfoChoices", listOf(anyElement, { max: 8 }))),
  signerInfos: setOf("SignerInfos", signerInfo, { min: 1, max: 4 }),
});
export type SignedData = DerOf<typeof signedData>;

/** RFC 5652 section 6.2.1. */
export const keyTransRecipientInfo = sequence("KeyTransRecipientInfo", {
  version: integer,
  rid: issuerAndSerialNumber,
  keyEncryptionAlgorithm: algorithmIdentifier,
  encryptedKey: octetString({ max: 2048 }),
});

/** RFC 5652 section 6.2.2 with the originator's ephemeral key (RFC 5753 section 3.1.1). */
export const keyAgreeRecipientInfo = tagged(
  0xa1,
  "KeyAgreeRecipientInfo",
  fields({
    version: integer,
    originator: explicit(
      0xa0,
      tagged(0xa1, "OriginatorPublicKey", fields({ algorithm: algorithmIdentifier, publicKey: bitString })),
    ),
    ukm: optional(explicit(0xa1, octetString({ max: 256 }))),
    keyEncryptionAlgorithm: algorithmIdentifier,
    recipientEncryptedKeys: sequenceOf(
      "RecipientEncryptedKey",
      sequence("RecipientEncryptedKey", {
        rid: issuerAndSerialNumber,
        encryptedKey: octetString({ max: 256 }),
      }),
      { min: 1, max: 16 },
    ),
  }),
);

/** RFC 5652 section 6.2.5: recipients of kinds that a later document defines. */
export const otherRecipientInfo = tagged(
  0xa4,
  "OtherRecipientInfo",
  fields({ type: oid, value: anyElement }),
);

/** RFC 9629 section 3; the value of an OtherRecipientInfo of type id-ori-kem. */
export const kemRecipientInfo = sequence("KEMRecipientInfo", {
  version: integer,
  rid: issuerAndSerialNumber,
  kem: algorithmIdentifier,
  ciphertext: octetString({ max: 4096 }),
  kdf: algorithmIdentifier,
  wrapKeyLength: integer,
  ukm: optional(explicit(0xa0, octetString({ max: 256 }))),
  wrap: algorithmIdentifier,
  encryptedKey: octetString({ max: 256 }),
});

/** RFC 9629 section 5: what the derivation is bound to. */
export const kemOtherInfo = sequence("CMSORIforKEMOtherInfo", {
  wrap: algorithmIdentifier,
  wrapKeyLength: integer,
  ukm: optional(explicit(0xa0, octetString({ max: 256 }))),
});

export const recipientInfo = choice("RecipientInfo", {
  keyTrans: keyTransRecipientInfo,
  keyAgree: keyAgreeRecipientInfo,
  other: otherRecipientInfo,
});
export type RecipientInfo = DerOf<typeof recipientInfo>;

/** RFC 5084 section 3.2. */
export const gcmParameters = sequence("GCMParameters", {
  nonce: octetString({ min: 12, max: 12 }),
  tagLength: integer,
});

/** RFC 5083 section 2.1, around any content. */
export const authEnvelopedDataOf = <T>(content: Content<T>) =>
  sequence("AuthEnvelopedData", {
    version: integer,
    recipientInfos: setOf("RecipientInfos", recipientInfo, { min: 1, max: 16 }),
    authEncryptedContentInfo: sequence("EncryptedContentInfo", {
      contentType: oid,
      contentEncryptionAlgorithm: algorithmIdentifier,
      encryptedContent: optional(tagged(0x80, "EncryptedContent", content)),
    }),
    authAttrs: optional(tagged(0xa1, "AuthAttributes", attributes)),
    mac: octetString({ min: 12, max: 16 }),
    unauthAttrs: optional(tagged(0xa2, "UnauthAttributes", attributes)),
  });
export const authEnvelopedData = authEnvelopedDataOf(octets());

/** RFC 5753 section 7.2: input of the key derivation. */
export const eccCmsSharedInfo = sequence("ECC-CMS-SharedInfo", {
  keyInfo: algorithmIdentifier,
  entityUInfo: optional(explicit(0xa0, octetString())),
  suppPubInfo: explicit(0xa2, octetString({ min: 4, max: 4 })),
});
