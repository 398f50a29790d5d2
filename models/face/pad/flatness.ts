/** Flatness under motion: a picture that turns moves by one affine map; a head that turns shows its nose against its ears. */
import { PAD } from "../../params/pad.ts";
import { sigmoid } from "../mapping.ts";
import { distance, eyesOfLandmarks } from "../stages/geometry.ts";
import type { HeadPose, Landmarks } from "../stages/parts.ts";

export interface TurnedFace {
  readonly landmarks: Landmarks;
  readonly pose: HeadPose;
}

/** Solves a 3 x 3 system by elimination. */
const solve = (rows: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const m = rows.map((row, i) => [...row, right[i] ?? 0]);
  for (let c = 0; c < 3; c += 1) {
    const pivot = m
      .slice(c)
      .reduce((best, row) => (Math.abs(row[c] ?? 0) > Math.abs(best[c] ?? 0) ? row : best));
    const at = m.indexOf(pivot);
    [m[c], m[at]] = [pivot, m[c] ?? pivot];
    for (const row of m) {
      if (row === pivot) continue;
      const factor = (row[c] ?? 0) / (pivot[c] ?? 1);
      for (let k = c; k < 4; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return m.map((row, i) => (row[3] ?? 0) / (row[i] ?? 1));
};

const apply = (m: readonly number[], b: readonly number[]): number =>
  m.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Root mean square of what the best affine map leaves, in eye distances of the second face. */
const affineResidual = (from: Landmarks, to: Landmarks): number => {
  const basis = from.points.map((p) => [p.x, p.y, 1] as const);
  const normal = [0, 1, 2].map((i) =>
    [0, 1, 2].map((k) => basis.reduce((sum, b) => sum + (b[i] ?? 0) * (b[k] ?? 0), 0)),
  );
  const project = (target: readonly number[]): number[] =>
    solve(
      normal,
      [0, 1, 2].map((i) => basis.reduce((sum, b, n) => sum + (b[i] ?? 0) * (target[n] ?? 0), 0)),
    );
  const [mx, my] = [project(to.points.map((p) => p.x)), project(to.points.map((p) => p.y))];
  const squares = to.points.reduce((sum, p, n) => {
    const b = basis[n] ?? [0, 0, 1];
    return sum + (apply(mx, b) - p.x) ** 2 + (apply(my, b) - p.y) ** 2;
  }, 0);
  const eyes = eyesOfLandmarks(to);
  return Math.sqrt(squares / to.points.length) / distance(eyes.left, eyes.right);
};

/** 0 bona fide .. 1 attack; undefined until the head has turned enough between the two. */
export const flatnessCue = (before: TurnedFace, after: TurnedFace): number | undefined => {
  const turn = Math.hypot(after.pose.yaw - before.pose.yaw, after.pose.pitch - before.pose.pitch);
  if (turn < PAD.flat.leastTurn) return undefined;
  const expected = PAD.flat.relief * Math.sin((turn * Math.PI) / 180);
  return (
    1 - sigmoid(affineResidual(before.landmarks, after.landmarks) / expected, PAD.flat.half, PAD.flat.width)
  );
};
