/** A minutiae record of either standard: they share their first eight bytes and part at the length. */
import type { FingerTemplate } from "../../words/finger.ts";
import { readIncits378 } from "./incits378.ts";
import { readMinutiaeRecord } from "./p2.ts";

/**
 * INCITS 378 has a length of two bytes at 8, ISO/IEC 19794-2 one of four, whose upper two are 0 in any record of a hand's
 * fingers; at 23 the first has half of its resolution, the other a zero.
 */
const isIncits378 = (bytes: Uint8Array): boolean =>
  bytes.length > 23 && (bytes[8] !== 0 || bytes[9] !== 0) && bytes[23] !== 0;

/**
 * Every finger view of an ISO/IEC 19794-2:2005 or ANSI INCITS 378-2004 record; at least one. What is neither is refused
 * as an ISO/IEC 19794-2 record. @throws OutsideFault input-malformed
 */
export const readMinutiaeFile = (bytes: Uint8Array, label?: string): readonly FingerTemplate[] =>
  (isIncits378(bytes) ? readIncits378 : readMinutiaeRecord)(bytes, label);
