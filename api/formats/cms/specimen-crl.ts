/** Revocation lists of a specimen authority: what a backend would be given, for tests and for trying out. */
import { Bug } from "../../base/faults.ts";
import { encode } from "../../bytes/der.ts";
import type { Milliseconds } from "../../words/units.ts";
import { SIGNATURE_ALGORITHMS, signatureIdentifier } from "./algorithms.ts";
import { readCertificate } from "./certificate.ts";
import { certificateList, CRL_REASONS, crlReason, tbsCertList, type CrlReason } from "./crl.ts";
import { OID } from "./oids.ts";
import { secretOf, signRepeatably } from "./repeatable-ecdsa.ts";
import { algorithmOfKey } from "./signer.ts";
import type { SpecimenIdentity } from "./specimen.ts";

export interface Revoked {
  /** DER of the certificate that is withdrawn. */
  readonly certificate: Uint8Array;
  readonly date: Milliseconds;
  readonly reason: CrlReason;
}

export interface ListDates {
  readonly thisUpdate: Milliseconds;
  readonly nextUpdate: Milliseconds;
}

/** A whole list (DER) of the authority's CA; by default of none, from 2020 to the end of 2049. */
export const specimenRevocationList = (
  { key, certificate }: SpecimenIdentity,
  revoked: readonly Revoked[] = [],
  {
    thisUpdate = Date.UTC(2020, 0, 1),
    nextUpdate = Date.UTC(2049, 11, 31, 23, 59, 59),
  }: Partial<ListDates> = {},
): Uint8Array => {
  const name = algorithmOfKey(key);
  const { curve, hash } = SIGNATURE_ALGORITHMS[name];
  if (curve === undefined) throw new Bug("specimen lists are signed by elliptic-curve keys");
  const algorithm = signatureIdentifier(name);
  const entries = revoked.map((one) => ({
    serial: readCertificate(one.certificate).tbs.serial,
    date: one.date,
    extensions: [{ id: OID.crlReason, value: encode(crlReason, CRL_REASONS[one.reason]) }],
  }));
  const tbs = encode(tbsCertList, {
    version: 1,
    signature: algorithm,
    issuer: readCertificate(certificate).tbs.subject,
    thisUpdate,
    nextUpdate,
    // RFC 5280 section 5.1.2.6: absent when nothing is revoked.
    ...(entries.length === 0 ? {} : { revoked: entries }),
  });
  return encode(certificateList, {
    tbs,
    algorithm,
    signature: signRepeatably(curve, secretOf(key), tbs, hash),
  });
};
