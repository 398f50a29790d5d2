/** EF.DG12: additional document details, where the issuer asks for them (Doc 9303-10 section 4.7.12, tables 73 and 74). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, many, octets, optional, tagged, type DerOf } from "../../bytes/der.ts";
import { asciiContent, naturalContent, utf8Content } from "../../bytes/der-types.ts";
import { MAX_TEXT } from "./dg11.ts";
import { checkTagList, tagListOf } from "./listed.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

const TAGS = {
  issuingAuthority: 0x5f19,
  issueDate: 0x5f26,
  otherPersons: 0x5f1a,
  endorsements: 0x5f1b,
  taxOrExit: 0x5f1c,
  frontImage: 0x5f1d,
  rearImage: 0x5f1e,
  personalisedAt: 0x5f55,
  personalisationSystem: 0x5f56,
} as const;

const text = (tag: number, name: string) =>
  optional(tagged(tag, name, utf8Content({ min: 1, max: MAX_TEXT })));
const digits = (tag: number, name: string, length: number) =>
  optional(tagged(tag, name, asciiContent({ min: length, max: length })));
const picture = (tag: number, name: string) => optional(tagged(tag, name, octets({ min: 1 })));

const dg12 = tagged(
  DATA_GROUP_TAGS[12],
  "DG12",
  fields({
    tagList: tagged(0x5c, "tag list", octets({ max: 64 })),
    issuingAuthority: text(TAGS.issuingAuthority, "issuing authority"),
    issueDate: digits(TAGS.issueDate, "date of issue", 8),
    otherPersons: optional(
      tagged(
        0xa0,
        "other persons",
        fields({
          count: tagged(0x02, "number of other persons", naturalContent(9)),
          names: many(tagged(TAGS.otherPersons, "other person", utf8Content({ min: 1, max: MAX_TEXT })), {
            max: 9,
          }),
        }),
      ),
    ),
    endorsements: text(TAGS.endorsements, "endorsements"),
    taxOrExit: text(TAGS.taxOrExit, "tax or exit requirements"),
    frontImage: picture(TAGS.frontImage, "front of document"),
    rearImage: picture(TAGS.rearImage, "rear of document"),
    personalisedAt: digits(TAGS.personalisedAt, "time of personalisation", 14),
    personalisationSystem: text(TAGS.personalisationSystem, "personalisation system"),
  }),
);

type Fields = DerOf<typeof dg12>;
export type Dg12 = Omit<Fields, "tagList" | "otherPersons"> & {
  readonly otherPersons?: readonly string[] | undefined;
};

export const writeDg12 = ({ otherPersons, ...rest }: Dg12): Uint8Array => {
  const value = {
    ...rest,
    ...(otherPersons === undefined
      ? {}
      : { otherPersons: { count: otherPersons.length, names: otherPersons } }),
  };
  return encode(dg12, { ...value, tagList: tagListOf(TAGS, value) });
};

/** @throws OutsideFault input-malformed */
export const readDg12 = (file: Uint8Array, label = "DG12"): Dg12 => {
  const { tagList, otherPersons, ...rest } = decode(dg12, file, label);
  checkTagList(tagList, tagListOf(TAGS, { ...rest, otherPersons }), label);
  if (otherPersons !== undefined && otherPersons.count !== otherPersons.names.length)
    throw new OutsideFault(
      "input-malformed",
      `${label}: ${otherPersons.count} persons announced, ${otherPersons.names.length} there (Doc 9303-10 table 73)`,
    );
  for (const value of [rest.issueDate, rest.personalisedAt])
    if (value !== undefined && !/^\d+$/u.test(value))
      throw new OutsideFault("input-malformed", `${label}: a date is not digits (Doc 9303-10 table 74)`);
  return { ...rest, ...(otherPersons === undefined ? {} : { otherPersons: otherPersons.names }) };
};
