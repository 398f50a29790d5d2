/** Resolution and geometry of a scanner from a bar target of known pitch, in both directions (TR-03121-3.2 5.1.5.1.2). */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { PixelsPerInch } from "../../api/words/units.ts";
import { solve, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { planeOf } from "./plane.ts";
import { measureWave, type Field, type Wave } from "./wave.ts";

const MM_PER_INCH = 25.4;

export interface BarTarget {
  /** Pairs of bars a millimetre, from the target's certificate. */
  readonly perMm: number;
  /** Expanded (k = 2), relative, from the certificate. */
  readonly relativeUncertainty: number;
}

export interface GeometryInput {
  /** Bars upright: they count along rows. */
  readonly upright: GreyImage;
  /** Bars lying: they count along columns. */
  readonly lying: GreyImage;
  readonly target: BarTarget;
  /** What the device is stated to resolve. */
  readonly stated: PixelsPerInch;
}

/** TR: D <= 0.0007 in up to 0.07 in, D <= 0.01 X beyond (500 ppi); D <= 0.0005 in, 0.0071 X (1000 ppi). */
const allowed = (mm: number, stated: PixelsPerInch): number => {
  const [least, share] = stated < 750 ? [0.0007, 0.01] : [0.0005, 0.0071];
  return mm <= 0.07 * MM_PER_INCH ? least * MM_PER_INCH : share * mm;
};

interface Direction {
  readonly wave: Wave;
  readonly axis: "x" | "y";
  /** True millimetres a pixel along the axis. */
  readonly mmPerPixel: number;
  /** Measured over stated resolution, less one. */
  readonly scaleError: number;
}

/** Share of pairs of fields whose distance across the bars is as it should be. */
const acrossShare = (
  { wave, axis, mmPerPixel, scaleError }: Direction,
  perMm: number,
  stated: PixelsPerInch,
): number => {
  let [good, all] = [0, 0];
  for (const [i, a] of wave.fields.entries())
    for (const b of wave.fields.slice(i + 1)) {
      const distance = Math.abs(a[axis] - b[axis]) * mmPerPixel;
      if (distance < 1 / perMm || distance > 1.5 * MM_PER_INCH) continue;
      const error = distance * scaleError + (Math.sign(a[axis] - b[axis]) * (a.cycles - b.cycles)) / perMm;
      all += 1;
      if (Math.abs(error) <= allowed(distance, stated)) good += 1;
    }
  return all === 0 ? Number.NaN : (100 * good) / all;
};

/** Largest wander of a bar along its length. */
const alongBar = ({ wave, axis }: Direction, perMm: number): number => {
  const bars = new Map<number, Field[]>();
  for (const field of wave.fields) bars.set(field[axis], [...(bars.get(field[axis]) ?? []), field]);
  const wander = [...bars.values()].map((fields) => {
    const cycles = fields.map(({ cycles }) => cycles);
    return (Math.max(...cycles) - Math.min(...cycles)) / perMm;
  });
  return Math.max(...wander);
};

/** Throws OutsideFault picture-unreadable when a target cannot be seen. */
export const measureGeometry = ({
  upright,
  lying,
  target,
  stated,
}: GeometryInput): readonly Measurement[] => {
  const { perMm, relativeUncertainty } = target;
  const expected = (perMm * MM_PER_INCH) / stated;
  const across = measureWave(planeOf(upright), { expected, across: "x" });
  const along = measureWave(planeOf(lying), { expected, across: "y" });
  // Bars of one target turned by an unknown angle: (kx / px)^2 + (ky / py)^2 = f^2, for both pictures.
  const squares = solve(
    [
      [across.vector.x ** 2, across.vector.y ** 2],
      [along.vector.x ** 2, along.vector.y ** 2],
    ],
    [perMm ** 2, perMm ** 2],
  );
  const [a = 0, b = 0] = squares ?? [];
  if (a <= 0 || b <= 0)
    throw unmeasurable(
      "The bars lie alike in both pictures; turn the target by a right angle for the second.",
    );
  const [perMmX, perMmY] = [Math.sqrt(a), Math.sqrt(b)];
  const direction = (wave: Wave, axis: "x" | "y", pixelsPerMm: number): Direction => ({
    wave,
    axis,
    mmPerPixel: 1 / pixelsPerMm,
    scaleError: (pixelsPerMm * MM_PER_INCH) / stated - 1,
  });
  const [x, y] = [direction(across, "x", perMmX), direction(along, "y", perMmY)];
  const relative = (wave: Wave) => Math.hypot(2 * wave.relative, relativeUncertainty);
  const values = (axis: "x" | "y", { wave, scaleError }: Direction, pixelsPerMm: number): Measurement[] => [
    measured(`resolution-${axis}`, pixelsPerMm * MM_PER_INCH, pixelsPerMm * MM_PER_INCH * relative(wave)),
    measured(`scale-${axis}`, scaleError * 100, 100 * relative(wave)),
  ];
  return [
    ...values("x", x, perMmX),
    ...values("y", y, perMmY),
    measured("across-bar", Math.min(acrossShare(x, perMm, stated), acrossShare(y, perMm, stated)), 0.5),
    measured("along-bar", Math.max(alongBar(x, perMm), alongBar(y, perMm)), 0.01),
  ];
};
