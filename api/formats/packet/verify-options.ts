/** What an opened packet is held against. */
import type { Milliseconds } from "../../words/units.ts";

export interface VerifyOptions {
  /** Enrolment CAs, or kiosk certificates, that are trusted (DER). Without any, the chain is not checked. */
  readonly trust?: readonly Uint8Array[];
  /** The State's CSCA certificates (DER): a kiosk certificate that chains to one of them is refused. */
  readonly csca?: readonly Uint8Array[];
  /** Revocation lists of the enrolment CAs (DER). */
  readonly crls?: readonly Uint8Array[];
  /** The time of this verification: lists that ran out are refused; without it their age is not looked at. */
  readonly now?: Milliseconds;
  /** Specimen certificates are refused unless this is true. Default true, as for verification by hand. */
  readonly acceptSpecimens?: boolean;
}
