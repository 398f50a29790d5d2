/** Face: speed of preview, assessment and encoding; the eye finder on real portraits where those are here. */
import { existsSync, readFileSync } from "node:fs";
import { encodeJp2Within } from "../../api/formats/jp2/jp2.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { observeFrame } from "../../models/face/guidance/preview.ts";
import { assessFace } from "../../models/face/pipeline.ts";
import { makePortrait } from "../../models/face/portrait.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../models/image.ts";
import { CHIP_BYTES } from "../../models/params/portrait.ts";
import { shownInTraining } from "./face-sets.ts";
import { sharedFaces, haveFaces } from "../models/face/shared-faces.ts";
import { median, type BenchRow } from "./row.ts";

const SPECIMEN = "fixtures/faces/specimen/frame-4-neutral.jpg";

/** Milliseconds of processor time (this process, all threads): the load of other programs does not count. */
const cpu = async (work: () => Promise<unknown>, times: number): Promise<number> => {
  const found: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    found.push((user + system) / 1000);
  }
  return median(found);
};

/** Resident memory gained between the 200th and the 1000th call, MiB. */
const growth = async (work: () => Promise<unknown>): Promise<number> => {
  for (let i = 0; i < 200; i += 1) await work();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 800; i += 1) await work();
  return (process.memoryUsage().rss - before) / 2 ** 20;
};

/** The specimen's frame laid into a 1280 x 720 preview, as a camera would show it. */
const previewOf = async (frame: RgbImage): Promise<RgbImage> => {
  const [width, height] = [1280, 720];
  const small = await resizeRgb(frame, Math.round((frame.width * height) / frame.height), height);
  const pixels = new Uint8Array(width * height * 3).fill(200);
  const left = (width - small.width) >> 1;
  for (let y = 0; y < height; y += 1)
    pixels.set(small.pixels.subarray(y * small.width * 3, (y + 1) * small.width * 3), (y * width + left) * 3);
  return { width, height, pixels };
};

const speed = async (): Promise<BenchRow[]> => {
  const frame = await decodeRgb(readFileSync(SPECIMEN));
  const preview = await encodeRgbJpeg(await previewOf(frame), 90);
  const seen = await assessFace(frame);
  const portrait = await makePortrait(frame, seen.eyes);
  if (portrait.kind === "refused") throw new Error(portrait.reason);
  const master = portrait.master.bytes;
  const chip = await resizeRgb(portrait.pixels, 622, 800);
  const look = async () => observeFrame(await decodeRgb(preview), { at: 0 });
  const full = () => assessFace(master);
  for (let i = 0; i < 5; i += 1) await look();
  for (let i = 0; i < 3; i += 1) await full();
  return [
    {
      name: "preview frame 1280 x 720, decode to observation (CPU)",
      value: await cpu(look, 25),
      unit: "ms",
      bar: "<= 33",
    },
    {
      name: "assessment of a 1244 x 1600 portrait, decode and all (CPU)",
      value: await cpu(full, 9),
      unit: "ms",
      bar: "<= 150",
    },
    {
      name: "chip portrait, JPEG 2000 under 17,000 bytes (CPU)",
      value: await cpu(() => encodeJp2Within({ ...chip, components: 3 }, CHIP_BYTES), 7),
      unit: "ms",
      bar: "<= 700",
    },
    {
      name: "portrait with all derivatives (CPU)",
      value: await cpu(() => makePortrait(frame, seen.eyes), 5),
      unit: "ms",
    },
    {
      name: "memory growth, preview frames 200 to 1000",
      value: await growth(look),
      unit: "MiB",
      bar: "none",
    },
    { name: "chip portrait, size", value: portrait.chip.bytes.length, unit: "bytes", bar: "16538..17000" },
  ];
};

const apart = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Error of eyes, mouth corners and chin in percent of the eye distance, over one set of portraits. */
const accuracy = async (set: string): Promise<BenchRow[]> => {
  const errors: Record<"eyes" | "mouth" | "chin", number[]> = { eyes: [], mouth: [], chin: [] };
  let located = 0;
  const shown = shownInTraining();
  const faces = sharedFaces([set]).filter(({ name }) => !shown.has(name));
  for (const { bytes, landmarks: truth } of faces) {
    const { eyes, landmarks } = await assessFace(bytes);
    if (eyes === undefined) continue;
    located += 1;
    const [left, right] = [truth["leftEyeCentre"]!, truth["rightEyeCentre"]!];
    const d = apart(left, right) / 100;
    errors.eyes.push((apart(eyes.left, left) + apart(eyes.right, right)) / 2 / d);
    if (landmarks === undefined) continue;
    const at = (i: number) => landmarks.points[i]!;
    errors.mouth.push((apart(at(76), truth["mouthRight"]!) + apart(at(82), truth["mouthLeft"]!)) / 2 / d);
    errors.chin.push(apart(at(16), truth["chin"]!) / d);
  }
  const rows: BenchRow[] = [
    { name: `${set}: portraits located`, value: (100 * located) / faces.length, unit: "%", bar: "100" },
  ];
  const bars = { eyes: "<= 2.0", mouth: "<= 3.3", chin: "<= 5" } as const;
  for (const part of ["eyes", "mouth", "chin"] as const)
    if (errors[part].length > 0)
      rows.push({
        name: `${set}: ${part}, mean error of eye distance`,
        value: mean(errors[part]),
        unit: "%",
        bar: bars[part],
      });
  return rows;
};

/** With --fairness only that. */
export const run = async (): Promise<readonly BenchRow[]> => {
  if (process.argv.includes("--fairness")) return (await import("./face-fairness.ts")).fairness();
  const rows = existsSync(SPECIMEN) ? await speed() : [];
  if (haveFaces) for (const set of ["canada", "composite"]) rows.push(...(await accuracy(set)));
  return rows;
};
