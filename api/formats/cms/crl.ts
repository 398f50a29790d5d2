/** Certificate revocation lists (RFC 5280 section 5): whole ones of one CA; deltas and parts of one are refused. */
import { verify } from "node:crypto";
import { OutsideFault } from "../../base/faults.ts";
import {
  anyElement,
  decode,
  explicit,
  optional,
  sequence,
  sequenceOf,
  tagged,
  type DerOf,
} from "../../bytes/der.ts";
import { bitString, integer, integerBytes, naturalContent, time } from "../../bytes/der-types.ts";
import { sameBytes } from "../../bytes/pieces.ts";
import type { Milliseconds } from "../../words/units.ts";
import { signatureAlgorithmOf, verifySignature, type HashName } from "./algorithms.ts";
import { extension, KEY_USAGE, type Certificate } from "./certificate.ts";
import { OID } from "./oids.ts";
import { algorithmIdentifier } from "./structures.ts";

const MAX_REVOKED = 100_000;

const revokedCertificate = sequence("revokedCertificate", {
  serial: integerBytes,
  date: time,
  extensions: optional(sequenceOf("crlEntryExtensions", extension, { max: 16 })),
});

export const tbsCertList = sequence("TBSCertList", {
  version: optional(integer),
  signature: algorithmIdentifier,
  issuer: anyElement,
  thisUpdate: time,
  nextUpdate: optional(time),
  revoked: optional(sequenceOf("revokedCertificates", revokedCertificate, { max: MAX_REVOKED })),
  extensions: optional(explicit(0xa0, sequenceOf("crlExtensions", extension, { max: 16 }))),
});

export const certificateList = sequence("CertificateList", {
  tbs: anyElement,
  algorithm: algorithmIdentifier,
  signature: bitString,
});

/** RFC 5280 section 5.3.1. */
export const CRL_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
export type CrlReason = keyof typeof CRL_REASONS;
export const crlReason = tagged(0x0a, "CRLReason", naturalContent(10));

export interface RevocationList {
  /** DER of the name. */
  readonly issuer: Uint8Array;
  readonly thisUpdate: Milliseconds;
  readonly nextUpdate: Milliseconds | undefined;
  readonly revoked: readonly {
    readonly serial: Uint8Array;
    readonly date: Milliseconds;
    readonly reason: CrlReason;
  }[];
  readonly outer: DerOf<typeof certificateList>;
}

const reasonOf = (entry: DerOf<typeof revokedCertificate>, label: string): CrlReason => {
  const unknown = entry.extensions?.find(({ id, critical }) => critical === true && id !== OID.crlReason);
  if (unknown !== undefined)
    throw new OutsideFault(
      "input-malformed",
      `${label}: a critical entry extension ${unknown.id} (RFC 5280 5.3)`,
    );
  const given = entry.extensions?.find(({ id }) => id === OID.crlReason);
  const code = given === undefined ? 0 : decode(crlReason, given.value, label);
  const names = Object.keys(CRL_REASONS) as CrlReason[];
  return names.find((name) => CRL_REASONS[name] === code) ?? "unspecified";
};

/** @throws OutsideFault input-malformed; the signature is checked by checkRevocation */
export const readRevocationList = (der: Uint8Array, label = "revocation list"): RevocationList => {
  const outer = decode(certificateList, der, label);
  const tbs = decode(tbsCertList, outer.tbs, label);
  const critical = tbs.extensions?.find((one) => one.critical === true);
  if (critical !== undefined)
    throw new OutsideFault(
      "input-malformed",
      `${label}: critical extension ${critical.id}: a delta or a part of a list (RFC 5280 5.2); give the whole one.`,
    );
  return {
    issuer: tbs.issuer,
    thisUpdate: tbs.thisUpdate,
    nextUpdate: tbs.nextUpdate,
    revoked: (tbs.revoked ?? []).map((entry) => ({
      serial: entry.serial,
      date: entry.date,
      reason: reasonOf(entry, label),
    })),
    outer,
  };
};

const RSA_HASHES: Readonly<Record<string, HashName>> = {
  [OID.sha256WithRsa]: "sha256",
  [OID.sha384WithRsa]: "sha384",
  [OID.sha512WithRsa]: "sha512",
};

const isSignedBy = ({ outer }: RevocationList, { publicKey }: Certificate): boolean => {
  const rsa = RSA_HASHES[outer.algorithm.algorithm];
  if (rsa !== undefined)
    return publicKey.asymmetricKeyType === "rsa" && verify(rsa, outer.tbs, publicKey, outer.signature);
  const name = signatureAlgorithmOf(outer.algorithm, publicKey);
  return name !== undefined && verifySignature(name, publicKey, outer.tbs, outer.signature);
};

/** After these a key may be a thief's, and he states what signing time he likes. */
const STOLEN: readonly CrlReason[] = [
  "unspecified",
  "keyCompromise",
  "cACompromise",
  "aACompromise",
  "certificateHold",
];

const refuse = (why: string): never => {
  throw new OutsideFault("signature-invalid", why);
};

const day = (moment: Milliseconds): string => new Date(moment).toISOString();

/**
 * Whether a certificate was withdrawn, by the list of its issuer. A certificate revoked because it was replaced or put
 * out of service still vouches for what it signed before; one whose key may be stolen vouches for nothing.
 * @returns what the list says, in words
 * @throws OutsideFault signature-invalid: revoked, or no list that can be believed
 */
export const checkRevocation = (
  certificate: Certificate,
  issuers: readonly Certificate[],
  lists: readonly RevocationList[],
  at: { readonly signed: Milliseconds; readonly now?: Milliseconds | undefined },
): string => {
  const list = lists
    .filter(({ issuer }) => sameBytes(issuer, certificate.tbs.issuer))
    .sort((a, b) => b.thisUpdate - a.thisUpdate)[0];
  if (list === undefined) return refuse("no revocation list of the kiosk's CA was given (RFC 5280 6.3)");
  const signers = issuers.filter(
    ({ tbs, usage }) => sameBytes(tbs.subject, list.issuer) && ((usage ?? 0) & KEY_USAGE.crlSign) !== 0,
  );
  if (!signers.some((issuer) => isSignedBy(list, issuer)))
    refuse("the revocation list is not signed by the kiosk's CA (RFC 5280 6.3.3)");
  if (at.now !== undefined && list.nextUpdate !== undefined && list.nextUpdate < at.now)
    refuse(
      `the revocation list ran out on ${day(list.nextUpdate)}: fetch the CA's newest (RFC 5280 5.1.2.5)`,
    );
  if (at.now !== undefined && list.thisUpdate > at.now)
    refuse(`the revocation list is of ${day(list.thisUpdate)}, which is to come: check this machine's clock`);
  const entry = list.revoked.find(({ serial }) => sameBytes(serial, certificate.tbs.serial));
  if (entry === undefined) return `not revoked as of ${day(list.thisUpdate)}`;
  if (STOLEN.includes(entry.reason) || entry.date <= at.signed)
    refuse(`the kiosk's certificate was revoked on ${day(entry.date)} (${entry.reason})`);
  return `revoked on ${day(entry.date)} (${entry.reason}), after it signed this`;
};
