/** One located face against its truth, and the rows of a group of them. */
import { gazeOff } from "../../models/face/gaze-off.ts";
import type { FaceLandmarks } from "../../models/face/stages/net-answer.ts";
import { mid, type Marks, type Point } from "./face-sets.ts";
import type { BenchRow } from "./row.ts";

const far = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const tilt = (a: Point, b: Point): number => (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length;
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** A state that is truly so or truly not; undefined between the two. */
interface State {
  readonly truth: boolean;
  readonly seen: boolean;
}

export interface Judged {
  readonly eye: readonly number[];
  readonly mouth: number;
  readonly chin: number;
  /** No picture of the chin: `chin` is the error of a guess. */
  readonly chinGuessed: boolean;
  readonly roll: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly shut?: State;
  readonly open?: State;
  readonly away?: State;
  /** Distance of each point over the sigma that the network gave it. */
  readonly sigmas?: readonly number[];
}

/** Inner lip distance over the distance from eyes to chin: truly open above, truly shut below; between, not judged. */
const OPEN = { truth: 0.08, not: 0.04, seen: 0.05 };
/** Degrees between gaze and camera; the criterion's limit is 12. */
const AWAY = { truth: 16, not: 8, seen: 12 };

const between = (value: number | undefined, limits: typeof OPEN, seen: number): State | undefined =>
  value === undefined || (value > limits.not && value < limits.truth)
    ? undefined
    : { truth: value >= limits.truth, seen: seen > limits.seen };

const statesOf = (face: FaceLandmarks, marks: Marks): Pick<Judged, "shut" | "open" | "away"> => {
  const open = between(marks.mouthOpening, OPEN, face.mouthOpening);
  const { gaze, pose } = face;
  const away = between(marks.gaze, AWAY, gazeOff(gaze, pose));
  return {
    ...(marks.closed === undefined
      ? {}
      : { shut: { truth: marks.closed, seen: face.eyeClosed.right > 0.5 } }),
    ...(open === undefined ? {} : { open }),
    ...(away === undefined ? {} : { away }),
  };
};

export const judge = (face: FaceLandmarks, marks: Marks): Judged => {
  const at = (i: number): Point => [face.points[i]?.x ?? Number.NaN, face.points[i]?.y ?? Number.NaN];
  const ied = far(marks.rightEye, marks.leftEye) / 100;
  const right = mid(at(60), at(64));
  const left = mid(at(68), at(72));
  const { pose, points } = marks;
  return {
    eye: [far(right, marks.rightEye) / ied, far(left, marks.leftEye) / ied],
    mouth: (far(at(76), marks.mouthRight) + far(at(82), marks.mouthLeft)) / 2 / ied,
    chin: far(at(16), marks.chin) / ied,
    chinGuessed: marks.chinBeyond ?? false,
    roll: Math.abs(tilt(right, left) - tilt(marks.rightEye, marks.leftEye)),
    ...(pose === undefined
      ? {}
      : { yaw: Math.abs(face.pose.yaw - pose.yaw), pitch: Math.abs(face.pose.pitch - pose.pitch) }),
    ...statesOf(face, marks),
    ...(points === undefined
      ? {}
      : { sigmas: points.map((point, i) => far(at(i), point) / (face.points[i]?.sigma ?? Number.NaN)) }),
  };
};

export interface Tally {
  of?: string;
  pictures: number;
  found: number;
  extra: number;
  readonly judged: Judged[];
}

const present = <T>(all: readonly Judged[], pick: (one: Judged) => T | undefined): T[] =>
  all.map(pick).filter((v): v is T => v !== undefined);

const stateRows = (name: string, all: readonly Judged[]): BenchRow[] => {
  const kinds: readonly [readonly State[], string, string][] = [
    [present(all, (one) => one.shut), "shut eyes found", "open eyes called shut"],
    [present(all, (one) => one.open), "open mouths found", "shut mouths called open"],
    [present(all, (one) => one.away), "gaze away found", "gaze at the camera called away"],
  ];
  return kinds.flatMap(([states, found, wrong]) =>
    ([true, false] as const).flatMap((truth) => {
      const those = states.filter((one) => one.truth === truth);
      if (those.length < 10) return [];
      const value = (100 * those.filter((one) => one.seen).length) / those.length;
      const what = truth ? found : wrong;
      return [{ name: `${name}: ${what}`, value, unit: "%", bar: truth ? ">= 95" : "<= 5" }];
    }),
  );
};

/** Chins that the pictures show; a group of pictures that show none answers for its guesses. */
export const chinsOf = (all: readonly Judged[]): readonly number[] => {
  const shown = all.filter((one) => !one.chinGuessed);
  return (shown.length === 0 ? all : shown).map((one) => one.chin);
};

export const rowsOf = (name: string, tally: Tally): BenchRow[] => {
  const all = tally.judged;
  const eyes = all.flatMap((one) => one.eye);
  const row = (what: string, value: number, unit: string, bar: string): BenchRow[] =>
    Number.isNaN(value) ? [] : [{ name: `${name}: ${what}`, value, unit, bar }];
  const sigmas = present(all, (one) => one.sigmas).flat();
  return [
    ...row(`recall of ${tally.pictures}`, (100 * tally.found) / tally.pictures, "%", "100"),
    ...row("extra boxes", tally.extra, "", "0"),
    ...row("eye centres, mean", mean(eyes), "% IED", "<= 2.5"),
    ...row("eye centres, 95th percentile", quantile(eyes, 0.95), "% IED", "<= 3.8"),
    ...row("mouth corners", mean(all.map((one) => one.mouth)), "% IED", "<= 3.3"),
    ...row("chin", mean(chinsOf(all)), "% IED", "<= 5"),
    ...row("roll", mean(all.map((one) => one.roll)), "deg", "<= 0.5"),
    ...row("yaw", mean(present(all, (one) => one.yaw)), "deg", "<= 3"),
    ...row("pitch", mean(present(all, (one) => one.pitch)), "deg", "<= 3"),
    ...stateRows(name, all),
    ...(sigmas.length === 0
      ? []
      : row("points within 3 sigma", (100 * sigmas.filter((v) => v <= 3).length) / sigmas.length, "%", "")),
  ];
};
