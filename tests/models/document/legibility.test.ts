/** Made-up pages: strokes in the shapes of letters, then made worse by degrees. */
import { describe, expect, test } from "vitest";
import type { GreyImage } from "../../../api/words/sample.ts";
import { assessLegibility } from "../../../models/document/legibility.ts";
import { page } from "./drawn-page.ts";

/** A box of 2r+1, twice: nearly a bell. */
const blurred = (image: GreyImage, radius: number): GreyImage => {
  const pass = ({ width, height, pixels }: GreyImage, across: boolean): GreyImage => {
    const out = new Uint8Array(pixels.length);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        let [sum, count] = [0, 0];
        for (let d = -radius; d <= radius; d += 1) {
          const [nx, ny] = across ? [x + d, y] : [x, y + d];
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
          sum += pixels[ny * width + nx] ?? 0;
          count += 1;
        }
        out[y * width + x] = Math.round(sum / count);
      }
    return { width, height, pixels: out };
  };
  return pass(pass(pass(pass(image, true), false), true), false);
};

/** A lamp's reflection, and light that falls off to one side. */
const shone = (image: GreyImage, radius: number): GreyImage => {
  const pixels = new Uint8Array(image.pixels);
  for (let y = 0; y < image.height; y += 1)
    for (let x = 0; x < image.width; x += 1)
      if (Math.hypot(x - image.width * 0.6, y - image.height * 0.4) < radius)
        pixels[y * image.width + x] = 255;
  return { ...image, pixels };
};

const shaded = (image: GreyImage): GreyImage => ({
  ...image,
  pixels: image.pixels.map((value, at) => Math.round(value * (1 - 0.5 * ((at % image.width) / image.width)))),
});

describe("a page that can be read", () => {
  test("is legible, and its measures are its own", () => {
    const found = assessLegibility(page());
    expect(found).toMatchObject({ legible: true, reasons: [] });
    expect(found.letterHeight).toBeGreaterThanOrEqual(19);
    expect(found.letterHeight).toBeLessThanOrEqual(23);
    expect(found.contrast).toBeGreaterThan(150);
  });

  test("stays legible in uneven light, and in colour", () => {
    expect(assessLegibility(shaded(page()))).toMatchObject({ legible: true });
    const { width, height, pixels } = page();
    const rgb = new Uint8Array(pixels.length * 3).map((_value, at) => pixels[Math.floor(at / 3)] ?? 0);
    expect(assessLegibility({ width, height, pixels: rgb })).toEqual(
      assessLegibility({ width, height, pixels }),
    );
  });

  test("white paper is no glare", () => {
    expect(assessLegibility(page({ paper: 255 }))).toMatchObject({ legible: true, glare: 0 });
  });
});

describe("made worse by degrees, it is refused for that reason", () => {
  test("too far away", () => {
    const heights = [28, 21, 14, 9].map((letter) => assessLegibility(page({ letter })));
    expect(heights.map(({ reasons }) => reasons.includes("too-far"))).toEqual([false, false, false, true]);
  });

  test("blurred", () => {
    const found = [0, 1, 2, 4].map((radius) => assessLegibility(blurred(page(), radius)));
    const widths = found.map(({ edgeWidth = 99 }) => edgeWidth);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(found.slice(0, 2).map(({ legible }) => legible)).toEqual([true, true]);
    for (const one of [found[3], assessLegibility(blurred(page(), 6))])
      expect(one).toMatchObject({ legible: false, reasons: expect.arrayContaining(["blurred"]) as string[] });
  });

  test("too faint", () => {
    const found = [60, 120, 175].map((ink) => assessLegibility(page({ ink })));
    expect(found.map(({ reasons }) => reasons.includes("too-faint"))).toEqual([false, false, true]);
  });

  test("a lamp's reflection", () => {
    const found = [0, 20, 80, 140].map((radius) => assessLegibility(shone(page(), radius)));
    expect(found.map(({ reasons }) => reasons.includes("glare"))).toEqual([false, false, true, true]);
  });

  test("a sheet that is not wholly in the picture, whichever side is missing", () => {
    const whole = page();
    const { width, height } = whole;
    const cut = (x: number, y: number, wide: number, tall: number): GreyImage => ({
      width: wide,
      height: tall,
      pixels: Uint8Array.from(
        { length: wide * tall },
        (_, at) => whole.pixels[(y + Math.floor(at / wide)) * width + x + (at % wide)] ?? 0,
      ),
    });
    const sides = [
      cut(0, 0, width, height),
      cut(200, 0, width - 200, height),
      cut(0, 0, width - 200, height),
      cut(0, 158, width, height - 158),
      cut(0, 0, width, height - 150),
    ].map(assessLegibility);
    expect(sides.map(({ reasons }) => reasons.includes("cut-off"))).toEqual([false, true, true, true, true]);
    expect(sides[0]?.atBorder).toBe(0);
  });

  test("no paper at all, and an empty sheet", () => {
    const empty = { width: 400, height: 300, pixels: new Uint8Array(120_000).fill(180) };
    expect(assessLegibility(empty)).toMatchObject({ legible: false, reasons: ["no-text"], letters: 0 });
  });
});
