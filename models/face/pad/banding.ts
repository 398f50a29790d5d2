/** Banding: a screen that refreshes while the shutter is open lays the same stripes over everything it shows. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { PAD } from "../../params/pad.ts";
import { sigmoid } from "../mapping.ts";

/** Mean luma of each row in a strip, less what changes slowly. */
const profile = ({ width, height, pixels }: RgbImage, from: number, to: number): Float64Array => {
  const rows = Float64Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = from; x < to; x += 1) {
      const at = (y * width + x) * 3;
      sum += 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
    }
    return sum / (to - from);
  });
  const reach = Math.max(2, Math.round(height / PAD.banding.smooth));
  return rows.map((value, y) => {
    let [sum, count] = [0, 0];
    for (let k = Math.max(0, y - reach); k <= Math.min(height - 1, y + reach); k += 1) {
      sum += rows[k] ?? 0;
      count += 1;
    }
    return value - sum / count;
  });
};

/** 0 bona fide .. 1 attack. The strips beside the head show unlike things, unless stripes lie over both. */
export const bandingCue = (frame: RgbImage): number => {
  const strip = Math.max(8, Math.round(frame.width * 0.08));
  const left = profile(frame, 0, strip);
  const right = profile(frame, frame.width - strip, frame.width);
  // Shoulders come in from below on both sides alike.
  const rows = Math.floor(frame.height * 0.6);
  let [ab, aa, bb] = [0, 0, 0];
  for (let y = 0; y < rows; y += 1) {
    const [a, b] = [left[y] ?? 0, right[y] ?? 0];
    ab += a * b;
    aa += a * a;
    bb += b * b;
  }
  const levels = Math.sqrt(Math.min(aa, bb) / rows);
  if (levels < PAD.banding.leastLevels) return 0;
  return sigmoid(ab / Math.sqrt(aa * bb), PAD.banding.half, PAD.banding.width);
};
