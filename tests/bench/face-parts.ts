/** How well the parts around a face are told apart: intersection over union on held-out people. */
import type { FaceLandmarks } from "../../models/face/stages/net-answer.ts";
import { PARTS, partAt, segmentFace } from "../../models/face/stages/net-segment.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { BenchRow } from "./row.ts";

/** The renderer's classes as the network answers them (models/training/data.py, COARSE). */
const COARSE = [0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1, 2, 1] as const;
/** Frames and lenses together are the glasses that the bar speaks of; a rim alone is a pixel or two wide. */
const WHOLES: readonly { name: string; parts: readonly number[]; bar?: string }[] = [
  ...PARTS.map((name, k) => ({ name, parts: [k], ...(name === "covering" ? { bar: ">= 0.85" } : {}) })),
  {
    name: "glasses (frame or lens)",
    parts: [PARTS.indexOf("glasses-frame"), PARTS.indexOf("lens")],
    bar: ">= 0.85",
  },
];

/** Pixels counted by what they are and what they were taken for, over all pictures whose face is found. */
export class PartsTally {
  readonly #counts = new Float64Array(PARTS.length * PARTS.length);

  async add(image: RgbImage, face: FaceLandmarks, mask: Uint8Array): Promise<void> {
    const parts = await segmentFace(image, face);
    for (let y = 0; y < image.height; y += 1)
      for (let x = 0; x < image.width; x += 1) {
        const seen = partAt(parts, x + 0.5, y + 0.5);
        if (seen === undefined) continue;
        const at = (COARSE[mask[y * image.width + x] ?? 0] ?? 0) * PARTS.length + PARTS.indexOf(seen);
        this.#counts[at] = (this.#counts[at] ?? 0) + 1;
      }
  }

  rows(): BenchRow[] {
    return WHOLES.map(({ name, parts, bar }) => {
      let [both, either] = [0, 0];
      this.#counts.forEach((count, at) => {
        const [truth, seen] = [Math.floor(at / PARTS.length), at % PARTS.length];
        const [a, b] = [parts.includes(truth), parts.includes(seen)];
        if (a && b) both += count;
        if (a || b) either += count;
      });
      return {
        name: `held-out, ${name}: IoU`,
        value: both / Math.max(1, either),
        unit: "",
        ...(bar === undefined ? {} : { bar }),
      };
    });
  }
}
