/** Data groups 11 and 12 begin with the list of the elements they hold (Doc 9303-10 tables 71 and 73). */
import { OutsideFault } from "../../base/faults.ts";
import { sameBytes } from "../../bytes/pieces.ts";

const tagBytes = (tag: number): number[] => (tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]);

/** The list for these fields, in the order of the table. */
export const tagListOf = (tags: Readonly<Record<string, number>>, value: object): Uint8Array =>
  Uint8Array.from(
    Object.entries(tags).flatMap(([key, tag]) =>
      (value as Readonly<Record<string, unknown>>)[key] === undefined ? [] : tagBytes(tag),
    ),
  );

/** Refuses a list that names other elements than those there. */
export const checkTagList = (given: Uint8Array, expected: Uint8Array, label: string): void => {
  if (!sameBytes(given, expected))
    throw new OutsideFault(
      "input-malformed",
      `${label}: the tag list and the elements differ (Doc 9303-10 4.7.11)`,
    );
};
