/** EF.DG1: the machine readable zone, lines joined (Doc 9303-10 section 4.7.1, tables 39-42). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, tagged } from "../../bytes/der.ts";
import { asciiContent } from "../../bytes/der-types.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

/** Characters in all: TD1 3x30, TD2 2x36, TD3 2x44. */
const LINE_LENGTHS: Readonly<Record<number, number>> = { 90: 30, 72: 36, 88: 44 };

const dg1 = tagged(
  DATA_GROUP_TAGS[1],
  "DG1",
  fields({ mrz: tagged(0x5f1f, "MRZ", asciiContent({ min: 72, max: 90 })) }),
);

export const writeDg1 = (lines: readonly string[]): Uint8Array => encode(dg1, { mrz: lines.join("") });

/** The lines of the zone. @throws OutsideFault input-malformed */
export const readDg1 = (file: Uint8Array, label = "DG1"): readonly string[] => {
  const { mrz } = decode(dg1, file, label);
  const length = LINE_LENGTHS[mrz.length];
  if (length === undefined || !/^[A-Z0-9<]*$/u.test(mrz))
    throw new OutsideFault(
      "input-malformed",
      `${label}: the zone is not 90, 72 or 88 characters of A-Z, 0-9 and < (Doc 9303-10 4.7.1)`,
    );
  return mrz.match(new RegExp(`.{${length}}`, "gu")) ?? [];
};
