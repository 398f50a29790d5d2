/** Every measure of a drawn print, so that a changed line of arithmetic shows. */
import { expect, test } from "vitest";
import { fingerFeatures } from "../../../models/finger/extract.ts";
import { FINGER_MEASURES } from "../../../models/finger/measures/list.ts";
import type { GreyImage } from "../../../api/words/sample.ts";

/** Ridges around a middle, of growing period; clear on the left, faint and noisy on the right, with a white frame and a fold. */
const drawn = (): GreyImage => {
  const [width, height] = [240, 300];
  const pixels = new Uint8Array(width * height).fill(255);
  let noise = 7;
  for (let y = 12; y < height - 8; y += 1)
    for (let x = 10; x < width - 14; x += 1) {
      noise = (noise * 16_807) % 2_147_483_647;
      const [dx, dy] = [(x - 118) / 104, (y - 150) / 138];
      const within = dx * dx + dy * dy;
      const radius = Math.hypot(x - 112, 1.3 * (y - 190));
      const wave = Math.cos((2 * Math.PI * radius) / (8 + radius / 60) + Math.atan2(y - 190, x - 112));
      const strength = within > 1 ? 0 : 96 * (1 - 0.75 * Math.max(0, dx));
      const fold = Math.abs(y - x - 60) < 3 ? 0.2 : 1;
      pixels[y * width + x] = Math.max(
        0,
        Math.min(255, 118 + (within > 1 ? 90 : 0) + strength * fold * wave + (noise % 31) - 15 + 20 * dy),
      );
    }
  return { width, height, pixels };
};

test("what a drawn print measures has not changed unnoticed", () => {
  const features = fingerFeatures(drawn(), 500);
  const told = FINGER_MEASURES.map((measure) => {
    const result = measure.assess(features);
    return result.kind === "assessed"
      ? `${measure.id}: ${Number(result.raw.toPrecision(5))}, ${result.scalar}`
      : `${measure.id}: ${result.reason}`;
  });
  expect(told).toMatchInlineSnapshot(`
    [
      "foreground-area: 147.16, 69",
      "usable-area: 145.18, 78",
      "orientation-certainty: 0.82792, 80",
      "orientation-flow: 7.4517, 78",
      "frequency-domain: 0.73789, 98",
      "local-clarity: 0.94057, 98",
      "ridge-valley-uniformity: 0.074891, 45",
      "ridge-share: 0.42465, 95",
      "ridge-contrast: 41.737, 100",
      "grey-level: 139.51, 100",
      "minutiae-count: 8, 11",
      "minutiae-quality: 62.214, 53",
      "frequency-spread: 0.21031, 61",
      "certainty-of-blocks: 0.85542, 100",
      "coherent-blocks: 41.844, 40",
      "flow-of-blocks: 0.52835, 16",
      "width-ratio: 0.44405, 96",
      "picture-mean: 140.75, 71",
      "region-mean: 121.29, 66",
      "direction-bias: 0.175, 88",
      "ridge-period: 9.5489, 100",
      "foreign-ridges: 0.032548, 78",
    ]
  `);
});

test("a picture without a print is none to every measure that needs one", () => {
  const features = fingerFeatures({ width: 240, height: 300, pixels: new Uint8Array(72_000).fill(250) }, 500);
  const failed = FINGER_MEASURES.filter((measure) => measure.assess(features).kind !== "assessed").map(
    ({ id }) => id,
  );
  expect(failed).toMatchInlineSnapshot(`
    [
      "foreground-area",
      "usable-area",
      "orientation-certainty",
      "orientation-flow",
      "frequency-domain",
      "local-clarity",
      "ridge-valley-uniformity",
      "ridge-share",
      "ridge-contrast",
      "grey-level",
      "minutiae-count",
      "minutiae-quality",
      "frequency-spread",
      "certainty-of-blocks",
      "coherent-blocks",
      "flow-of-blocks",
      "width-ratio",
      "picture-mean",
      "region-mean",
      "direction-bias",
      "ridge-period",
      "foreign-ridges",
    ]
  `);
});
