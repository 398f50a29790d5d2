/** The four ring marks of a sheet in a picture, and the perspective that they tell. */
import type { Millimetres, Point } from "../../api/words/units.ts";
import { solve, unmeasurable } from "./fit.ts";
import { SHEET, type SheetMarks } from "./marks-layout.ts";
import { boxed, type Plane } from "./plane.ts";

/** Sheet millimetres to pixels: x' = (h0 x + h1 y + h2) / (h6 x + h7 y + 1), y' likewise. */
export type Homography = readonly number[];

/** Pixels are counted from the upper left corner of the upper left pixel, so that a pixel's middle is at a half. */
export const project = (h: Homography, x: Millimetres, y: Millimetres): Point => {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, i = 0] = h;
  const w = g * x + i * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
};

const homographyOf = (from: SheetMarks, to: readonly Point[]): Homography => {
  const rows: number[][] = [];
  const values: number[] = [];
  for (const [i, { x, y }] of from.entries()) {
    const { x: u, y: v } = to[i] ?? { x: 0, y: 0 };
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]);
    values.push(u, v);
  }
  const solved = solve(rows, values);
  if (solved === undefined)
    throw unmeasurable("The ring marks of the target lie on one line; hold it upright before the camera.");
  return solved;
};

/** Pixels a millimetre around a place of the sheet, in the sheet's two directions. */
export const scaleAt = (
  h: Homography,
  x: Millimetres,
  y: Millimetres,
): { readonly x: number; readonly y: number } => {
  const [left, right] = [project(h, x - 1, y), project(h, x + 1, y)];
  const [above, below] = [project(h, x, y - 1), project(h, x, y + 1)];
  return {
    x: Math.hypot(right.x - left.x, right.y - left.y) / 2,
    y: Math.hypot(below.x - above.x, below.y - above.y) / 2,
  };
};

/** The picture is searched at about this width. */
const SEARCH_WIDTH = 640;

interface Region {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const smaller = (plane: Plane, step: number): Plane => {
  const [width, height] = [Math.floor(plane.width / step), Math.floor(plane.height / step)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let v = 0; v < step; v += 1)
        for (let u = 0; u < step; u += 1) sum += plane.data[(y * step + v) * plane.width + x * step + u] ?? 0;
      data[y * width + x] = sum / (step * step);
    }
  return { width, height, data };
};

/** Connected pixels of one kind. */
const regionsOf = (marked: Uint8Array, kind: number, width: number): Region[] => {
  const seen = new Uint8Array(marked.length);
  const regions: Region[] = [];
  const stack: number[] = [];
  for (let start = 0; start < marked.length; start += 1) {
    if (marked[start] !== kind || seen[start] === 1) continue;
    stack.push(start);
    seen[start] = 1;
    let [count, sumX, sumY] = [0, 0, 0];
    let [left, right, top, bottom] = [width, 0, marked.length, 0];
    for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
      const [x, y] = [here % width, Math.floor(here / width)];
      count += 1;
      sumX += x;
      sumY += y;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (const other of [x > 0 ? here - 1 : -1, x + 1 < width ? here + 1 : -1, here - width, here + width])
        if (other >= 0 && other < marked.length && marked[other] === kind && seen[other] === 0) {
          seen[other] = 1;
          stack.push(other);
        }
    }
    regions.push({ count, x: sumX / count, y: sumY / count, left, right, top, bottom });
  }
  return regions;
};

/** A dark ring around a light disc of half its radius: a quarter of the whole is light. */
const isRing = (dark: Region, light: Region): boolean => {
  const [width, height] = [dark.right - dark.left + 1, dark.bottom - dark.top + 1];
  const share = light.count / (dark.count + light.count);
  const filled = (dark.count + light.count) / (width * height);
  return (
    light.left > dark.left &&
    light.right < dark.right &&
    light.top > dark.top &&
    light.bottom < dark.bottom &&
    Math.hypot(light.x - dark.x, light.y - dark.y) < 0.12 * width &&
    share > 0.12 &&
    share < 0.42 &&
    filled > 0.62 &&
    filled < 0.92 &&
    width < 1.8 * height &&
    height < 1.8 * width
  );
};

interface Ring extends Point {
  readonly radius: number;
}

const LEAST_RING_PIXELS = 12;

/** A ring's middle is paper; the middle of a large dark field only looks light beside itself. */
const isLit = (plane: Plane, around: Plane, { x, y }: Region): boolean => {
  const middle = Math.round(y) * plane.width + Math.round(x);
  return (plane.data[middle] ?? 0) > 0.8 * (around.data[middle] ?? 1);
};

const ringsIn = (plane: Plane): Ring[] => {
  const step = Math.max(1, Math.round(plane.width / SEARCH_WIDTH));
  const small = step === 1 ? plane : smaller(plane, step);
  const around = boxed(small, Math.max(4, Math.round(small.width / 9)));
  const marked = new Uint8Array(small.data.length);
  for (let i = 0; i < marked.length; i += 1)
    marked[i] = (small.data[i] as number) < 0.6 * (around.data[i] as number) ? 1 : 0;
  const lights = regionsOf(marked, 0, small.width).filter(({ count }) => count < small.data.length / 100);
  return regionsOf(marked, 1, small.width)
    .filter(({ count }) => count >= LEAST_RING_PIXELS)
    .flatMap((dark) => {
      const light = lights.find((one) => isRing(dark, one) && isLit(small, around, one));
      if (light === undefined) return [];
      const radius = ((dark.right - dark.left + dark.bottom - dark.top + 2) / 4) * step;
      return [{ x: (dark.x + 0.5) * step, y: (dark.y + 0.5) * step, radius }];
    });
};

/** Centre of what is darker than its surroundings, in a disc around a place; three rounds bring it to rest. */
export const darkCentre = (plane: Plane, place: Point, radius: number): Point | undefined => {
  let { x, y } = place;
  for (let round = 0; round < 4; round += 1) {
    const [left, right] = [Math.floor(x - radius), Math.ceil(x + radius)];
    const [top, bottom] = [Math.floor(y - radius), Math.ceil(y + radius)];
    if (left < 0 || top < 0 || right >= plane.width || bottom >= plane.height) return undefined;
    let light = 0;
    for (let v = top; v <= bottom; v += 1)
      for (let u = left; u <= right; u += 1) light = Math.max(light, plane.data[v * plane.width + u] ?? 0);
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let v = top; v <= bottom; v += 1)
      for (let u = left; u <= right; u += 1) {
        if (Math.hypot(u + 0.5 - x, v + 0.5 - y) > radius) continue;
        const weight = Math.max(0, 0.75 * light - (plane.data[v * plane.width + u] ?? 0));
        sum += weight;
        sumX += weight * (u + 0.5);
        sumY += weight * (v + 0.5);
      }
    if (sum === 0) return undefined;
    x = sumX / sum;
    y = sumY / sum;
  }
  return { x, y };
};

/** Throws OutsideFault picture-unreadable when not exactly the four are seen. */
export const findSheet = (plane: Plane): Homography => {
  const rings = ringsIn(plane);
  const largest = rings.toSorted((a, b) => b.radius - a.radius).slice(0, 4);
  const smallest = largest.at(-1);
  if (largest.length < 4 || smallest === undefined || smallest.radius < 0.6 * (largest[0]?.radius ?? 0))
    throw unmeasurable(
      `${Math.min(4, rings.length)} of the four ring marks are seen; hold the whole sheet upright before the camera, without shadow or glare.`,
    );
  const centres = largest.map((ring) => darkCentre(plane, ring, ring.radius * 1.25) ?? ring);
  const by = (value: (point: Point) => number) => centres.toSorted((a, b) => value(a) - value(b))[0];
  const [first, second, third, fourth] = [
    by(({ x, y }) => x + y),
    by(({ x, y }) => y - x),
    by(({ x, y }) => x - y),
    by(({ x, y }) => -x - y),
  ];
  if (new Set([first, second, third, fourth]).size < 4 || !first || !second || !third || !fourth)
    throw unmeasurable("The ring marks lie askew; hold the sheet upright before the camera.");
  return homographyOf(SHEET.marks, [first, second, third, fourth]);
};
