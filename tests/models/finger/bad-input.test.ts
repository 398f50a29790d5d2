/** Bad input, kind by kind: a named error, or an honest quality 0 with its reason, or the same print in other clothes. */
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { isSameFinger } from "../../../models/finger/compare/thresholds.ts";
import { assessFinger, extractFinger } from "../../../models/finger/extract.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import { encodeRgbPng } from "../../../models/image.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { greyPng as png, oneBit } from "./png.ts";
import { waves } from "./waves.ts";

const asked = { moisture: 0, pressure: 0.5, wear: 0, rotation: 0, shiftX: 0, shiftY: 0, drag: 0, residue: 0 };
const { image } = impression(masterPrint("bad-input"), "1", {
  width: 304,
  height: 360,
  ppi: 500,
  condition: asked,
});
const { width, height, pixels } = image;
const own = extractFinger(image, 500).template;
const isOwn = (other: GreyImage) =>
  isSameFinger(compareFingers(own, extractFinger(other, 500).template), "1 in 10000");

const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof OutsideFault) return error.code;
    throw error;
  }
  return undefined;
};

const line = (y: number) => pixels.subarray(y * width, (y + 1) * width);

describe("other depths and colours", () => {
  test("16 bits a pixel are the same print", async () => {
    const doubled = Uint8Array.from({ length: 2 * pixels.length }, (_, at) => pixels[at >> 1] ?? 0);
    const made = png(width, height, 16, (y) => doubled.subarray(2 * y * width, 2 * (y + 1) * width));
    const read = await readPrint(made, "sixteen");
    expect([read.width, read.height]).toEqual([width, height]);
    expect(Buffer.compare(read.pixels, pixels)).toBe(0);
  });

  test("colour is the same print", async () => {
    const rgb = Uint8Array.from({ length: 3 * pixels.length }, (_, at) => pixels[Math.floor(at / 3)] ?? 0);
    const read = await readPrint(await encodeRgbPng({ width, height, pixels: rgb }), "colour");
    expect(isOwn(read)).toBe(true);
  });

  test("1 bit a pixel is a print whose finger is still known", async () => {
    const made = png(width, height, 1, (y) => oneBit(line(y), 150));
    const read = await readPrint(made, "one");
    expect([read.width, read.height, new Set(read.pixels).size]).toEqual([width, height, 2]);
    expect(isOwn(read)).toBe(true);
  });
});

const greyAt = (x: number, y: number) => pixels[y * width + x] ?? 0;

describe("turned", () => {
  test("by 180 degrees it is the same finger", () => {
    expect(isOwn({ width, height, pixels: pixels.toReversed() })).toBe(true);
  });

  test("by 90 degrees it is the same finger", () => {
    const side = Uint8Array.from(pixels, (_, at) =>
      greyAt(Math.floor(at / height), height - 1 - (at % height)),
    );
    expect(isOwn({ width: height, height: width, pixels: side })).toBe(true);
  });
});

describe("a resolution that is not the picture's", () => {
  test.each([250, 1000])("a print of 500 ppi said to have %d is quality 0 and says why", (ppi) => {
    const { quality, reasons } = assessFinger(image, ppi);
    expect(quality).toMatchObject({ kind: "assessed", scalar: 0 });
    expect(reasons).toEqual(["wrong-resolution"]);
  });
});

describe("no finger", () => {
  test.each([
    ["stripes of a finger's width", 300, "nothing-there"],
    ["a scrap of them", 100, "too-small"],
  ])("%s are quality 0: nothing in them could be compared", (_name, side, reason) => {
    const { quality, reasons } = assessFinger(waves(side, side, 9), 500);
    expect(quality).toMatchObject({ kind: "assessed", scalar: 0 });
    expect(reasons).toEqual([reason]);
  });
});

describe("refused by name", () => {
  const pictures: readonly (readonly [string, Uint8Array])[] = [
    ["an empty file", new Uint8Array()],
    ["half a PNG", png(width, height, 8, line).subarray(0, 4000)],
    ["a WSQ that ends after its first marker", Uint8Array.of(0xff, 0xa0)],
    ["half a bitmap", Buffer.from("424d00000000000000003600000028000000", "hex")],
  ];
  test.each(pictures)("%s", async (_name, bytes) => {
    expect(await codeOf(() => readPrint(bytes, "bad"))).toMatch(/^(picture-unreadable|input-malformed)$/u);
  });

  test("20,000 x 20,000 pixels, before they are unpacked", async () => {
    const huge = png(20_000, 20_000, 1, () => new Uint8Array(2500));
    const began = process.memoryUsage().rss;
    expect(await codeOf(async () => extractFinger(await readPrint(huge, "huge"), 500))).toBe(
      "input-too-large",
    );
    expect(process.memoryUsage().rss - began).toBeLessThan(300 * 2 ** 20);
  });

  test.each([
    [
      "grow beyond bounds at 500 ppi",
      2000,
      2000,
      100,
      "at 100 an inch is 10000 x 10000 at 500, which exceeds",
    ],
    ["are longer than a record can say", 17_000, 20, 500, "a print of 17000 x 20 pixels exceeds"],
  ])("pictures that %s", async (_name, across, down, ppi, said) => {
    const large = { width: across, height: down, pixels: new Uint8Array(across * down) };
    expect(await codeOf(() => extractFinger(large, ppi))).toBe("input-too-large");
    expect(() => extractFinger(large, ppi)).toThrow(said);
  });

  const record = writeMinutiaeRecord(own);
  const changed = (at: number, value: number) => {
    const copy = Uint8Array.from(record);
    copy[at] = value;
    return copy;
  };
  test.each([
    ["is cut", record.subarray(0, record.length - 3)],
    ["says it is longer", changed(11, ((record[11] ?? 0) + 4) % 256)],
    ["says it is shorter", changed(10, 0)],
    ["counts minutiae that are not there", changed(27, 255)],
    ["has minutiae outside its picture", changed(15, 1)],
  ])("a template that %s", async (_name, bytes) => {
    expect(await codeOf(() => readMinutiaeRecord(bytes, "lie.fmr"))).toBe("input-malformed");
  });
});
