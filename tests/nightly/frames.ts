/** 10,000 preview frames one after the other, decoded and looked at as a live camera's: memory must not grow. */
import { readFileSync } from "node:fs";
import { observeFrame } from "../../models/face/guidance/preview.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../models/image.ts";
import type { NightlyJob } from "./job.ts";

const FRAMES = 10_000;
/** Frames whose least memory is compared: what the collector has yet to sweep does not count. */
const WINDOW = 1000;
/** MiB that the least of the last window may lie above that of the second. */
const ALLOWED = 24;
const PICTURES = ["frame-1-too-far", "frame-2-looking-away", "frame-3-eyes-closed", "frame-5-neutral"];

const used = (): number => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

export const job: NightlyJob = {
  name: "face-frames",
  pieces: 1,
  run: async () => {
    const files = await Promise.all(
      PICTURES.map(async (name) => {
        const frame = await decodeRgb(readFileSync(`fixtures/faces/specimen/${name}.jpg`), name);
        return encodeRgbJpeg(await resizeRgb(frame, 1280, 720), 90);
      }),
    );
    const least: number[] = [];
    for (let i = 0; i < FRAMES; i += 1) {
      const at = Math.floor(i / WINDOW);
      await observeFrame(await decodeRgb(files[i % files.length] ?? new Uint8Array()), { at: i * 33 });
      least[at] = Math.min(least[at] ?? Infinity, used());
    }
    const growth = (least.at(-1) ?? Infinity) - (least[1] ?? 0);
    const said = least.map((value) => value.toFixed(0)).join(", ");
    process.stderr.write(`face-frames: least MiB in each thousand: ${said}\n`);
    return {
      cases: FRAMES,
      faults: growth > ALLOWED ? [`memory grew by ${growth.toFixed(0)} MiB: ${said}`] : [],
    };
  },
};
