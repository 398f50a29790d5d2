/** Blocks that the parts of ISO/IEC 39794 share (39794-1, ICAO's profile; see NOTICE.md). IMPLICIT TAGS, DER. */
import { Bug } from "../../base/faults.ts";
import { explicit, fields, listOf, octets, optional, sequence, tagged, type Der } from "../../bytes/der.ts";
import { booleanContent, naturalContent } from "../../bytes/der-types.ts";
import type { Milliseconds } from "../../words/units.ts";

/** `field [n] INTEGER`. */
export const natural = (n: number, name: string, max?: number): Der<number> =>
  tagged(0x80 + n, name, naturalContent(max));

export const flag = (n: number, name: string): Der<boolean> => tagged(0x80 + n, name, booleanContent);

export const bytes = (n: number, name: string): Der<Uint8Array> => tagged(0x80 + n, name, octets());

/** `field [n] SEQUENCE`. */
export const block = (n: number): number => 0xa0 + n;

type Codes = Readonly<Record<string, number>>;

/** `field [n] ENUMERATED` by its names. */
export const enumeration = <const T extends Codes>(
  n: number,
  name: string,
  table: T,
): Der<keyof T & string> => {
  const number = natural(n, name, 0xff);
  const names = new Map(Object.entries(table).map(([key, code]) => [code, key as keyof T & string]));
  return {
    ...number,
    read: (from) => {
      const at = from.at;
      const code = number.read(from);
      return names.get(code) ?? from.refuse(`${name} ${code} is not in the schema (ISO/IEC 39794)`, at);
    },
    write: (key) => {
      const code = table[key];
      if (code === undefined) throw new Bug(`${name} ${key} is not in the schema`);
      return number.write(code);
    },
  };
};

/** `field [n] CHOICE { code [0] ENUMERATED }`. */
export const code = <const T extends Codes>(n: number, name: string, table: T): Der<keyof T & string> =>
  explicit(block(n), enumeration(0, name, table));

const fallbackOf = <const T extends Codes>(name: string, table: T) =>
  tagged(0xa1, name, fields({ fallback: enumeration(0, name, table) }));

/** `field [n] CHOICE { extensionBlock [1] { fallback [0] ENUMERATED } }`: how ICAO's profile writes most codes. */
export const fallback = <const T extends Codes>(n: number, name: string, table: T) =>
  explicit(block(n), fallbackOf(name, table));

/** 39794-1: first generation of extensible records, edition of 2019. */
export const VERSION = { generation: 3, year: 2019 } as const;

export const versionBlock = tagged(
  block(0),
  "VersionBlock",
  fields({ generation: natural(0, "generation", 65535), year: natural(1, "year", 9999) }),
);

export const dateTime = fields({
  year: natural(0, "year", 9999),
  month: optional(natural(1, "month", 12)),
  day: optional(natural(2, "day", 31)),
  hour: optional(natural(3, "hour", 23)),
  minute: optional(natural(4, "minute", 59)),
  second: optional(natural(5, "second", 59)),
  millisecond: optional(natural(6, "millisecond", 999)),
});

/** Whole seconds, UTC. */
export const dateTimeOf = (moment: Milliseconds) => {
  const date = new Date(moment);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
};

export const registryId = fields({
  organization: natural(0, "organization", 65535),
  id: natural(1, "id", 65535),
});

/** Quality as a score of 0..100 by a registered algorithm; scoring errors are not written by us and not read. */
export const qualityBlock = sequence("QualityBlock", {
  algorithmId: tagged(block(0), "RegistryIdBlock", registryId),
  score: explicit(block(1), natural(0, "score", 100)),
});
export const qualityBlocks = listOf(qualityBlock, { max: 16 });
