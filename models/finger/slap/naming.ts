/** Which finger is which: left to right as asked for; where some are missing, by the shape of a hand. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { CELL_MM, SLAP } from "./params.ts";
import type { Blob } from "./fingers.ts";

/** Fingertips of a flat right hand, millimetres: across from the index finger, and up. Left hands mirror it. */
const TIPS = { index: [0, 0], middle: [21, 9], ring: [42, 4], little: [62, -14] } as const;

const tipOf = (position: FingerPosition): { x: number; y: number } => {
  const [hand, finger = "index"] = position.split("-");
  const [x, y] = finger in TIPS ? TIPS[finger as keyof typeof TIPS] : [0, 0];
  return { x: hand === "right" ? x : -x, y };
};

const choices = <T>(from: readonly T[], count: number): T[][] => {
  if (count === 0) return [[]];
  return from.flatMap((item, i) => choices(from.slice(i + 1), count - 1).map((rest) => [item, ...rest]));
};

/** Root mean square, in millimetres, by which the tips miss the hand's shape after the best shift. */
const misfit = (blobs: readonly Blob[], positions: readonly FingerPosition[]): number => {
  // Fingers of two hands lie as far apart as the applicant likes, at about one height.
  const twoHands = new Set(positions.map((position) => position.split("-")[0])).size > 1;
  const off = blobs.map((blob, k) => {
    const tip = tipOf(positions[k] ?? "right-index");
    return {
      x: twoHands ? 0 : ((blob.left + blob.right) / 2) * CELL_MM - tip.x,
      y: -blob.top * CELL_MM - tip.y,
    };
  });
  const mean = (of: (o: { x: number; y: number }) => number) =>
    off.reduce((sum, o) => sum + of(o), 0) / off.length;
  const [mx, my] = [mean((o) => o.x), mean((o) => o.y)];
  return Math.sqrt(mean((o) => (o.x - mx) ** 2 + (o.y - my) ** 2));
};

export interface Naming {
  readonly positions: readonly FingerPosition[];
  /** Millimetres by which the named fingers miss the shape of a hand. */
  readonly misfit: number;
  /** False where another naming fits the hand's shape nearly as well: the operator must say. */
  readonly certain: boolean;
}

/** `asked` from left to right on the platen; blobs from left to right, at least one and no more than asked. */
export const nameFingers = (blobs: readonly Blob[], asked: readonly FingerPosition[]): Naming => {
  const ways = choices(asked, blobs.length)
    .map((positions) => ({ positions, misfit: misfit(blobs, positions) }))
    .sort((a, b) => a.misfit - b.misfit);
  const [best = { positions: [], misfit: 0 }, second] = ways;
  return { ...best, certain: second === undefined || second.misfit > best.misfit + SLAP.doubt };
};
