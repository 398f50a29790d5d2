/** Exposure, white balance and colour error from skin-tone patches and grey cards in the frame, where the face will be. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { Millimetres } from "../../api/words/units.ts";
import { colourDifference, labOf, reflectanceOfLab, type Lab, type Rgb } from "./colour.ts";
import { unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { findSheet, project } from "./marks.ts";
import { LINEAR, luminanceOf } from "./plane.ts";

export interface ColourPatch {
  readonly id: string;
  readonly kind: "skin" | "grey";
  /** Middle, on the frame. */
  readonly x: Millimetres;
  readonly y: Millimetres;
  /** Half of the side that may be read. */
  readonly radius: Millimetres;
  /** Certified, CIE L*a*b*, D50, 2 degrees. */
  readonly lab: Lab;
}

export interface ColourTarget {
  readonly patches: readonly ColourPatch[];
  /** Expanded (k = 2), in colour difference, from the certificate. */
  readonly uncertainty: number;
}

export interface PatchSeen {
  readonly patch: ColourPatch;
  readonly linear: Rgb;
  readonly lab: Lab;
  readonly difference: number;
  /** Percent of its pixels with a channel at an end. */
  readonly clipped: number;
}

/** Of a patch, the part that is read. */
const READ = 0.55;

const readPatch = (picture: RgbImage, sheet: readonly number[], patch: ColourPatch): PatchSeen => {
  const reach = patch.radius * READ;
  const corners = [
    project(sheet, patch.x - reach, patch.y - reach),
    project(sheet, patch.x + reach, patch.y + reach),
  ];
  const [from, to] = [corners[0] ?? { x: 0, y: 0 }, corners[1] ?? { x: 0, y: 0 }];
  const sums = [0, 0, 0];
  let [count, clipped] = [0, 0];
  for (let y = Math.ceil(Math.min(from.y, to.y)); y < Math.max(from.y, to.y); y += 1)
    for (let x = Math.ceil(Math.min(from.x, to.x)); x < Math.max(from.x, to.x); x += 1) {
      if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
      count += 1;
      let ends = false;
      for (let channel = 0; channel < 3; channel += 1) {
        const code = picture.pixels[(y * picture.width + x) * 3 + channel] ?? 0;
        sums[channel] = (sums[channel] ?? 0) + (LINEAR[code] ?? 0);
        ends ||= code === 0 || code >= 254;
      }
      if (ends) clipped += 1;
    }
  if (count < 16)
    throw unmeasurable(`The patch ${patch.id} is too small in the picture; bring the target nearer.`);
  const [r = 0, g = 0, b = 0] = sums.map((sum) => sum / count);
  const lab = labOf([r, g, b]);
  return {
    patch,
    linear: [r, g, b],
    lab,
    difference: colourDifference(patch.lab, lab),
    clipped: (100 * clipped) / count,
  };
};

/** Throws OutsideFault picture-unreadable when the frame is not seen. */
export const readColourTarget = (picture: RgbImage, target: ColourTarget): readonly PatchSeen[] => {
  const sheet = findSheet(luminanceOf(picture));
  return target.patches.map((patch) => readPatch(picture, sheet, patch));
};

const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);

/** The grey card nearest to the middle of the range: what exposure and white balance are read from. */
const middleGrey = (seen: readonly PatchSeen[]): PatchSeen => {
  const [grey] = seen
    .filter(({ patch }) => patch.kind === "grey")
    .toSorted((a, b) => Math.abs(a.patch.lab[0] - 55) - Math.abs(b.patch.lab[0] - 55));
  if (grey === undefined) throw unmeasurable("The colour target has no grey card.");
  return grey;
};

const lightness = ({ lab, patch }: PatchSeen) => lab[0] - patch.lab[0];

export const measureColour = (picture: RgbImage, target: ColourTarget): readonly Measurement[] => {
  const seen = readColourTarget(picture, target);
  const grey = middleGrey(seen);
  const skin = seen
    .filter(({ patch }) => patch.kind === "skin")
    .toSorted((a, b) => b.patch.lab[0] - a.patch.lab[0]);
  const [lightest] = skin;
  const darkest = skin.at(-1);
  if (lightest === undefined || darkest === undefined)
    throw unmeasurable("The colour target has no skin patches.");
  const differences = seen.map(({ difference }) => difference);
  // Chroma over the card's own: a card is never wholly neutral.
  const cast = Math.hypot(grey.lab[1] - grey.patch.lab[1], grey.lab[2] - grey.patch.lab[2]);
  const { uncertainty } = target;
  return [
    measured("exposure", lightness(grey), Math.hypot(uncertainty, 0.4)),
    measured("exposure-skin", largest(skin.map(lightness)), Math.hypot(uncertainty, 0.4)),
    measured("clipping", Math.max(...skin.map(({ clipped }) => clipped)), 0.1),
    measured("white-balance", cast, Math.hypot(uncertainty, 0.4)),
    measured(
      "colour-mean",
      differences.reduce((sum, value) => sum + value, 0) / differences.length,
      Math.hypot(uncertainty, 0.3),
    ),
    measured("colour-worst", Math.max(...differences), Math.hypot(uncertainty, 0.5)),
    measured("skin-spread", darkest.difference - lightest.difference, Math.hypot(uncertainty, 0.5)),
  ];
};

export interface Correction {
  /** What its light should be multiplied by. */
  readonly light: number;
  /** Red over blue, linear, over what the certificate has. */
  readonly redOverBlue: number;
  /** Percent of the skin patches' pixels with a channel at an end, the worst patch. */
  readonly clipped: number;
}

/** What has to change, that the grey card comes out as certified. */
export const correctionOf = (picture: RgbImage, target: ColourTarget): Correction => {
  const seen = readColourTarget(picture, target);
  const grey = middleGrey(seen);
  const [r, g, b] = grey.linear;
  const [red, , blue] = reflectanceOfLab(grey.patch.lab);
  const root = (grey.patch.lab[0] + 16) / 116;
  const certified = root * root * root;
  return {
    light: certified / (0.2126 * r + 0.7152 * g + 0.0722 * b),
    redOverBlue: (r * blue) / (Math.max(b, 1e-6) * red),
    clipped: Math.max(...seen.filter(({ patch }) => patch.kind === "skin").map(({ clipped }) => clipped)),
  };
};
