import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

const { image } = impression(masterPrint("hostile"), "1", { width: 90, height: 80, ppi: 500 });
const whole = encodeWsq(image, { ppi: 500 });

/** Offsets of the segments by marker. */
const segments = (file: Uint8Array): Map<number, number> => {
  const found = new Map<number, number>();
  for (let at = 2; at + 4 <= file.length;) {
    const marker = file[at]! * 256 + file[at + 1]!;
    if (!found.has(marker)) found.set(marker, at);
    if (marker === 0xffa3 || marker === 0xffa1) break;
    at += 2 + file[at + 2]! * 256 + file[at + 3]!;
  }
  return found;
};
const places = segments(whole);

const changed = (marker: number, offset: number, ...bytes: number[]): Uint8Array => {
  const file = whole.slice();
  file.set(bytes, places.get(marker)! + offset);
  return file;
};

/** What becomes of a file: decoded, or the fault's sentence; anything else goes up. */
const verdict = (file: Uint8Array): string => {
  try {
    decodeWsq(file, "stranger.wsq");
    return "decoded";
  } catch (error) {
    if (error instanceof OutsideFault) return `${error.code}: ${error.message}`;
    throw error;
  }
};

const bytes = (...list: number[]) => Uint8Array.from(list);

describe("hostile files", () => {
  test("every truncation is refused with name and offset", () => {
    for (let length = 0; length < whole.length; length += 1) {
      const said = verdict(whole.subarray(0, length));
      expect(said).toMatch(/^input-malformed: stranger\.wsq, (?:near )?offset \d+: /u);
    }
  });

  test.each([
    ["not WSQ at all", new TextEncoder().encode("GIF89a, honestly"), /does not begin with FFA0/u],
    [
      "a frame of 65,535 x 65,535",
      changed(0xffa2, 6, 255, 255, 255, 255),
      /^input-too-large: .*65535 x 65535/u,
    ],
    ["a frame of no width", changed(0xffa2, 8, 0, 0), /0 x 80 pixels/u],
    ["a frame larger than its coefficients", changed(0xffa2, 8, 0, 140), /offset \d+/u],
    ["a frame smaller than its coefficients", changed(0xffa2, 8, 0, 64), /offset \d+/u],
    ["a frame header of another length", changed(0xffa2, 2, 0, 18), /segment ffa2 of length 18/u],
    ["a quantization table of another length", changed(0xffa5, 2, 1, 0), /segment ffa5 of length 256/u],
    ["a segment that reaches beyond the file", changed(0xffa8, 2, 255, 255), /needs \d+ more bytes/u],
    ["a segment of length 1", changed(0xffa8, 2, 0, 1), /segment ffa8 of length 1/u],
    ["an unknown marker", changed(0xffa8, 0, 0xff, 0xd8), /marker ffd8/u],
    ["a Huffman table of 255 one-bit codes", changed(0xffa6, 5, 255), /offset \d+/u],
    ["Huffman table number 9", changed(0xffa6, 4, 9), /Huffman table 9/u],
    ["a block with an undefined table", changed(0xffa3, 4, 5), /Huffman table 5 was not defined/u],
    ["a filter of even length", changed(0xffa4, 4, 8), /8 taps is not supported/u],
    ["a filter of 255 taps", changed(0xffa4, 4, 255), /255 taps is not supported/u],
    ["no bins at all", changed(0xffa5, 7, ...Array.from({ length: 384 }, () => 0)), /offset \d+/u],
  ])("%s", (_name, file, pattern) => {
    expect(verdict(file)).toMatch(pattern);
  });

  test("coefficients before the tables, a second frame, four blocks", () => {
    expect(verdict(bytes(0xff, 0xa0, 0xff, 0xa3, 0, 3, 0, 1, 2, 0xff, 0xa1))).toMatch(/before the frame/u);
    expect(verdict(bytes(0xff, 0xa0, 0xff, 0xa1))).toMatch(/ends before frame/u);
    const frameAt = places.get(0xffa2)!;
    const twice = [...whole.subarray(0, frameAt + 19), ...whole.subarray(frameAt)];
    expect(verdict(Uint8Array.from(twice))).toMatch(/second frame/u);
    const more = [...whole.subarray(0, -2), 0xff, 0xa3, 0, 3, 0, 0x55, 0xff, 0xa1];
    expect(verdict(Uint8Array.from(more))).toMatch(/more than three blocks/u);
  });

  test("bytes after the end are noticed, not fatal", () => {
    const { warnings } = decodeWsq(Uint8Array.from([...whole, 1, 2, 3]), "tail");
    expect(warnings).toContain("3 bytes after the end of the image");
  });

  test("3,000 seeded mutations decode or are refused, and nothing else", () => {
    const dice = new Dice("mutations");
    const tally = { decoded: 0, refused: 0 };
    for (let round = 0; round < 3000; round += 1) {
      const file = whole.slice();
      for (let count = dice.whole(1, 4); count > 0; count -= 1) {
        const header = dice.chance(0.6);
        file[dice.whole(0, header ? Math.min(900, file.length - 1) : file.length - 1)] = dice.whole(0, 255);
      }
      tally[verdict(file) === "decoded" ? "decoded" : "refused"] += 1;
    }
    expect(tally.refused).toBeGreaterThan(500);
    expect(tally.decoded).toBeGreaterThan(100);
  });

  test("noise behind a good start is refused or decoded, never worse", () => {
    const dice = new Dice("noise files");
    const start = places.get(0xffa3)! + 5;
    for (let round = 0; round < 200; round += 1) {
      const noise = Uint8Array.from({ length: dice.whole(0, 4000) }, () => dice.whole(0, 255));
      expect(verdict(Uint8Array.from([...whole.subarray(0, start), ...noise]))).toMatch(
        /^(?:decoded|input-)/u,
      );
    }
  });
});
