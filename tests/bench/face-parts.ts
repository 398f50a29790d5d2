/** How well the parts around a face are told apart: intersection over union on held-out people. */
import { detectFaces } from "../../models/face/stages/net-detect.ts";
import { locateLandmarks } from "../../models/face/stages/net-landmarks.ts";
import { PARTS, partAt, segmentFace } from "../../models/face/stages/net-segment.ts";
import { networks } from "../../models/onnx.ts";
import type { Portrait } from "./face-sets.ts";
import type { BenchRow } from "./row.ts";

/** The renderer's classes as the network answers them (models/training/data.py, COARSE). */
const COARSE = [0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1, 2, 1] as const;
const BARS: Readonly<Record<string, string>> = {
  covering: ">= 0.85",
  "glasses-frame": ">= 0.85",
  lens: ">= 0.85",
};

/** One row a part, over all held-out pictures whose face is found. */
export const partsRows = async (portraits: readonly Portrait[]): Promise<BenchRow[]> => {
  if (!networks().some((entry) => entry.name === "face-segment")) return [];
  const both = new Float64Array(PARTS.length);
  const either = new Float64Array(PARTS.length);
  for (const portrait of portraits) {
    if (portrait.mask === undefined) continue;
    const image = await portrait.image();
    const box = (await detectFaces(image))[0]?.box;
    if (box === undefined) continue;
    const parts = await segmentFace(image, await locateLandmarks(image, box));
    for (let y = 0; y < image.height; y += 2)
      for (let x = 0; x < image.width; x += 2) {
        const seen = partAt(parts, x + 0.5, y + 0.5);
        if (seen === undefined) continue;
        const a = PARTS.indexOf(seen);
        const b = COARSE[portrait.mask[y * image.width + x] ?? 0] ?? 0;
        if (a === b) both[a] = (both[a] ?? 0) + 1;
        either[a] = (either[a] ?? 0) + 1;
        if (a !== b) either[b] = (either[b] ?? 0) + 1;
      }
  }
  return PARTS.map((part, k) => ({
    name: `held-out, ${part}: IoU`,
    value: (both[k] ?? 0) / Math.max(1, either[k] ?? 0),
    unit: "",
    ...(BARS[part] === undefined ? {} : { bar: BARS[part] }),
  }));
};
