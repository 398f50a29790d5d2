/** Signature pads: where the pen is seen, how its pressure is seen, where it is not seen at all, and how often. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { PenPoint, PenTrajectory } from "../../api/words/sample.ts";
import type { Millimetres } from "../../api/words/units.ts";
import { deviation, leastSquares, mean, quantile, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { MAPPING_MARKS, type PadMark } from "./pad-pattern.ts";

export interface PenMark {
  readonly x: Millimetres;
  readonly y: Millimetres;
}

interface Area {
  readonly width: Millimetres;
  readonly height: Millimetres;
}

/** Throws OutsideFault when the pad does not say how large it is: nothing can be told in millimetres then. */
export const areaOf = ({ maxX, maxY, widthMm }: PenTrajectory): Area => {
  if (widthMm === undefined)
    throw unmeasurable("The pad does not state its size; places on it cannot be told in millimetres.");
  return { width: widthMm, height: (widthMm * maxY) / maxX };
};

/** Where marks lie on a pad of that size. */
const placesOf = (marks: readonly PadMark[], { width, height }: Area): readonly PenMark[] =>
  marks.map(({ x, y }) => ({ x: width * x, y: height * y }));

/** Five crosses: the corners of the middle three quarters, and the middle. */
export const crossesOf = (area: Area): readonly PenMark[] => placesOf(MAPPING_MARKS, area);

/** Touches: runs of contact, each as the mean of its points. */
const touchesOf = (trajectory: PenTrajectory, { width, height }: Area): PenMark[] => {
  const runs: PenPoint[][] = [];
  let open = false;
  for (const point of trajectory.points) {
    if (point.contact && !open) runs.push([]);
    if (point.contact) runs.at(-1)?.push(point);
    open = point.contact;
  }
  return runs
    .filter((run) => run.length >= 3)
    .map((run) => ({
      x: (mean(run.map(({ x }) => x)) / trajectory.maxX) * width,
      y: (mean(run.map(({ y }) => y)) / trajectory.maxY) * height,
    }));
};

interface Mapping {
  readonly offset: Millimetres;
  readonly rest: Millimetres;
  /** Scale error in percent and its expanded uncertainty. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Touches against the places they were meant for, one by one. */
const mappingOf = (crosses: readonly PenMark[], touches: readonly PenMark[]): Mapping => {
  const rows = crosses.map(({ x, y }) => [1, x, y]);
  const [fitX, fitY] = [
    leastSquares(
      rows,
      touches.map(({ x }) => x),
    ),
    leastSquares(
      rows,
      touches.map(({ y }) => y),
    ),
  ];
  if (fitX === undefined || fitY === undefined)
    throw unmeasurable("The touches do not tell where the pen is.");
  const off = touches.map(({ x, y }, i) => Math.hypot(x - (crosses[i]?.x ?? 0), y - (crosses[i]?.y ?? 0)));
  const [, scaleX = 1, shearX = 0] = fitX.parameters;
  const [, shearY = 0, scaleY = 1] = fitY.parameters;
  return {
    offset: mean(off),
    rest: Math.hypot(fitX.rms, fitY.rms),
    x: [100 * (Math.hypot(scaleX, shearY) - 1), 200 * (fitX.deviations[1] ?? 0)],
    y: [100 * (Math.hypot(scaleY, shearX) - 1), 200 * (fitY.deviations[2] ?? 0)],
  };
};

/** The crosses touched one after the other, in the order in which they were given. */
export const measureMapping = (trajectory: PenTrajectory): readonly Measurement[] => {
  const area = areaOf(trajectory);
  const crosses = crossesOf(area);
  const touches = touchesOf(trajectory, area);
  if (touches.length !== crosses.length)
    throw unmeasurable(
      `${touches.length} touches were seen and ${crosses.length} crosses are to be touched; touch each once, in order.`,
    );
  const fit = mappingOf(crosses, touches);
  return [
    measured("mapping-offset", fit.offset, 0.3),
    // Five touches and three parameters a direction.
    measured("mapping-rest", fit.rest, 0.3),
    measured("mapping-scale-x", ...fit.x),
    measured("mapping-scale-y", ...fit.y),
  ];
};

/** Farther from a cross a touch is not one of it. */
const NEAR: Millimetres = 6;

/** Each touch belongs to the cross it is nearest to; one that is near none, or to one that was touched, is passed over. */
const touchedOf = (crosses: readonly PenMark[], touches: readonly PenMark[]) => {
  const pairs = crosses.flatMap((cross) => {
    const distance = (touch: PenMark) => Math.hypot(touch.x - cross.x, touch.y - cross.y);
    const [nearest] = touches.toSorted((a, b) => distance(a) - distance(b));
    return nearest !== undefined && distance(nearest) <= NEAR ? [{ cross, touch: nearest }] : [];
  });
  return {
    crosses: pairs.map(({ cross }) => cross),
    touches: pairs.map(({ touch }) => touch),
  };
};

/** Crosses that only the pad's own screen shows, touched in any order: what is shown, and where, is told by the pen. */
export const measureScreen = (
  trajectory: PenTrajectory,
  marks: readonly PadMark[],
): readonly Measurement[] => {
  const area = areaOf(trajectory);
  const crosses = placesOf(marks, area);
  const all = touchesOf(trajectory, area);
  const seen = touchedOf(crosses, all);
  // Touching everywhere is not seeing.
  const stray = Math.max(0, all.length - crosses.length);
  const share = (100 * Math.max(0, seen.crosses.length - stray)) / crosses.length;
  const touched = measured("screen-touched", share, 0);
  if (seen.crosses.length < crosses.length) return [touched];
  const fit = mappingOf(seen.crosses, seen.touches);
  return [
    touched,
    measured("screen-offset", fit.offset, 0.3),
    measured("screen-scale-x", ...fit.x),
    measured("screen-scale-y", ...fit.y),
  ];
};

const pressures = (trajectory: PenTrajectory): number[] =>
  trajectory.points.filter(({ contact }) => contact).map(({ pressure }) => pressure);

const LEAST_PRESSES = 50;

/**
 * The pen pressed from nothing to hard and back. `weights`: reference masses in grams set on the pen one after the other,
 * each lifted before the next, where a set of them is owned.
 */
export const measurePressure = (
  trajectory: PenTrajectory,
  weights: readonly number[] = [],
): readonly Measurement[] => {
  const values = pressures(trajectory);
  if (values.length < LEAST_PRESSES)
    throw unmeasurable("The pen was hardly pressed; press it slowly from nothing to hard.");
  const levels = [...new Set(values)].toSorted((a, b) => a - b);
  const { maxPressure } = trajectory;
  const gap = Math.max(...levels.map((level, i) => level - (levels[i - 1] ?? 0)));
  return [
    measured("pressure-levels", levels.length, 0),
    measured("pressure-top", (100 * (levels.at(-1) ?? 0)) / maxPressure, 0.5),
    measured("pressure-gaps", (100 * gap) / maxPressure, 0.5),
    ...(weights.length < 3 ? [] : [linearity(trajectory, weights)]),
  ];
};

const linearity = (trajectory: PenTrajectory, weights: readonly number[]): Measurement => {
  const runs: number[][] = [];
  let open = false;
  for (const { contact, pressure } of trajectory.points) {
    if (contact && !open) runs.push([]);
    if (contact) runs.at(-1)?.push(pressure);
    open = contact;
  }
  const held = runs.filter((run) => run.length >= 10).map((run) => quantile(run, 0.5));
  if (held.length !== weights.length)
    throw unmeasurable(
      `${held.length} weights were seen and ${weights.length} are known; set each on the pen and lift it again.`,
    );
  const fit = leastSquares(
    weights.map((weight) => [1, weight]),
    held,
  );
  const worst = Math.max(...(fit?.residuals ?? [0]).map(Math.abs));
  return measured("pressure-linearity", (100 * worst) / trajectory.maxPressure, 1);
};

/** Side of a field that either answers or does not. */
const FIELD: Millimetres = 5;

export interface DeadField {
  /** Of its middle. */
  readonly x: Millimetres;
  readonly y: Millimetres;
}

/** The whole pad hatched with lines a few millimetres apart: fields that a line must have crossed and that gave no point. */
export const measureDeadZones = (
  trajectory: PenTrajectory,
): { readonly measurements: readonly Measurement[]; readonly dead: readonly DeadField[] } => {
  const area = areaOf(trajectory);
  const columns = Math.max(1, Math.floor(area.width / FIELD));
  const rows = Math.max(1, Math.floor(area.height / FIELD));
  const answered = new Uint8Array(columns * rows);
  const crossed = new Uint8Array(columns * rows);
  const fieldAt = (x: number, y: number): number => {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((x / trajectory.maxX) * columns)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((y / trajectory.maxY) * rows)));
    return row * columns + column;
  };
  let before: PenPoint | undefined;
  for (const point of trajectory.points) {
    if (!point.contact) continue;
    answered[fieldAt(point.x, point.y)] = 1;
    // A line goes on where the pad lost it: what lies between was crossed too.
    const far =
      before === undefined
        ? 0
        : Math.hypot(
            ((point.x - before.x) / trajectory.maxX) * area.width,
            ((point.y - before.y) / trajectory.maxY) * area.height,
          );
    const steps = Math.ceil(far);
    if (before !== undefined && steps > 1)
      for (let i = 1; i < steps; i += 1)
        crossed[
          fieldAt(
            before.x + ((point.x - before.x) * i) / steps,
            before.y + ((point.y - before.y) * i) / steps,
          )
        ] = 1;
    before = point;
  }
  const dead: DeadField[] = [];
  let seen = 0;
  for (let i = 0; i < answered.length; i += 1) {
    if (answered[i] === 1 || crossed[i] === 1) seen += 1;
    if (answered[i] === 1 || crossed[i] !== 1) continue;
    dead.push({
      x: ((i % columns) + 0.5) * (area.width / columns),
      y: (Math.floor(i / columns) + 0.5) * (area.height / rows),
    });
  }
  return {
    measurements: [
      measured("dead-area", (100 * dead.length) / answered.length, 0),
      measured("hatch-coverage", (100 * seen) / answered.length, 1),
    ],
    dead,
  };
};

const LEAST_INTERVALS = 40;

export const measureReportRate = ({ points }: PenTrajectory): readonly Measurement[] => {
  const intervals = points.flatMap((point, i) => {
    const before = points[i - 1];
    return before?.contact === true && point.contact ? [point.t - before.t] : [];
  });
  if (intervals.length < LEAST_INTERVALS)
    throw unmeasurable("The pen was down too shortly; draw for two seconds.");
  const usual = quantile(intervals, 0.5);
  const mid = intervals.filter((interval) => interval < 4 * usual);
  const rate = 1e6 / mean(mid);
  const late = intervals.filter((interval) => interval > 1.5 * usual).length;
  return [
    measured("report-rate", rate, (2 * rate * deviation(mid)) / mean(mid) / Math.sqrt(mid.length)),
    measured("report-gaps", (100 * late) / intervals.length, 0.2),
  ];
};
