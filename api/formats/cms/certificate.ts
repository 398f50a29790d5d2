/** X.509 certificates (RFC 5280 section 4.1): what a message needs of them, declared once for reading and for issuing. */
import { createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import {
  anyElement,
  decode,
  explicit,
  fields,
  octets,
  optional,
  sequence,
  sequenceOf,
  setOf,
  tagged,
  type DerOf,
} from "../../bytes/der.ts";
import { bitString, boolean, integer, integerBytes, octetString, oid, time } from "../../bytes/der-types.ts";
import type { Milliseconds } from "../../words/units.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier, type IssuerAndSerial } from "./structures.ts";

export const nameElement = sequenceOf(
  "Name",
  setOf("RelativeDistinguishedName", sequence("AttributeTypeAndValue", { type: oid, value: anyElement }), {
    min: 1,
  }),
);

export const extension = sequence("Extension", {
  id: oid,
  critical: optional(boolean),
  value: octetString(),
});

export const tbsCertificate = sequence("TBSCertificate", {
  version: optional(explicit(0xa0, integer)),
  serial: integerBytes,
  signature: algorithmIdentifier,
  issuer: anyElement,
  validity: sequence("Validity", { notBefore: time, notAfter: time }),
  subject: anyElement,
  publicKey: anyElement,
  issuerUniqueId: optional(tagged(0x81, "issuerUniqueID", octets())),
  subjectUniqueId: optional(tagged(0x82, "subjectUniqueID", octets())),
  extensions: optional(explicit(0xa3, sequenceOf("Extensions", extension, { max: 32 }))),
});

export const certificateElement = sequence("Certificate", {
  tbs: anyElement,
  algorithm: algorithmIdentifier,
  signature: bitString,
});

export const basicConstraints = sequence("BasicConstraints", {
  ca: optional(boolean),
  pathLength: optional(integer),
});
export const certificatePolicies = sequenceOf(
  "certificatePolicies",
  sequence("PolicyInformation", { policy: oid, qualifiers: optional(anyElement) }),
);
export const keyIdentifier = octetString({ min: 1, max: 64 });
export const authorityKeyIdentifier = tagged(
  0x30,
  "AuthorityKeyIdentifier",
  fields({ keyIdentifier: optional(tagged(0x80, "keyIdentifier", octets())), rest: optional(anyElement) }),
);
/** Named bits of KeyUsage's only octet (RFC 5280 section 4.2.1.3). */
export const KEY_USAGE = {
  digitalSignature: 0x80,
  keyEncipherment: 0x20,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
  crlSign: 0x02,
};
/** BIT STRING with trailing zero bits cut, as DER wants of named bits (X.690 11.2.2). */
export const keyUsage = tagged(0x03, "KeyUsage", octets({ min: 2, max: 3 }));

export interface Certificate {
  readonly der: Uint8Array;
  readonly tbs: DerOf<typeof tbsCertificate>;
  readonly id: IssuerAndSerial;
  readonly publicKey: KeyObject;
  readonly notBefore: Milliseconds;
  readonly notAfter: Milliseconds;
  readonly ca: boolean;
  /** Octet of KEY_USAGE bits; undefined: the extension is absent. */
  readonly usage: number | undefined;
  readonly policies: readonly string[];
  readonly subjectKeyId: Uint8Array | undefined;
}

const extensionOf = (tbs: DerOf<typeof tbsCertificate>, id: string): Uint8Array | undefined =>
  tbs.extensions?.find((extension) => extension.id === id)?.value;

const readExtensions = (tbs: DerOf<typeof tbsCertificate>, label: string) => {
  const ids = (tbs.extensions ?? []).map(({ id }) => id);
  if (new Set(ids).size !== ids.length)
    throw new OutsideFault("input-malformed", `${label}: an extension stands twice (RFC 5280 4.2)`);
  const constraints = extensionOf(tbs, OID.basicConstraints);
  const usage = extensionOf(tbs, OID.keyUsage);
  const policies = extensionOf(tbs, OID.certificatePolicies);
  const subjectKeyId = extensionOf(tbs, OID.subjectKeyIdentifier);
  return {
    ca: constraints !== undefined && decode(basicConstraints, constraints, label).ca === true,
    usage: usage === undefined ? undefined : decode(keyUsage, usage, label)[1],
    policies:
      policies === undefined ? [] : decode(certificatePolicies, policies, label).map(({ policy }) => policy),
    subjectKeyId: subjectKeyId === undefined ? undefined : decode(keyIdentifier, subjectKeyId, label),
  };
};

/** @throws OutsideFault input-malformed */
export const readCertificate = (der: Uint8Array, label = "certificate"): Certificate => {
  const outer = decode(certificateElement, der, label);
  const tbs = decode(tbsCertificate, outer.tbs, label);
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey({ key: Buffer.from(tbs.publicKey), format: "der", type: "spki" });
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${label}: its public key cannot be read (RFC 5280 4.1.2.7)`, {
      cause,
    });
  }
  return {
    der,
    tbs,
    id: { issuer: tbs.issuer, serial: tbs.serial },
    publicKey,
    notBefore: tbs.validity.notBefore,
    notAfter: tbs.validity.notAfter,
    ...readExtensions(tbs, label),
  };
};

/** Whether `issuer` (DER) is named as the issuer of `subject` (DER) and its key signed it, by any algorithm OpenSSL knows. */
export const isIssuedBy = (subject: Uint8Array, issuer: Uint8Array): boolean => {
  try {
    const child = new X509Certificate(subject);
    const parent = new X509Certificate(issuer);
    return child.issuer === parent.subject && child.verify(parent.publicKey);
  } catch {
    // A certificate that OpenSSL cannot read has issued nothing.
    return false;
  }
};

/** The two letters of C= in a name (DER), when it has exactly one. */
export const countryOf = (name: Uint8Array): string | undefined => {
  const found = decode(nameElement, name, "name")
    .flat()
    .filter(({ type }) => type === OID.country);
  const [only] = found;
  return only === undefined || found.length > 1
    ? undefined
    : new TextDecoder("latin1").decode(only.value.subarray(2));
};

export const sameId = (a: IssuerAndSerial, b: IssuerAndSerial): boolean =>
  Buffer.compare(a.issuer, b.issuer) === 0 && Buffer.compare(a.serial, b.serial) === 0;

export const isSpecimen = (certificate: Certificate): boolean =>
  certificate.policies.includes(OID.specimenPolicy);
