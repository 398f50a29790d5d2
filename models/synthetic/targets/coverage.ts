/**
 * What a target reflects at a place, averaged over a small square: targets are functions, so that any sensor may look at
 * them at any scale and the truth stays exact.
 */
import type { Millimetres } from "../../../api/words/units.ts";

/** Reflectance 0..1 at (x, y) from the target's upper left corner, averaged over a square of half side `half`. */
export type Reflectance = (x: Millimetres, y: Millimetres, half: Millimetres) => number;

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Share of a stretch of half length `half` around `inside` (signed, positive inside) that lies inside. */
export const edgeCoverage = (inside: Millimetres, half: Millimetres): number =>
  clamp(0.5 + inside / (2 * half));

/** Integral of a square wave of unit period that is 1 in its first half. */
const squareIntegral = (t: number): number => {
  const whole = Math.floor(t);
  return whole * 0.5 + Math.min(t - whole, 0.5);
};

/** Bars of equal width, `perMm` pairs a millimetre, light first, across x or y. */
export const bars =
  (perMm: number, across: "x" | "y", light = 0.9, dark = 0.04): Reflectance =>
  (x, y, half) => {
    const from = ((across === "x" ? x : y) - half) * perMm;
    const span = 2 * half * perMm;
    return dark + ((light - dark) * (squareIntegral(from + span) - squareIntegral(from))) / span;
  };

export const uniform =
  (level: number): Reflectance =>
  () =>
    level;

/** Patches beside each other along x, from `left` on, each of the same width; outside it is as the last value. */
export const strip =
  (levels: readonly number[], width: Millimetres, left: Millimetres, outside: number): Reflectance =>
  (x) => {
    const place = (x - left) / width;
    return place < 0 || place >= levels.length ? outside : (levels[Math.floor(place)] ?? outside);
  };

/** Square fields in rows of `columns`: the first all light, the second all dark, then one for each frequency. */
export const gratings = (
  frequencies: readonly number[],
  field: Millimetres,
  columns: number,
  across: "x" | "y" = "x",
  [light, dark] = [0.9, 0.04],
): Reflectance => {
  const fields: readonly Reflectance[] = [
    uniform(light),
    uniform(dark),
    ...frequencies.map((perMm) => bars(perMm, across, light, dark)),
  ];
  return (x, y, half) => {
    const column = Math.floor(x / field);
    const row = Math.floor(y / field);
    const inside = column >= 0 && column < columns && row >= 0;
    return (inside ? fields[row * columns + column]?.(x, y, half) : undefined) ?? light;
  };
};
