/** Whose key signed the packet, and whether it may: the enrolment CA, the State, the CSCA, revocation, specimens. */
import { OutsideFault } from "../../base/faults.ts";
import { countryOf, isSpecimen, readCertificate, type Certificate } from "../cms/certificate.ts";
import { checkRevocation, readRevocationList } from "../cms/crl.ts";
import { chainsTo, checkChain, type SignedMessage } from "../cms/verify.ts";
import { twoLetterState } from "../mrz/states.ts";
import { fail, type Checks } from "./checks.ts";
import { MANIFEST_SIGNATURE } from "./files.ts";
import type { Manifest } from "./manifest.ts";
import type { VerifyOptions } from "./verify-options.ts";

const refuse = (why: string): never => {
  throw new OutsideFault("policy-refused", why);
};

const anchorsOf = (trust: readonly Uint8Array[]): readonly Certificate[] =>
  trust.map((der) => readCertificate(der, "trusted certificate"));

const checkAnchor = (checks: Checks, signed: SignedMessage, trust: readonly Uint8Array[]): void => {
  const what = "kiosk certificate chains to a trusted enrolment CA";
  if (trust.length === 0) checks.skip(what, "RFC 5280 6.1", "no trusted certificate was given");
  else
    checks.run(what, "RFC 5280 6.1", () =>
      checkChain(
        signed.signer,
        signed.certificates,
        anchorsOf(trust),
        signed.signingTime ?? 0,
        MANIFEST_SIGNATURE,
      ),
    );
};

const UTOPIA = "UT";

/** A kiosk of one State enrols for no other; Utopia's are specimens', for whatever State is tried out. */
const checkState = (checks: Checks, { signer }: SignedMessage, { issuingState }: Manifest): void => {
  const what = "kiosk certificate is of the State that issues";
  const clause = "Doc 9303-12 7.1.1, docs/packet.md";
  const state = twoLetterState(issuingState);
  if (state === undefined) {
    checks.skip(what, clause, `${issuingState} has no two-letter code`);
    return;
  }
  checks.run(
    what,
    clause,
    () => {
      const country = countryOf(signer.tbs.subject)?.toUpperCase();
      const specimen = country === UTOPIA && isSpecimen(signer);
      if (country !== state && !specimen)
        fail(
          `the kiosk's certificate says C=${country ?? "nothing"}, the packet is for ${issuingState} (${state})`,
        );
      return country === state ? `C=${state}` : `C=${UTOPIA}, a specimen for ${issuingState}`;
    },
    String,
  );
};

const checkApart = (checks: Checks, signed: SignedMessage, { csca, trust }: VerifyOptions): void => {
  const what = "kiosk certificate does not chain to the State's CSCA";
  const clause = "Doc 9303-12 (a kiosk is no Document Signer)";
  if (csca === undefined) checks.skip(what, clause, "no CSCA was given");
  else
    checks.run(what, clause, () => {
      if (chainsTo(signed, csca, trust))
        refuse(
          "the kiosk's certificate chains to a CSCA: such a kiosk could make passports; issue its certificate from the enrolment CA.",
        );
    });
};

const checkRevoked = (checks: Checks, signed: SignedMessage, options: VerifyOptions): void => {
  const what = "kiosk certificate is not revoked";
  const { crls, trust = [], now } = options;
  if (crls === undefined || crls.length === 0) {
    checks.skip(what, "RFC 5280 6.3", "no revocation list was given");
    return;
  }
  checks.run(
    what,
    "RFC 5280 6.3",
    () =>
      checkRevocation(
        signed.signer,
        [...anchorsOf(trust), ...signed.certificates],
        crls.map((der) => readRevocationList(der)),
        { signed: signed.signingTime ?? 0, now },
      ),
    String,
  );
};

/** Adds one line for each question. */
export const checkTrust = (
  checks: Checks,
  signed: SignedMessage,
  manifest: Manifest,
  options: VerifyOptions,
): void => {
  checkAnchor(checks, signed, options.trust ?? []);
  checkState(checks, signed, manifest);
  checkApart(checks, signed, options);
  checkRevoked(checks, signed, options);
  checks.run(
    "certificates are in earnest, or specimens are accepted here",
    "docs/packet.md, specimen policy",
    () => {
      if (options.acceptSpecimens === false && isSpecimen(signed.signer)) refuse("a specimen's certificate");
    },
  );
};
