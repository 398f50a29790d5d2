/**
 * Whom packets are sealed to: the issuers' recipient certificates, each within its validity. Nothing is sealed to one
 * that ran out, and that it will is said days ahead. The intake's side: a recipient key opens packets for a year beyond
 * its certificate, because packets wait.
 */
import { X509Certificate } from "node:crypto";
import { readCertificate, type Certificate } from "../../api/formats/cms/certificate.ts";
import type { RecipientKey } from "../../api/formats/cms/open.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";

const DAY: Milliseconds = 86_400_000;
/** From here on the operator is told to fetch a new certificate. */
export const WARN_DAYS = 30;
/** How long beyond its certificate a recipient key still opens packets. */
export const GRACE: Milliseconds = 365 * DAY;

export interface Validity {
  readonly kind: "valid" | "ends-soon" | "ended" | "not-yet";
  /** Whole days until its end; negative: since then. */
  readonly daysLeft: number;
}

export const validityOf = (
  { notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">,
  now: Milliseconds,
): Validity => {
  const daysLeft = Math.floor((notAfter - now) / DAY);
  if (now < notBefore) return { kind: "not-yet", daysLeft };
  if (now > notAfter) return { kind: "ended", daysLeft };
  return { kind: daysLeft < WARN_DAYS ? "ends-soon" : "valid", daysLeft };
};

interface Read {
  readonly certificate: Certificate;
  /** Its name, one line a part. */
  readonly subject: string;
}

/** By the very bytes, which nobody writes to: whether a packet could be sealed is asked for every screen. */
const known = new WeakMap<Uint8Array, Read>();
const read = (der: Uint8Array): Read => {
  const before = known.get(der);
  if (before !== undefined) return before;
  const certificate = readCertificate(der, "recipient certificate");
  const now = { certificate, subject: new X509Certificate(der).subject };
  known.set(der, now);
  return now;
};

/** Of each issuer (its name in the certificate) the one that is valid longest; a renewal lies beside what it renews. */
const newestByName = (
  certificates: readonly Uint8Array[],
): ReadonlyMap<string, { readonly der: Uint8Array; readonly certificate: Certificate }> => {
  const newest = new Map<string, { der: Uint8Array; certificate: Certificate }>();
  for (const der of certificates) {
    const { certificate, subject } = read(der);
    const before = newest.get(subject);
    if (before === undefined || before.certificate.notAfter < certificate.notAfter)
      newest.set(subject, { der, certificate });
  }
  return newest;
};

/** "CN=..." lines as one. */
export const nameWords = (subject: string): string => subject.split("\n").toReversed().join(", ");

/**
 * The certificates to seal to now: one of each issuer. Throws OutsideFault key-missing when there is none, key-expired
 * when any issuer's has ended: an issuer that is left out silently would not be able to open the packet.
 */
export const recipientsAt = (
  certificates: readonly Uint8Array[],
  now: Milliseconds,
): readonly Uint8Array[] => {
  if (certificates.length === 0)
    throw new OutsideFault(
      "key-missing",
      "No recipient certificate is installed; install the issuer's (kiosk keys recipient).",
    );
  const chosen: Uint8Array[] = [];
  for (const [subject, { der, certificate }] of newestByName(certificates)) {
    const { kind, daysLeft } = validityOf(certificate, now);
    if (kind === "ended")
      throw new OutsideFault(
        "key-expired",
        `The recipient certificate of ${nameWords(subject)} ended ${-daysLeft} days ago; install the issuer's new one, nothing is sealed until then.`,
      );
    const earlier = kind === "not-yet" ? validBefore(certificates, subject, now) : der;
    if (earlier === undefined)
      throw new OutsideFault(
        "key-expired",
        `The recipient certificate of ${nameWords(subject)} is not valid yet; check this machine's clock.`,
      );
    chosen.push(earlier);
  }
  return chosen;
};

/** The certificates whose end matters: of each issuer the one that is valid longest. */
export const newestOfEach = (certificates: readonly Uint8Array[]): readonly Uint8Array[] =>
  [...newestByName(certificates).values()].map(({ der }) => der);

/** A renewal that was installed early waits; what it renews serves until then. */
const validBefore = (
  certificates: readonly Uint8Array[],
  subject: string,
  now: Milliseconds,
): Uint8Array | undefined =>
  certificates.find(
    (der) =>
      read(der).subject === subject &&
      !["ended", "not-yet"].includes(validityOf(read(der).certificate, now).kind),
  );

export interface KeptRecipientKey extends RecipientKey {
  readonly certificate: Certificate;
}

/** The intake's keys that still open packets, newest certificate first. */
export const openingKeysAt = (
  keys: readonly KeptRecipientKey[],
  now: Milliseconds,
): readonly KeptRecipientKey[] =>
  keys
    .filter(({ certificate }) => now <= certificate.notAfter + GRACE)
    .toSorted((a, b) => b.certificate.notAfter - a.certificate.notAfter);
