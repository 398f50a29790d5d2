/** Lens distortion from the dot grid: perspective and a radial lens fitted together, by Gauss and Newton. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { Millimetres, Point } from "../../api/words/units.ts";
import { leastSquares, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { darkCentre, findSheet, project, scaleAt } from "./marks.ts";
import { luminanceOf } from "./plane.ts";
import { DOT_GRID } from "./sheet-layout.ts";

interface Dot {
  readonly sheet: { readonly x: Millimetres; readonly y: Millimetres };
  readonly seen: Point;
}

/** Eight of the perspective, two of the lens; the lens's middle is the picture's. */
const predicted = (
  parameters: readonly number[],
  width: number,
  height: number,
  x: Millimetres,
  y: Millimetres,
): Point => {
  const half = Math.hypot(width, height) / 2;
  const ideal = project(parameters, x, y);
  const [u, v] = [(ideal.x - width / 2) / half, (ideal.y - height / 2) / half];
  const r2 = u * u + v * v;
  const pull = 1 + (parameters[8] ?? 0) * r2 + (parameters[9] ?? 0) * r2 * r2;
  return { x: width / 2 + u * pull * half, y: height / 2 + v * pull * half };
};

const ROUNDS = 8;

const fitLens = (dots: readonly Dot[], start: readonly number[], width: number, height: number) => {
  let parameters = [...start, 0, 0];
  let rms = 0;
  let deviations: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = dots.map(({ sheet }) => predicted(parameters, width, height, sheet.x, sheet.y));
    const rows: number[][] = dots.flatMap(() => [[], []]);
    for (const [i, value] of parameters.entries()) {
      const step = Math.max(1e-7, Math.abs(value) * 1e-5);
      const moved = parameters.map((other, j) => (j === i ? other + step : other));
      for (const [k, { sheet }] of dots.entries()) {
        const there = predicted(moved, width, height, sheet.x, sheet.y);
        rows[2 * k]?.push((there.x - (now[k]?.x ?? 0)) / step);
        rows[2 * k + 1]?.push((there.y - (now[k]?.y ?? 0)) / step);
      }
    }
    const off = dots.flatMap(({ seen }, k) => [seen.x - (now[k]?.x ?? 0), seen.y - (now[k]?.y ?? 0)]);
    const fit = leastSquares(rows, off);
    if (fit === undefined)
      throw unmeasurable("The dots of the geometry sheet do not tell the lens; show the whole sheet.");
    parameters = parameters.map((value, i) => value + (fit.parameters[i] ?? 0));
    rms = fit.rms;
    deviations = fit.deviations;
  }
  return { k1: parameters[8] ?? 0, k2: parameters[9] ?? 0, rms, deviations };
};

const LEAST_DOTS = 40;
/** Where a portrait's crop ends, of the half diagonal. */
const PORTRAIT = 0.6;

/** Throws OutsideFault picture-unreadable when the sheet is not seen whole. */
export const measureDistortion = (picture: RgbImage): readonly Measurement[] => {
  const plane = luminanceOf(picture);
  const sheet = findSheet(plane);
  const dots = DOT_GRID.dots.flatMap((place): Dot[] => {
    const guess = project(sheet, place.x, place.y);
    const scale = scaleAt(sheet, place.x, place.y);
    const seen = darkCentre(plane, guess, DOT_GRID.radius * 1.5 * Math.max(scale.x, scale.y));
    return seen === undefined ? [] : [{ sheet: place, seen }];
  });
  if (dots.length < LEAST_DOTS)
    throw unmeasurable(
      `Only ${dots.length} dots of the geometry sheet are seen; show the whole sheet, evenly lit.`,
    );
  const { k1, k2, rms, deviations } = fitLens(dots, sheet, picture.width, picture.height);
  const at = (r: number) => 100 * (k1 * r ** 2 + k2 * r ** 2 * r ** 2);
  // The two terms lean against each other: at the places where dots are, the fit is better than each of them.
  const spread = 200 * (deviations[8] ?? 0) * 0.5 + 0.01;
  return [
    measured("distortion-edge", at(1), spread),
    measured("distortion-portrait", at(PORTRAIT), spread * PORTRAIT),
    measured("distortion-rest", rms, 0.05),
  ];
};
