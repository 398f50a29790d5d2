/** A pen trajectory in millimetres, as strokes: runs of points during which the pen touched the pad. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { PenTrajectory } from "../../api/words/sample.ts";
import type { Millimetres } from "../../api/words/units.ts";

export interface StrokePoint {
  readonly x: Millimetres;
  readonly y: Millimetres;
  /** 0..1. */
  readonly pressure: number;
}

export interface Strokes {
  readonly width: Millimetres;
  readonly height: Millimetres;
  readonly strokes: readonly (readonly StrokePoint[])[];
}

/**
 * `padWidthMm` serves pads that do not state their size. Pads have square units: height follows from width.
 * Throws OutsideFault input-missing where neither says how wide the pad is.
 */
export const strokesOf = (trajectory: PenTrajectory, padWidthMm?: Millimetres): Strokes => {
  const width = trajectory.widthMm ?? padWidthMm;
  if (width === undefined || trajectory.maxX <= 0)
    throw new OutsideFault(
      "input-missing",
      "The signature pad does not state its width; name it as devices.padWidthMm in the configuration (or in session.json).",
    );
  const unit = width / trajectory.maxX;
  const strokes: StrokePoint[][] = [];
  let down = false;
  for (const point of trajectory.points) {
    if (!point.contact) {
      down = false;
      continue;
    }
    if (!down) strokes.push([]);
    down = true;
    const pressure = trajectory.maxPressure > 0 ? point.pressure / trajectory.maxPressure : 0.5;
    strokes
      .at(-1)
      ?.push({ x: point.x * unit, y: point.y * unit, pressure: Math.min(1, Math.max(0, pressure)) });
  }
  return { width, height: trajectory.maxY * unit, strokes };
};
