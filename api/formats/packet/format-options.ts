/** What an issuing State chooses of its packets' form: strict JSON, the same in a kiosk's configuration and beside samples. */
import { z } from "zod";
import { MAX_TEXT } from "../lds/dg11.ts";
import { PROPOSED_NATIONAL } from "../mrz/national.ts";
import type { SealOptions } from "./seal.ts";

const capital = z.string().regex(/^\p{Lu}$/u, "one capital letter");
const letters = z.string().regex(/^[A-Z]{1,4}$/u, "one to four letters of A-Z");
const text = z
  .string()
  .min(1)
  .refine(
    (value) => new TextEncoder().encode(value).length <= MAX_TEXT,
    `at most ${MAX_TEXT} bytes (Doc 9303-10 table 74)`,
  );

export const formatOptionsSchema = z.strictObject({
  /** Default: ISO/IEC 19794 of 2005, which passports may hold until the end of 2029 (Doc 9303-10 section 4.5.6). */
  generation: z.enum(["iso19794", "iso39794"]).optional(),
  /** Default 1.8. */
  ldsVersion: z.enum(["0107", "0108"]).optional(),
  /** Default true: who has no fingers gets the empty DG3. */
  storesFingerprints: z.boolean().optional(),
  /** Default MRV-A. */
  visaFormat: z.enum(["MRV-A", "MRV-B"]).optional(),
  shortening: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("initials") }),
      z.strictObject({ kind: z.literal("fixed"), letters: z.int().min(1).max(39) }),
    ])
    .optional(),
  /** The State's word on letters that ICAO's table does not have; the others stay as proposed. */
  nationalLetters: z.record(capital, letters).optional(),
  /** Which of several that ICAO's table A offers: Ä as A instead of AE. */
  letterChoices: z.record(capital, letters).optional(),
  /** Present: the issuer asks for DG12, with these. */
  dg12: z
    .strictObject({
      issuingAuthority: text.optional(),
      endorsements: text.optional(),
      taxOrExit: text.optional(),
    })
    .optional(),
});
export type FormatOptions = z.infer<typeof formatOptionsSchema>;

/** Members without those that are undefined. */
const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

export const sealOptionsOf = ({ nationalLetters, letterChoices, ...rest }: FormatOptions): SealOptions => ({
  ...defined(rest),
  transliteration: {
    national: { ...PROPOSED_NATIONAL, ...nationalLetters },
    ...(letterChoices === undefined ? {} : { choices: letterChoices }),
  },
});
