/** EF.COM: versions and the data groups present (Doc 9303-10 section 4.6.1, table 35). */
import { decode, encode, fields, octets, tagged } from "../../bytes/der.ts";
import { asciiContent } from "../../bytes/der-types.ts";
import { OutsideFault } from "../../base/faults.ts";
import { DATA_GROUP_TAGS, EF_COM_TAG, dataGroupOf, type DataGroupNumber } from "./tags.ts";

export const LDS_VERSIONS = ["0107", "0108"] as const;
export type LdsVersion = (typeof LDS_VERSIONS)[number];
/** The version every specimen and reader knows. */
export const UNICODE_VERSION = "040000";

const com = tagged(
  EF_COM_TAG,
  "EF.COM",
  fields({
    ldsVersion: tagged(0x5f01, "LDS version", asciiContent({ min: 4, max: 4 })),
    unicodeVersion: tagged(0x5f36, "Unicode version", asciiContent({ min: 6, max: 6 })),
    tagList: tagged(0x5c, "tag list", octets({ min: 2, max: 16 })),
  }),
);

export interface Com {
  readonly ldsVersion: string;
  readonly unicodeVersion: string;
  readonly dataGroups: readonly DataGroupNumber[];
}

export const writeCom = ({ ldsVersion, unicodeVersion, dataGroups }: Com): Uint8Array =>
  encode(com, {
    ldsVersion,
    unicodeVersion,
    tagList: Uint8Array.from(dataGroups, (n) => DATA_GROUP_TAGS[n]),
  });

/** @throws OutsideFault input-malformed */
export const readCom = (file: Uint8Array, label = "EF.COM"): Com => {
  const { tagList, ...versions } = decode(com, file, label);
  const dataGroups = Array.from(tagList, (tag) => {
    const number = dataGroupOf(tag);
    if (number === undefined)
      throw new OutsideFault(
        "input-malformed",
        `${label}: tag ${tag} is no data group (Doc 9303-10 table 38)`,
      );
    return number;
  });
  if (new Set(dataGroups).size !== dataGroups.length)
    throw new OutsideFault("input-malformed", `${label}: a data group is listed twice (Doc 9303-10 4.6.1)`);
  return { ...versions, dataGroups };
};
