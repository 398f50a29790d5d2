/** Plain geometry on landmarks. */
import type { Point } from "../../../api/words/units.ts";
import type { EyeCentres, Landmarks } from "./parts.ts";

export const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Indices into the 98 points (WFLW order); right and left are the subject's. */
export const LANDMARK = {
  chin: 16,
  /** Ends of the jaw line, at the ears. */
  jaw: { right: 0, left: 32 },
  /** Lower and upper edge of each brow's middle. */
  brows: { right: [34, 35, 36, 39, 40], left: [43, 44, 45, 48, 49] },
  noseTip: 54,
  rightEye: {
    outer: 60,
    inner: 64,
    lids: [
      [61, 67],
      [62, 66],
      [63, 65],
    ],
  },
  leftEye: {
    inner: 68,
    outer: 72,
    lids: [
      [69, 75],
      [70, 74],
      [71, 73],
    ],
  },
  rightEyeAll: [60, 61, 62, 63, 64, 65, 66, 67],
  leftEyeAll: [68, 69, 70, 71, 72, 73, 74, 75],
  mouth: { right: 76, left: 82, top: 79, bottom: 85 },
  outerLips: [76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87],
  innerLips: [
    [89, 95],
    [90, 94],
    [91, 93],
  ],
} as const;

/** Whether a point of the 98 is of an eye: its lids, corners and pupil. */
export const ofEyes = (point: number): boolean =>
  (point >= 60 && point <= 75) || point === 96 || point === 97;

export const pointAt = (landmarks: Pick<Landmarks, "points">, index: number): Point =>
  landmarks.points[index] ?? { x: Number.NaN, y: Number.NaN };

/** Eye centres of the landmarks: the middle between the eye's corners. */
export const eyesOfLandmarks = (landmarks: Pick<Landmarks, "points">): EyeCentres => ({
  right: between(pointAt(landmarks, LANDMARK.rightEye.outer), pointAt(landmarks, LANDMARK.rightEye.inner)),
  left: between(pointAt(landmarks, LANDMARK.leftEye.inner), pointAt(landmarks, LANDMARK.leftEye.outer)),
});

/** Roll in degrees, positive towards the subject's right shoulder (the right eye, of smaller x, is then the lower one); pixels between the eyes. */
export const eyeLineOf = ({ left, right }: EyeCentres): { roll: number; distance: number } => ({
  roll: (Math.atan2(right.y - left.y, left.x - right.x) * 180) / Math.PI,
  distance: distance(left, right),
});

/** The length that ISO/IEC 29794-5 calls T: from between the eyes to the chin. */
export const eyesToChin = (landmarks: Landmarks): number => {
  const eyes = eyesOfLandmarks(landmarks);
  return distance(between(eyes.left, eyes.right), pointAt(landmarks, LANDMARK.chin));
};

/** The largest distance between pairs of landmarks. */
export const widest = (landmarks: Landmarks, pairs: readonly (readonly [number, number])[]): number =>
  Math.max(...pairs.map(([a, b]) => distance(pointAt(landmarks, a), pointAt(landmarks, b))));

/** One side of the hull of points in order. */
const halfHull = (list: readonly Point[]): Point[] => {
  const hull: Point[] = [];
  for (const p of list) {
    for (;;) {
      const a = hull.at(-2);
      const b = hull.at(-1);
      if (a === undefined || b === undefined) break;
      if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
      hull.pop();
    }
    hull.push(p);
  }
  hull.pop();
  return hull;
};

/** Convex hull, clockwise in pictures (y down). */
export const convexHull = (points: readonly Point[]): Point[] => {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
};

/** Marks the pixels whose middle lies inside a polygon (even-odd); returns how many there are. */
export const fillPolygon = (
  inside: Uint8Array,
  width: number,
  height: number,
  polygon: readonly Point[],
): number => {
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    const crossings: number[] = [];
    polygon.forEach((p, i) => {
      const q = polygon[(i + 1) % polygon.length] ?? p;
      if (p.y <= y !== q.y <= y) crossings.push(p.x + ((y - p.y) * (q.x - p.x)) / (q.y - p.y));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k] ?? 0));
      const to = Math.min(width - 1, Math.floor(crossings[k + 1] ?? -1));
      for (let x = from; x <= to; x += 1) {
        inside[y * width + x] = 1;
        count += 1;
      }
    }
  }
  return count;
};
