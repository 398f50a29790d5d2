/** EF.DG3: one image a template, each with its finger (Doc 9303-10 section 4.7.3). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, octets, optional, tagged } from "../../bytes/der.ts";
import type { FingerPosition } from "../../words/characteristic.ts";
import { groupOf, templateGroup, templatesOf, type Generation } from "./biometric-template.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

/** Sub-types of table 49: bits 2-1 right 01 or left 10, bits 5-3 thumb 1 .. little 5. */
export const FINGER_SUBTYPES: Readonly<Record<FingerPosition, number>> = {
  "right-thumb": 0x05,
  "right-index": 0x09,
  "right-middle": 0x0d,
  "right-ring": 0x11,
  "right-little": 0x15,
  "left-thumb": 0x06,
  "left-index": 0x0a,
  "left-middle": 0x0e,
  "left-ring": 0x12,
  "left-little": 0x16,
};

export const fingerOfSubtype = (subtype: number): FingerPosition | undefined =>
  (Object.keys(FINGER_SUBTYPES) as FingerPosition[]).find((finger) => FINGER_SUBTYPES[finger] === subtype);

const dg3 = tagged(
  DATA_GROUP_TAGS[3],
  "DG3",
  fields({
    group: templateGroup,
    filler: optional(tagged(0x53, "issuer-defined content", octets({ min: 1, max: 64 }))),
  }),
);

export interface FingerBlock {
  readonly position: FingerPosition;
  readonly generation: Generation;
  readonly block: Uint8Array;
}

/** Bytes of random filler that keep the hash of an empty DG3 from being constant (4.7.3.2.2). */
export const EMPTY_DG3_FILLER = 8;

export const writeDg3 = (fingers: readonly FingerBlock[]): Uint8Array =>
  encode(dg3, {
    group: groupOf(
      "finger",
      fingers.map(({ position, ...rest }) => ({ ...rest, subtype: FINGER_SUBTYPES[position] })),
    ),
  });

/** The form of a State that stores fingerprints, for a holder without any (table 50). */
export const writeEmptyDg3 = (filler: Uint8Array): Uint8Array =>
  encode(dg3, { group: groupOf("finger", []), filler });

/** @throws OutsideFault input-malformed */
export const readDg3 = (file: Uint8Array, label = "DG3"): readonly FingerBlock[] => {
  const { group, filler } = decode(dg3, file, label);
  const refuse = (why: string): never => {
    throw new OutsideFault("input-malformed", `${label}: ${why}`);
  };
  const fingers = templatesOf("finger", group, label).map(({ generation, subtype, block }) => {
    if (subtype === undefined) return refuse("a finger without sub-type (Doc 9303-10 table 47 requires it)");
    const position = fingerOfSubtype(subtype);
    return {
      position: position ?? refuse(`sub-type ${subtype} is no finger (Doc 9303-10 table 49)`),
      generation,
      block,
    };
  });
  if (filler !== undefined && fingers.length > 0) refuse("filler beside fingers (Doc 9303-10 table 50)");
  return fingers;
};
