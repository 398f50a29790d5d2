/** EF.DG7: the displayed signature or usual mark, JPEG (JFIF) or JPEG 2000 (Doc 9303-10 section 4.7.7). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, many, octets, tagged } from "../../bytes/der.ts";
import { naturalContent } from "../../bytes/der-types.ts";
import { readCodestream } from "../codestream.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

const MAX_MARKS = 9;

const dg7 = tagged(
  DATA_GROUP_TAGS[7],
  "DG7",
  fields({
    count: tagged(0x02, "number of instances", naturalContent(MAX_MARKS)),
    marks: many(tagged(0x5f43, "displayed signature", octets({ min: 1 })), { min: 1, max: MAX_MARKS }),
  }),
);

/** Pictures must be JPEG or JPEG 2000; another is refused. @throws OutsideFault policy-refused */
export const writeDg7 = (marks: readonly Uint8Array[]): Uint8Array => {
  for (const mark of marks) {
    const { mediaType } = readCodestream(mark, "signature");
    if (mediaType !== "image/jpeg" && mediaType !== "image/jp2")
      throw new OutsideFault(
        "policy-refused",
        `The signature is ${mediaType}; DG7 takes JPEG or JPEG 2000 only (Doc 9303-10 table 63): encode it as one of these.`,
      );
  }
  return encode(dg7, { count: marks.length, marks });
};

/** @throws OutsideFault input-malformed */
export const readDg7 = (file: Uint8Array, label = "DG7"): readonly Uint8Array[] => {
  const { count, marks } = decode(dg7, file, label);
  if (count !== marks.length)
    throw new OutsideFault(
      "input-malformed",
      `${label}: ${count} marks announced, ${marks.length} there (Doc 9303-10 table 64)`,
    );
  return marks;
};
