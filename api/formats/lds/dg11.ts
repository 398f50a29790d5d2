/** EF.DG11: additional personal details in national characters (Doc 9303-10 section 4.7.11, tables 71 and 72). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, many, octets, optional, tagged, type DerOf } from "../../bytes/der.ts";
import { asciiContent, naturalContent, utf8Content } from "../../bytes/der-types.ts";
import { checkTagList, tagListOf } from "./listed.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

/** Bytes, not characters. */
export const MAX_TEXT = 99;
const MAX_CUSTODY = 999;

const TAGS = {
  fullName: 0x5f0e,
  otherNames: 0x5f0f,
  personalNumber: 0x5f10,
  birthDate: 0x5f2b,
  birthPlace: 0x5f11,
  address: 0x5f42,
  telephone: 0x5f12,
  profession: 0x5f13,
  title: 0x5f14,
  summary: 0x5f15,
  proofOfCitizenship: 0x5f16,
  otherDocuments: 0x5f17,
  custody: 0x5f18,
} as const;

const text = (tag: number, name: string, max = MAX_TEXT) =>
  optional(tagged(tag, name, utf8Content({ min: 1, max })));

const dg11 = tagged(
  DATA_GROUP_TAGS[11],
  "DG11",
  fields({
    tagList: tagged(0x5c, "tag list", octets({ max: 64 })),
    fullName: text(TAGS.fullName, "full name"),
    otherNames: optional(
      tagged(
        0xa0,
        "other names",
        fields({
          count: tagged(0x02, "number of other names", naturalContent(9)),
          names: many(tagged(TAGS.otherNames, "other name", utf8Content({ min: 1, max: MAX_TEXT })), {
            max: 9,
          }),
        }),
      ),
    ),
    personalNumber: text(TAGS.personalNumber, "personal number"),
    birthDate: optional(tagged(TAGS.birthDate, "full date of birth", asciiContent({ min: 8, max: 8 }))),
    birthPlace: text(TAGS.birthPlace, "place of birth"),
    address: text(TAGS.address, "address"),
    telephone: text(TAGS.telephone, "telephone"),
    profession: text(TAGS.profession, "profession"),
    title: text(TAGS.title, "title"),
    summary: text(TAGS.summary, "personal summary"),
    proofOfCitizenship: optional(tagged(TAGS.proofOfCitizenship, "proof of citizenship", octets({ min: 1 }))),
    otherDocuments: text(TAGS.otherDocuments, "other travel documents"),
    custody: text(TAGS.custody, "custody information", MAX_CUSTODY),
  }),
);

type Fields = DerOf<typeof dg11>;
export type Dg11 = Omit<Fields, "tagList" | "otherNames"> & {
  readonly otherNames?: readonly string[] | undefined;
};

export const writeDg11 = ({ otherNames, ...rest }: Dg11): Uint8Array => {
  const value = {
    ...rest,
    ...(otherNames === undefined ? {} : { otherNames: { count: otherNames.length, names: otherNames } }),
  };
  return encode(dg11, { ...value, tagList: tagListOf(TAGS, value) });
};

/** @throws OutsideFault input-malformed */
export const readDg11 = (file: Uint8Array, label = "DG11"): Dg11 => {
  const { tagList, otherNames, ...rest } = decode(dg11, file, label);
  checkTagList(tagList, tagListOf(TAGS, { ...rest, otherNames }), label);
  if (otherNames !== undefined && otherNames.count !== otherNames.names.length)
    throw new OutsideFault(
      "input-malformed",
      `${label}: ${otherNames.count} other names announced, ${otherNames.names.length} there (Doc 9303-10 table 71)`,
    );
  if (rest.birthDate !== undefined && !/^\d{8}$/u.test(rest.birthDate))
    throw new OutsideFault(
      "input-malformed",
      `${label}: the date of birth is not eight digits (Doc 9303-10 table 72)`,
    );
  return { ...rest, ...(otherNames === undefined ? {} : { otherNames: otherNames.names }) };
};
