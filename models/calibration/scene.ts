/** What a camera sees around the subject: the empty backdrop, flicker of the light, and how near, far, low and high it reaches. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { MEASUREMENTS } from "../params/calibration.ts";
import { deviation, mean, quantile, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { luminanceOf } from "./plane.ts";
import { edgesOf } from "./sharpness.ts";

const FIELDS = { columns: 16, rows: 12 } as const;

/** The scene without anybody in it. */
export const measureBackground = ({ width, height, pixels }: RgbImage): readonly Measurement[] => {
  const sums = Array.from({ length: FIELDS.columns * FIELDS.rows }, () => [0, 0, 0, 0]);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const row = Math.floor((y * FIELDS.rows) / height);
      const field = sums[row * FIELDS.columns + Math.floor((x * FIELDS.columns) / width)];
      if (field === undefined) continue;
      for (let channel = 0; channel < 3; channel += 1)
        field[channel] = (field[channel] ?? 0) + (pixels[(y * width + x) * 3 + channel] ?? 0);
      field[3] = (field[3] ?? 0) + 1;
    }
  const levels = sums.map(([r = 0, g = 0, b = 0, n = 1]) => (r + g + b) / (3 * n));
  const channels = [0, 1, 2].map((channel) =>
    mean(sums.map((field) => (field[channel] ?? 0) / (field[3] ?? 1))),
  );
  const cast = Math.max(...channels) - Math.min(...channels);
  return [
    measured("background-level", mean(levels), 0.5),
    measured("background-cast", cast, 0.5),
    measured("background-evenness", quantile(levels, 0.975) - quantile(levels, 0.025), 1),
  ];
};

export interface TimedPicture {
  readonly picture: RgbImage;
  readonly t: Microseconds;
}

const LEAST_FRAMES = 8;
/** Bands of light move through rows with at most so many periods a picture. */
const MOST_BANDS = 24;

/** A still scene, a second or more of it. Throws OutsideFault picture-unreadable for fewer than eight frames. */
export const measureFlicker = (frames: readonly TimedPicture[]): readonly Measurement[] => {
  const height = frames[0]?.picture.height ?? 0;
  if (frames.length < LEAST_FRAMES || height === 0)
    throw unmeasurable(
      `${frames.length} frames came and ${LEAST_FRAMES} are needed; let the camera run and try again.`,
    );
  const profiles = frames.map(({ picture }) => {
    const { width, data } = luminanceOf(picture);
    return Float64Array.from({ length: height }, (_none, y) => {
      let sum = 0;
      for (let x = 0; x < width; x += 1) sum += data[y * width + x] ?? 0;
      return sum / width;
    });
  });
  const usual = Float64Array.from({ length: height }, (_none, y) =>
    mean(profiles.map((profile) => profile[y] ?? 0)),
  );
  const means = profiles.map((profile) => mean([...profile]));
  const overall = mean(means);
  const bands = profiles.map((profile, k) => {
    const rest = Array.from(
      profile,
      (value, y) => value / Math.max(1e-6, usual[y] ?? 0) - (means[k] ?? 0) / overall,
    );
    let most = 0;
    for (let cycles = 0.5; cycles <= MOST_BANDS; cycles += 0.5) {
      let [re, im] = [0, 0];
      for (const [y, value] of rest.entries()) {
        const angle = (2 * Math.PI * cycles * y) / height;
        re += value * Math.cos(angle);
        im -= value * Math.sin(angle);
      }
      most = Math.max(most, (200 * Math.hypot(re, im)) / height);
    }
    return most;
  });
  const intervals = frames.slice(1).map(({ t }, i) => t - (frames[i]?.t ?? 0));
  const interval = quantile(intervals, 0.5);
  return [
    measured("flicker-rows", quantile(bands, 0.5), 0.2),
    measured("flicker-frames", (200 * deviation(means)) / overall, 0.2),
    measured("frame-rate", 1e6 / interval, (1e6 / interval) * 0.02),
  ];
};

/** A picture of the sharpness sheet held at one mark. */
export interface StationPicture {
  readonly distanceCm: number;
  readonly heightCm: number;
  readonly picture: RgbImage;
}

const LEAST_HALF = MEASUREMENTS["range-sharp"].limit.atLeast;

interface StationSeen {
  readonly distanceCm: number;
  readonly heightCm: number;
  readonly half: number;
  readonly pixelsPerMm: number;
}

const seenAt = ({ picture, distanceCm, heightCm }: StationPicture): StationSeen | undefined => {
  try {
    const edges = edgesOf(picture);
    const half = mean(edges.map((edge) => edge.half));
    return { distanceCm, heightCm, half, pixelsPerMm: mean(edges.map(({ pixelsPerMm }) => pixelsPerMm)) };
  } catch (error) {
    if (error instanceof Error && error.name === "OutsideFault") return undefined;
    throw error;
  }
};

const extreme = (values: readonly number[], pick: (...of: number[]) => number, none: number) =>
  values.length === 0 ? none : pick(...values);

/** Distances and body heights at which the sheet is seen whole and sharp. */
export const measureRange = (stations: readonly StationPicture[]): readonly Measurement[] => {
  const seen = stations.flatMap((station) => seenAt(station) ?? []);
  if (seen.length === 0)
    throw unmeasurable("The sharpness sheet is not seen at any mark; hold it upright at each of them.");
  const good = seen.filter(({ half }) => half >= LEAST_HALF);
  const farthest = seen.reduce((most, station) => (station.distanceCm > most.distanceCm ? station : most));
  const distances = good.map(({ distanceCm }) => distanceCm);
  const heights = good.map(({ heightCm }) => heightCm);
  return [
    measured("range-sharp", Math.min(...seen.map(({ half }) => half)), 0.02),
    measured("range-scale", farthest.pixelsPerMm, 0.01),
    measured("range-nearest", extreme(distances, Math.min, 999), 1),
    measured("range-farthest", extreme(distances, Math.max, 0), 1),
    measured("range-lowest", extreme(heights, Math.min, 999), 2),
    measured("range-highest", extreme(heights, Math.max, 0), 2),
  ];
};
