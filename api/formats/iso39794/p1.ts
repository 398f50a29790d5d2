/** Blocks that the parts of ISO/IEC 39794 share (39794-1, ICAO's profile; see NOTICE.md). IMPLICIT TAGS, DER. */
import { Bug } from "../../base/faults.ts";
import {
  choice,
  explicit,
  fields,
  listOf,
  octets,
  optional,
  sequence,
  tagged,
  type Der,
  type OptionalDer,
} from "../../bytes/der.ts";
import { booleanContent, naturalContent } from "../../bytes/der-types.ts";
import { concat, piece } from "../../bytes/pieces.ts";
import { checkTree, readElement } from "../../bytes/tlv.ts";
import type { Milliseconds } from "../../words/units.ts";

/** `field [n] INTEGER`. */
export const natural = (n: number, name: string, max?: number): Der<number> =>
  tagged(0x80 + n, name, naturalContent(max));

export const flag = (n: number, name: string): Der<boolean> => tagged(0x80 + n, name, booleanContent);

export const bytes = (n: number, name: string): Der<Uint8Array> => tagged(0x80 + n, name, octets());

/** `field [n] SEQUENCE`. */
export const block = (n: number): number => 0xa0 + n;

const CLASS = 0xc0;
const CONTEXT = 0x80;
const NUMBER = 0x1f;
const MAX_EXTENSIONS = 64;

/**
 * What later editions or makers add after field `last` ("..." in the schema): kept byte for byte, so that a record
 * from elsewhere is read and written back as it was. Its tags ascend beyond the last known one, and it is DER.
 */
export const extensions = (last: number): OptionalDer<readonly Uint8Array[]> =>
  optional({
    name: "extension",
    starts: () => true,
    read: (from) => {
      const kept: Uint8Array[] = [];
      let before = last;
      while (from.left > 0) {
        const { tag, at, whole } = readElement(from);
        const number = tag & NUMBER;
        if (tag > 0xff || (tag & CLASS) !== CONTEXT || number <= before || kept.length === MAX_EXTENSIONS)
          from.refuse(`tag ${tag.toString(16).toUpperCase()} after field ${before} (ISO/IEC 39794)`, at);
        checkTree(whole, `${from.label}, extension at offset ${at}`);
        kept.push(whole);
        before = number;
      }
      return kept;
    },
    write: (kept) => concat(kept.map(piece)),
  });

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
  tagged(0xa1, name, fields({ fallback: enumeration(0, name, table), extensions: extensions(0) }));

/** `field [n] CHOICE { extensionBlock [1] { fallback [0] ENUMERATED } }`: how ICAO's profile writes most codes. */
export const fallback = <const T extends Codes>(n: number, name: string, table: T) =>
  explicit(block(n), fallbackOf(name, table));

/** 39794-1: first generation of extensible records, edition of 2019. */
export const VERSION = { generation: 3, year: 2019 } as const;

export const versionBlock = tagged(
  block(0),
  "VersionBlock",
  fields({
    generation: natural(0, "generation", 65535),
    year: natural(1, "year", 9999),
    extensions: extensions(1),
  }),
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

const registryFields = {
  organization: natural(0, "organization", 65535),
  id: natural(1, "id", 65535),
};
export const registryId = fields(registryFields);

export const registryIds = listOf(sequence("RegistryIdBlock", registryFields), { max: 64 });

const failure = tagged(
  block(1),
  "scoringError",
  fields({
    extensionBlock: tagged(
      0xa1,
      "ScoringErrorExtensionBlock",
      fields({
        fallback: enumeration(0, "ScoringErrorCode", { failureToAssess: 0 }),
        extensions: extensions(0),
      }),
    ),
  }),
);

/** A score of 0..100, or that there is none. */
export const scoreOrError = choice("ScoreOrError", { score: natural(0, "score", 100), error: failure });

/** Quality by a registered algorithm. */
export const qualityBlock = sequence("QualityBlock", {
  algorithmId: tagged(block(0), "RegistryIdBlock", registryId),
  result: explicit(block(1), scoreOrError),
  extensions: extensions(1),
});
export const qualityBlocks = listOf(qualityBlock, { max: 64 });
