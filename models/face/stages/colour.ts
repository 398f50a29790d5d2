/** sRGB (IEC 61966-2-1) to linear light, and to CIELAB under D65. */
import { power } from "../../../api/base/power.ts";

const linear = (value: number): number => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : power((v + 0.055) / 1.055, 2.4);
};

/** Linear light, 0..1, of each 8-bit value. */
export const LINEAR: Float64Array = Float64Array.from({ length: 256 }, (_, value) => linear(value));

/** Relative luminance, 0..1 (ITU-R BT.709 primaries). */
export const luminanceOf = (red: number, green: number, blue: number): number =>
  0.2126 * (LINEAR[red] ?? 0) + 0.7152 * (LINEAR[green] ?? 0) + 0.0722 * (LINEAR[blue] ?? 0);

const WHITE = { x: 0.950_47, z: 1.088_83 };
const cubeRoot = (t: number): number =>
  t > (6 / 29) ** 2 * (6 / 29) ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;

export interface Lab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

export const labOf = (red: number, green: number, blue: number): Lab => {
  const [r, g, b] = [LINEAR[red] ?? 0, LINEAR[green] ?? 0, LINEAR[blue] ?? 0];
  const fx = cubeRoot((0.412_456 * r + 0.357_576 * g + 0.180_437 * b) / WHITE.x);
  const fy = cubeRoot(0.212_673 * r + 0.715_152 * g + 0.072_175 * b);
  const fz = cubeRoot((0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / WHITE.z);
  return { l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
};

/** Individual typology angle, degrees: how light or dark skin is (55 and more very light, below -30 dark). */
export const typologyAngle = ({ l, b }: Lab): number => (Math.atan2(l - 50, b) * 180) / Math.PI;
