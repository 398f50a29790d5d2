/** What a recipient opens packets with. */
import type { KeyObject } from "node:crypto";
import type { Certificate } from "./certificate.ts";

export interface RecipientKey {
  readonly key: KeyObject;
  /** Finds the right one of several recipients at once; without it each is tried. */
  readonly certificate?: Certificate;
  /** Decapsulation key of ML-KEM-768 (FIPS 203, 2,400 bytes), for packets sealed with one. */
  readonly mlKem768?: Uint8Array;
}
