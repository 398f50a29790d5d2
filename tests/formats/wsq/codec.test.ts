import { describe, expect, test } from "vitest";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { PRINT_LIMIT_BYTES, encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { LOW_9, HIGH_7 } from "../../../api/formats/wsq/constants.ts";
import { codesOf, designTable } from "../../../api/formats/wsq/huffman.ts";
import { cellsOf, makeTree } from "../../../api/formats/wsq/tree.ts";
import {
  analysisFilters,
  decompose,
  reconstruct,
  synthesisFilters,
} from "../../../api/formats/wsq/wavelet.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { psnr } from "./reference.ts";

const master = masterPrint("wsq");
const print = (width: number, height: number): GreyImage =>
  impression(master, "wsq", { width, height, ppi: 500 }).image;
const flat = (width: number, height: number, grey: number): GreyImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height).fill(grey),
});

describe("transform", () => {
  test.each([
    [32, 32],
    [33, 47],
    [100, 101],
    [255, 64],
    [300, 400],
  ])(
    "%d x %d: 60 subbands and the four uncoded ones tile the plane, and joining gives back what was split",
    (width, height) => {
      const { splits, subbands } = makeTree(width, height);
      expect(subbands).toHaveLength(60);
      const covered = new Uint8Array(width * height);
      for (const { x, y } of subbands)
        for (let row = y.at; row < y.at + y.length; row += 1)
          for (let column = x.at; column < x.at + x.length; column += 1) covered[row * width + column]! += 1;
      expect(Math.max(...covered)).toBe(1);
      const coded = subbands.reduce((sum, region) => sum + cellsOf(region), 0);
      expect(width * height - coded).toBe(Math.floor(width / 2) * Math.floor(height / 2));

      const dice = new Dice("transform");
      const before = Float32Array.from({ length: width * height }, () => dice.normal(0, 40));
      const plane = { width, height, values: before.slice() };
      decompose(plane, splits, analysisFilters(LOW_9, HIGH_7));
      reconstruct(plane, splits, synthesisFilters(LOW_9, HIGH_7));
      const worst = Math.max(...before.map((value, i) => Math.abs(value - plane.values[i]!)));
      expect(worst).toBeLessThan(0.001);
    },
  );
});

describe("Huffman tables", () => {
  test("shorter codes for more frequent symbols, prefix-free, none longer than 16 bits, none all ones", () => {
    // Fibonacci weights make the deepest trees there are.
    const weights = Array.from({ length: 40 }, (_, i) => Math.round(1.618 ** i));
    const table = designTable(weights);
    const codes = [...codesOf(table, "test", 0)];
    expect(codes).toHaveLength(40);
    let space = 0;
    for (const [symbol, { bits, length }] of codes) {
      expect(length).toBeLessThanOrEqual(16);
      expect(bits).not.toBe(2 ** length - 1);
      space += 2 ** -length;
      for (const [other, code] of codes)
        if (code.length < length || (code.length === length && other !== symbol)) {
          const prefix = bits >> (length - code.length);
          if (prefix === code.bits) throw new Error(`the code of ${other} begins that of ${symbol}`);
        }
    }
    expect(space).toBeLessThan(1);
    const lengthOf = new Map(codes.map(([symbol, { length }]) => [symbol, length]));
    for (let i = 1; i < 40; i += 1) expect(lengthOf.get(i)!).toBeLessThanOrEqual(lengthOf.get(i - 1)!);
  });
});

describe("encoder and decoder", () => {
  test.each([
    [300, 400],
    [384, 290],
    [33, 61],
  ])("%d x %d comes back in its size, with its resolution, and near the original", (width, height) => {
    const image = print(width, height);
    const file = encodeWsq(image, { ppi: 512 });
    const back = decodeWsq(file, "print");
    expect([back.image.width, back.image.height, back.ppi]).toEqual([width, height, 512]);
    expect(psnr(image.pixels, back.image.pixels)).toBeGreaterThan(22);
    const finer = decodeWsq(encodeWsq(image, { ppi: 512, bpp: 2.25 }), "print");
    expect(psnr(image.pixels, finer.image.pixels)).toBeGreaterThan(psnr(image.pixels, back.image.pixels) + 3);
  });

  test("the same picture gives the same bytes", () => {
    const image = print(300, 400);
    expect(encodeWsq(image, { ppi: 500 })).toEqual(encodeWsq(image, { ppi: 500 }));
  });

  test("a cap is kept, and used: 18 kB of a large print, and less", () => {
    const image = print(800, 750);
    for (const maxBytes of [PRINT_LIMIT_BYTES, 9000]) {
      const file = encodeWsq(image, { ppi: 500, bpp: 2.25, maxBytes });
      expect(file.length).toBeLessThanOrEqual(maxBytes);
      expect(file.length).toBeGreaterThan(0.85 * maxBytes);
      expect(decodeWsq(file, "capped").image.width).toBe(800);
    }
    expect(() => encodeWsq(image, { ppi: 500, maxBytes: 300 })).toThrow(/does not fit 300 bytes/u);
  });

  test("a picture without structure: flat grey, black, white", () => {
    for (const grey of [0, 128, 255]) {
      const back = decodeWsq(encodeWsq(flat(64, 48, grey), { ppi: 500 }), "flat");
      expect(back.image.pixels.every((pixel) => Math.abs(pixel - grey) <= 1)).toBe(true);
    }
  });

  test("a high rate on a picture that few subbands hold stays a good picture", () => {
    const slope: GreyImage = {
      width: 160,
      height: 200,
      pixels: Uint8Array.from({ length: 32_000 }, (_, i) =>
        Math.round((255 * ((i % 160) + Math.floor(i / 160))) / 360),
      ),
    };
    for (const bpp of [0.75, 2, 4, 8]) {
      const back = decodeWsq(encodeWsq(slope, { ppi: 500, bpp }), "slope");
      expect(psnr(slope.pixels, back.image.pixels)).toBeGreaterThan(38);
    }
  });

  test("noise and hard edges survive", () => {
    const dice = new Dice("noise");
    const noise = flat(96, 80, 0);
    noise.pixels.forEach((_, i) => (noise.pixels[i] = dice.whole(0, 255)));
    expect(decodeWsq(encodeWsq(noise, { ppi: 500, bpp: 8 }), "noise").image.pixels).toHaveLength(96 * 80);
    const edge = flat(96, 80, 255);
    edge.pixels.fill(0, 0, 40 * 96);
    const back = decodeWsq(encodeWsq(edge, { ppi: 500, bpp: 2.25 }), "edge");
    expect(back.image.pixels[5 * 96 + 50]).toBeLessThan(20);
    expect(back.image.pixels[75 * 96 + 50]).toBeGreaterThan(235);
  });

  test("too small and too large pictures are refused with the remedy", () => {
    expect(() => encodeWsq(flat(31, 100, 9), { ppi: 500 })).toThrow(/31 x 100 pixels is too small for WSQ/u);
    expect(() =>
      encodeWsq({ width: 70_000, height: 32, pixels: new Uint8Array(70_000 * 32) }, { ppi: 500 }),
    ).toThrow(/too large for WSQ/u);
  });
});
