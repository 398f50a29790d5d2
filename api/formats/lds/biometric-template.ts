/** Biometric information templates, nested even for one (Doc 9303-10 tables 44, 47 and 50; ISO/IEC 7816-11). */
import { OutsideFault } from "../../base/faults.ts";
import { choice, fields, many, octets, optional, tagged, type DerOf } from "../../bytes/der.ts";
import { naturalContent } from "../../bytes/der-types.ts";

/** ISO/IEC JTC 1/SC 37. */
export const FORMAT_OWNER = 0x0101;
/** Format types under that owner, by generation. */
export const FORMAT_TYPES = {
  iso19794: { face: 0x0008, finger: 0x0007 },
  iso39794: { face: 0x002a, finger: 0x0028 },
} as const;
/** CBEFF biometric types. */
export const BIOMETRIC_TYPES = { face: 0x02, finger: 0x08 } as const;

/** 5F2E holds first editions of ISO/IEC 19794, 7F2E holds ISO/IEC 39794 (table 1 of section 4.5.6). */
export type Generation = keyof typeof FORMAT_TYPES;

const header = tagged(
  0xa1,
  "biometric header template",
  fields({
    version: optional(tagged(0x80, "header version", octets({ min: 2, max: 2 }))),
    type: optional(tagged(0x81, "biometric type", naturalContent(0xffffff))),
    subtype: optional(tagged(0x82, "biometric sub-type", octets({ min: 1, max: 1 }))),
    created: optional(tagged(0x83, "creation date and time", octets({ min: 7, max: 7 }))),
    validity: optional(tagged(0x85, "validity period", octets({ min: 8, max: 8 }))),
    creator: optional(tagged(0x86, "creator", octets({ min: 2, max: 4 }))),
    formatOwner: tagged(0x87, "format owner", octets({ min: 2, max: 2 })),
    formatType: tagged(0x88, "format type", octets({ min: 2, max: 2 })),
  }),
);

const template = tagged(
  0x7f60,
  "biometric information template",
  fields({
    header,
    block: choice("biometric data block", {
      iso19794: tagged(0x5f2e, "biometric data block", octets({ min: 1 })),
      iso39794: tagged(0x7f2e, "biometric data block", octets({ min: 1 })),
    }),
  }),
);

const MAX_INSTANCES = 16;

export const templateGroup = tagged(
  0x7f61,
  "biometric information group template",
  fields({
    count: tagged(0x02, "number of instances", naturalContent(MAX_INSTANCES)),
    templates: many(template, { max: MAX_INSTANCES }),
  }),
);

export interface BiometricTemplate {
  readonly generation: Generation;
  /** CBEFF sub-type octet; required for fingers. */
  readonly subtype?: number;
  /** The optional biometric type (81) is written unless this is false; foreign files leave it out. */
  readonly typed?: boolean;
  /** Content of the data object 5F2E or 7F2E. */
  readonly block: Uint8Array;
}

const word = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
const wordOf = (octets: Uint8Array): number => (octets[0] ?? 0) * 256 + (octets[1] ?? 0);

/** The group's value for templates of one kind. */
export const groupOf = (
  kind: keyof typeof BIOMETRIC_TYPES,
  templates: readonly BiometricTemplate[],
): DerOf<typeof templateGroup> => ({
  count: templates.length,
  templates: templates.map(({ generation, subtype, typed = true, block }) => ({
    header: {
      ...(typed ? { type: BIOMETRIC_TYPES[kind] } : {}),
      ...(subtype === undefined ? {} : { subtype: Uint8Array.of(subtype) }),
      formatOwner: word(FORMAT_OWNER),
      formatType: word(FORMAT_TYPES[generation][kind]),
    },
    block: { kind: generation, value: block },
  })),
});

/** Checks what the declaration cannot say: count, type, format, one generation only. */
export const templatesOf = (
  kind: keyof typeof BIOMETRIC_TYPES,
  group: DerOf<typeof templateGroup>,
  label: string,
): readonly BiometricTemplate[] => {
  const refuse = (why: string): never => {
    throw new OutsideFault("input-malformed", `${label}: ${why}`);
  };
  if (group.count !== group.templates.length)
    refuse(`${group.count} instances announced, ${group.templates.length} there (Doc 9303-10 4.7.3.2)`);
  return group.templates.map(({ header, block }) => {
    const generation = block.kind;
    const expected = FORMAT_TYPES[generation][kind];
    if (header.type !== undefined && header.type !== BIOMETRIC_TYPES[kind])
      refuse(`biometric type ${header.type} where ${kind} is ${BIOMETRIC_TYPES[kind]} (ISO/IEC 7816-11)`);
    if (wordOf(header.formatOwner) !== FORMAT_OWNER || wordOf(header.formatType) !== expected)
      refuse(
        `format ${wordOf(header.formatOwner)}/${wordOf(header.formatType)} where ${FORMAT_OWNER}/${expected} is due (Doc 9303-10 4.5.6)`,
      );
    if (generation !== group.templates[0]?.block.kind)
      refuse("two generations of records mixed (Doc 9303-10 4.5.6)");
    const subtype = header.subtype?.[0];
    return {
      generation,
      ...(subtype === undefined ? {} : { subtype }),
      ...(header.type === undefined ? { typed: false } : {}),
      block: block.value,
    };
  });
};
