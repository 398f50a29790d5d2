/** sRGB, CIE XYZ and L*a*b*, and the colour difference CIEDE2000 (ISO/CIE 11664-6:2022). */
import { power } from "../../api/base/power.ts";

/** Linear light, 0..1, sRGB primaries. */
export type Rgb = readonly [number, number, number];
/** CIE L*a*b*. */
export type Lab = readonly [number, number, number];
type Xyz = readonly [number, number, number];
type Matrix = readonly [Xyz, Xyz, Xyz];

/** IEC 61966-2-1. */
const TO_XYZ: Matrix = [
  [0.412_456_4, 0.357_576_1, 0.180_437_5],
  [0.212_672_9, 0.715_152_2, 0.072_175],
  [0.019_333_9, 0.119_192, 0.950_304_1],
];
const FROM_XYZ: Matrix = [
  [3.240_454_2, -1.537_138_5, -0.498_531_4],
  [-0.969_266, 1.876_010_8, 0.041_556],
  [0.055_643_4, -0.204_025_9, 1.057_225_2],
];
/** Bradford, as ICC.1:2022 annex E has it. */
const D65_TO_D50: Matrix = [
  [1.047_811_2, 0.022_886_6, -0.050_127],
  [0.029_542_4, 0.990_484_4, -0.017_049_1],
  [-0.009_234_5, 0.015_043_6, 0.752_131_6],
];
const D50_TO_D65: Matrix = [
  [0.955_576_6, -0.023_039_3, 0.063_163_6],
  [-0.028_289_5, 1.009_941_6, 0.021_007_7],
  [0.012_298_2, -0.020_483, 1.329_909_8],
];
const D50: Xyz = [0.964_22, 1, 0.825_21];

const times = (matrix: Matrix, [x, y, z]: Xyz): Xyz => {
  const row = ([a, b, c]: Xyz) => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};

const DELTA = 6 / 29;
const forward = (t: number): number =>
  t > DELTA * DELTA * DELTA ? Math.cbrt(t) : t / (3 * DELTA * DELTA) + 4 / 29;
const back = (t: number): number => (t > DELTA ? t * t * t : 3 * DELTA * DELTA * (t - 4 / 29));

/** L*a*b* under D50, 2 degrees, as targets are certified; sRGB's D65 is adapted. */
export const labOf = (rgb: Rgb): Lab => {
  const [x, y, z] = times(D65_TO_D50, times(TO_XYZ, rgb));
  const [fx, fy, fz] = [forward(x / D50[0]), forward(y / D50[1]), forward(z / D50[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
};

/** The linear reflectances that a D50 colour has on an sRGB camera; not clipped. */
export const reflectanceOfLab = ([l, a, b]: Lab): Rgb => {
  const fy = (l + 16) / 116;
  const xyz: Xyz = [D50[0] * back(fy + a / 500), D50[1] * back(fy), D50[2] * back(fy - b / 200)];
  return times(FROM_XYZ, times(D50_TO_D65, xyz));
};

/** Linear light 0..1 to the sRGB code 0..255, not rounded. */
export const srgbCode = (linear: number): number => {
  const c = Math.min(1, Math.max(0, linear));
  return 255 * (c <= 0.003_130_8 ? 12.92 * c : 1.055 * power(c, 1 / 2.4) - 0.055);
};

const degrees = (radians: number): number => ((radians * 180) / Math.PI + 360) % 360;
const radians = (angle: number): number => (angle * Math.PI) / 180;

const meanHue = (h1: number, h2: number, grey: boolean): number => {
  if (grey) return h1 + h2;
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
};

const hueStep = (h1: number, h2: number, grey: boolean): number => {
  if (grey) return 0;
  const step = h2 - h1;
  return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
};

/** Root of the seventh power over itself and that of 25. */
const chromaWeight = (chroma: number): number => {
  const cube = chroma * chroma * chroma;
  const seventh = cube * cube * chroma;
  return Math.sqrt(seventh / (seventh + 6_103_515_625));
};

/** CIEDE2000 with all parametric factors 1. */
export const colourDifference = ([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number => {
  const middle = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - chromaWeight(middle));
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const grey = c1 * c2 === 0;
  const h1 = c1 === 0 ? 0 : degrees(Math.atan2(b1, p1));
  const h2 = c2 === 0 ? 0 : degrees(Math.atan2(b2, p2));
  const dl = l2 - l1;
  const dc = c2 - c1;
  const dh = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(hueStep(h1, h2, grey) / 2));
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const h = meanHue(h1, h2, grey);
  const t =
    1 -
    0.17 * Math.cos(radians(h - 30)) +
    0.24 * Math.cos(radians(2 * h)) +
    0.32 * Math.cos(radians(3 * h + 6)) -
    0.2 * Math.cos(radians(4 * h - 63));
  const turn = 30 * Math.exp(-(((h - 275) / 25) ** 2));
  const rc = 2 * chromaWeight(c);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const rt = -Math.sin(radians(2 * turn)) * rc;
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh));
};
