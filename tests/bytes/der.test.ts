import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import { crc32 } from "../../api/bytes/crc.ts";
import {
  anyElement,
  choice,
  decode,
  encode,
  explicit,
  optional,
  sequence,
  sequenceOf,
  setOf,
  tagged,
} from "../../api/bytes/der.ts";
import {
  asciiContent,
  bitString,
  boolean,
  integer,
  integerBytes,
  integerContent,
  octetString,
  oid,
  printableString,
  time,
  utf8String,
} from "../../api/bytes/der-types.ts";
import { join, piece } from "../../api/bytes/pieces.ts";
import { checkTree, MAX_DEPTH, readElement, tlv } from "../../api/bytes/tlv.ts";
import { Reader } from "../../api/bytes/reader.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

describe("DER's universal types", () => {
  // ITU-T X.690, examples of clause 8, and values at the edges of their forms.
  test.each([
    [integer, 0, "020100"],
    [integer, 127, "02017f"],
    [integer, 128, "02020080"],
    [integer, 65535, "020300ffff"],
    [boolean, true, "0101ff"],
    [boolean, false, "010100"],
    [oid, "2.100.3", "0603813403"],
    [oid, "1.2.840.113549.1.7.2", "06092a864886f70d010702"],
    [oid, "2.23.136.1.1.1", "060667 8108010101".replace(" ", "")],
    [
      oid,
      "2.25.340282366920938463463374607431768211455",
      "061469 83ffffffffffffffffffffffffffffffffff7f".replace(" ", ""),
    ],
    [utf8String, "Ségou", "0c0653c3a9676f75"],
    [printableString, "0108", "130430313038"],
    [octetString(), Uint8Array.of(1, 2), "04020102"],
    [bitString, Uint8Array.of(0x80), "03020080"],
    [time, Date.UTC(1950, 0, 1), "170d3530303130313030303030305a"],
    [time, Date.UTC(2049, 11, 31, 23, 59, 59), "170d3439313233313233353935395a"],
    [time, Date.UTC(2050, 0, 1), "180f32303530303130313030303030305a"],
  ] as const)("%#: both ways", (codec, value, expected) => {
    const written = encode(codec as never, value as never);
    expect(hex(written)).toBe(expected);
    expect(decode<unknown>(codec, bytes(expected))).toEqual(value);
  });

  test.each([
    ["INTEGER not minimal", integer, "02020001"],
    ["INTEGER negative", integer, "0201ff"],
    ["INTEGER empty", integer, "0200"],
    ["serial not minimal", integerBytes, "0202ff80"],
    ["BOOLEAN of another value", boolean, "010101"],
    ["OBJECT IDENTIFIER not minimal", oid, "060480802a03"],
    ["OBJECT IDENTIFIER cut", oid, "06022a86"],
    ["PrintableString with @", printableString, "130140"],
    ["UTF8String that is none", utf8String, "0c01ff"],
    ["a month 13", time, "170d3530313330313030303030305a"],
    ["a GeneralizedTime before 2050", time, "180f32303439303130313030303030305a"],
    ["a BIT STRING with unused bits", bitString, "03020180"],
    ["bytes too many", integer, "02010100"],
    ["an indefinite length", octetString(), "0480010200"],
    ["a length not minimal", octetString(), "048101aa"],
    ["a length beyond the end", octetString(), "0405aa"],
    ["nothing", integer, ""],
  ] as const)("refuses %s", (_what, codec, input) => {
    expect(() => decode<unknown>(codec, bytes(input), "input")).toThrow(/^input, offset \d+: /u);
  });

  // X.690 8.3.2: the first nine bits are neither all ones nor all zeros.
  test("signed numbers are written as short as can be, and read in no longer form", () => {
    const number = tagged(0x80, "number", integerContent(-1000, 1000));
    for (const [value, text] of [
      [0, "800100"],
      [127, "80017f"],
      [128, "80020080"],
      [256, "80020100"],
      [-1, "8001ff"],
      [-128, "800180"],
      [-129, "8002ff7f"],
      [-256, "8002ff00"],
    ] as const) {
      expect(hex(encode(number, value))).toBe(text);
      expect(decode(number, bytes(text))).toBe(value);
    }
    for (const long of ["80020000", "8002007f", "8002ffff", "8002ff80"])
      expect(() => decode(number, bytes(long), "input")).toThrow(/^input, offset 2: .*shortest form/u);
    for (const far of ["800203e9", "8002fc17", "8000", "80050000000001"])
      expect(() => decode(number, bytes(far), "input")).toThrow(/^input, offset \d+: /u);
    expect([decode(number, bytes("800203e8")), decode(number, bytes("8002fc18"))]).toEqual([1000, -1000]);
  });

  test("a value that does not fit is our own mistake", () => {
    expect(() => encode(integer, -1)).toThrow(Bug);
    expect(() => encode(printableString, "ü")).toThrow(Bug);
  });
});

describe("declarations", () => {
  const point = sequence("point", { x: integer, y: integer, note: optional(utf8String) });
  const shape = choice("shape", {
    point,
    name: tagged(0x80, "name", asciiContent()),
    list: explicit(0xa1, sequenceOf("list", point)),
  });

  test("optional fields come and go", () => {
    expect(hex(encode(point, { x: 1, y: 2 }))).toBe("3006020101020102");
    expect(decode(point, bytes("3006020101020102"))).toEqual({ x: 1, y: 2 });
    expect(decode(point, encode(point, { x: 1, y: 2, note: "é" })).note).toBe("é");
    expect(() => decode(point, bytes("3003020101"), "p")).toThrow(/^p, offset 5: needs/u);
    expect(() => decode(point, bytes("3009020101020102020103"), "p")).toThrow(/too many/u);
  });

  test("a choice is told apart by its tag", () => {
    for (const value of [
      { kind: "point", value: { x: 3, y: 4 } },
      { kind: "name", value: "abc" },
      {
        kind: "list",
        value: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      },
    ] as const)
      expect(decode(shape, encode(shape, value))).toEqual(value);
    expect(() => decode(shape, bytes("0500"))).toThrow(/tag 05 where shape is due/u);
  });

  test("a set is written in order and read in no other", () => {
    const set = setOf("numbers", integer);
    expect(hex(encode(set, [300, 2, 1]))).toBe("310a0201010201020202012c");
    expect(decode(set, bytes("310a0201010201020202012c"))).toEqual([1, 2, 300]);
    expect(() => decode(set, bytes("3106020102020101"))).toThrow(/ascending order/u);
  });

  test("any content of any length comes back, through every form of length", () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65535, 65536, 70000]) {
      const content = new Uint8Array(length).fill(length % 251);
      const written = encode(octetString(), content);
      expect(decode(octetString(), written)).toEqual(content);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(0x04, 0x5f2e, 0x7f61, 0x53),
        (content, tag) => {
          const element = readElement(new Reader(join(tlv(tag, piece(content))), "x"));
          expect(element.tag).toBe(tag);
          expect(element.content.take(element.content.left)).toEqual(content);
        },
      ),
    );
  });

  test("an element kept as it is keeps its bytes", () => {
    const wrapped = bytes("3003020105");
    expect(encode(anyElement, decode(anyElement, wrapped))).toEqual(wrapped);
  });
});

const nested = (depth: number): Uint8Array => {
  let inner = piece(new Uint8Array());
  for (let i = 0; i < depth; i += 1) inner = tlv(0x30, inner);
  return join(inner);
};

const many = (count: number) => Uint8Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 0x05 : 0));

describe("a whole tree", () => {
  test("may be as deep as the limit and no deeper", () => {
    checkTree(nested(MAX_DEPTH), "tree");
    expect(() => checkTree(nested(MAX_DEPTH + 2), "tree")).toThrow(/nested deeper/u);
    expect(() => checkTree(nested(2000), "tree")).toThrow(OutsideFault);
  });
  test("may have as many elements as the limit and no more", () => {
    checkTree(many(4096), "tree");
    expect(() => checkTree(many(4097), "tree")).toThrow(/more than 4096 elements/u);
  });
});

test("CRC-32 of the catalogue's check string", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});
