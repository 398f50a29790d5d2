/**
 * A whole specimen authority from a seed: enrolment CA, kiosk, backend and receipt certificates, the same bytes every
 * time. Every certificate carries the specimen policy (OID.specimenPolicy); none has any worth.
 */
import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { Bug } from "../../base/faults.ts";
import { seededRandom, type RandomSource } from "../../base/random.ts";
import { encode, tagged } from "../../bytes/der.ts";
import { asciiContent, printableString, utf8String } from "../../bytes/der-types.ts";
import type { Milliseconds } from "../../words/units.ts";
import { SIGNATURE_ALGORITHMS, signatureIdentifier } from "./algorithms.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  certificateElement,
  certificatePolicies,
  KEY_USAGE,
  keyIdentifier,
  keyUsage,
  nameElement,
  tbsCertificate,
} from "./certificate.ts";
import { CURVES, pointOf, type Curve } from "./key-agreement.ts";
import { OID } from "./oids.ts";
import { ORDERS, secretOf, signRepeatably } from "./repeatable-ecdsa.ts";
import { algorithmOfKey } from "./signer.ts";

export interface SpecimenIdentity {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

export interface SpecimenAuthority {
  readonly ca: SpecimenIdentity;
  /** Signs packets and SODs. */
  readonly kiosk: SpecimenIdentity;
  /** Opens packets (key agreement). */
  readonly backend: SpecimenIdentity;
  /** A second recipient, the State's own archive. */
  readonly archive: SpecimenIdentity;
  /** Signs receipts. */
  readonly receipt: SpecimenIdentity;
}

export interface SpecimenOptions {
  readonly seed: string;
  /** Two letters; UT, for Utopia, as specimens have it (Doc 9303-3 section 5, part G). */
  readonly country?: string;
  readonly curve?: Curve;
  readonly notBefore?: Milliseconds;
  readonly notAfter?: Milliseconds;
}

const country = tagged(0x13, "country", asciiContent({ min: 2, max: 2 }));

const keyFrom = (random: RandomSource, label: string, curve: Curve): KeyObject => {
  const length = CURVES[curve].bytes;
  for (let tries = 0; tries < 64; tries += 1) {
    const secret = random(label, length);
    const value = BigInt(`0x${Buffer.from(secret).toString("hex")}`);
    if (value === 0n || value >= ORDERS[curve]) continue;
    const ecdh = createECDH(curve);
    ecdh.setPrivateKey(secret);
    const point = ecdh.getPublicKey();
    const coordinate = (at: number): string =>
      point.subarray(1 + at * length, 1 + (at + 1) * length).toString("base64url");
    const crv = curve === "prime256v1" ? "P-256" : "P-384";
    const jwk = {
      kty: "EC",
      crv,
      d: Buffer.from(secret).toString("base64url"),
      x: coordinate(0),
      y: coordinate(1),
    };
    return createPrivateKey({ key: jwk, format: "jwk" });
  }
  throw new Bug("the seed gives no usable key");
};

const nameOf = (countryCode: string, commonName: string): Uint8Array =>
  encode(nameElement, [
    [{ type: OID.country, value: encode(country, countryCode) }],
    [{ type: OID.organization, value: encode(utf8String, "SPECIMEN - NO VALUE") }],
    [{ type: OID.commonName, value: encode(printableString, commonName) }],
  ]);

/** RFC 5280 section 4.2.1.2, method 1. */
const keyIdOf = (key: KeyObject): Uint8Array => createHash("sha1").update(pointOf(key)).digest();

/** Trailing zero bits of the octet are cut (X.690 section 11.2.2). */
const usageBits = (bits: number): Uint8Array => {
  let unused = 0;
  while (((bits >> unused) & 1) === 0) unused += 1;
  return Uint8Array.of(unused, bits);
};

interface ToIssue {
  readonly subject: Uint8Array;
  readonly key: KeyObject;
  readonly usage: number;
  readonly ca: boolean;
}

interface Issuer {
  readonly name: Uint8Array;
  readonly key: KeyObject;
  readonly random: RandomSource;
  readonly notBefore: Milliseconds;
  readonly notAfter: Milliseconds;
}

const extensionsOf = (what: ToIssue, issuer: Issuer) => [
  ...(what.ca
    ? [
        {
          id: OID.basicConstraints,
          critical: true,
          value: encode(basicConstraints, { ca: true, pathLength: 0 }),
        },
      ]
    : []),
  { id: OID.keyUsage, critical: true, value: encode(keyUsage, usageBits(what.usage)) },
  { id: OID.certificatePolicies, value: encode(certificatePolicies, [{ policy: OID.specimenPolicy }]) },
  { id: OID.subjectKeyIdentifier, value: encode(keyIdentifier, keyIdOf(createPublicKey(what.key))) },
  {
    id: OID.authorityKeyIdentifier,
    value: encode(authorityKeyIdentifier, { keyIdentifier: keyIdOf(createPublicKey(issuer.key)) }),
  },
];

const issue = (what: ToIssue, issuer: Issuer): SpecimenIdentity => {
  const name = algorithmOfKey(issuer.key);
  const { curve, hash } = SIGNATURE_ALGORITHMS[name];
  if (curve === undefined) throw new Bug("specimen certificates are signed by elliptic-curve keys");
  const algorithm = signatureIdentifier(name);
  const serial = issuer.random("serial", 16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const tbs = encode(tbsCertificate, {
    version: 2,
    serial,
    signature: algorithm,
    issuer: issuer.name,
    validity: { notBefore: issuer.notBefore, notAfter: issuer.notAfter },
    subject: what.subject,
    publicKey: createPublicKey(what.key).export({ type: "spki", format: "der" }),
    extensions: extensionsOf(what, issuer),
  });
  const signature = signRepeatably(curve, secretOf(issuer.key), tbs, hash);
  return { key: what.key, certificate: encode(certificateElement, { tbs, algorithm, signature }) };
};

/** Valid from 2020 to the end of 2049 unless said otherwise, so that every recording's clock falls within. */
export const specimenAuthority = ({
  seed,
  country = "UT",
  curve = "prime256v1",
  notBefore = Date.UTC(2020, 0, 1),
  notAfter = Date.UTC(2049, 11, 31, 23, 59, 59),
}: SpecimenOptions): SpecimenAuthority => {
  const random = seededRandom(seed);
  const caKey = keyFrom(random, "ca", curve);
  const name = nameOf(country, "Specimen Enrolment CA");
  const issuer = { name, key: caKey, random, notBefore, notAfter };
  const end = (commonName: string, usage: number): SpecimenIdentity =>
    issue(
      { subject: nameOf(country, commonName), key: keyFrom(random, commonName, curve), usage, ca: false },
      issuer,
    );
  return {
    ca: issue(
      { subject: name, key: caKey, usage: KEY_USAGE.keyCertSign | KEY_USAGE.crlSign, ca: true },
      issuer,
    ),
    kiosk: end("Specimen Kiosk", KEY_USAGE.digitalSignature),
    backend: end("Specimen Issuance Backend", KEY_USAGE.keyAgreement),
    archive: end("Specimen State Archive", KEY_USAGE.keyAgreement),
    receipt: end("Specimen Receipt Key", KEY_USAGE.digitalSignature),
  };
};
