/**
 * What 10,000 captures leave behind in a process: `node --expose-gc dist/tests/bench/growth.js CAPTURES`, one line a window, read by
 * tests/bench/drivers.ts. In a process of its own, because the allocator and the engine are told there to give back what is free:
 * glibc otherwise keeps freed pictures between two that live, and V8 widens its young generation once; both are steps of RSS that
 * no driver makes.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { recordTwin } from "../../drivers/record-twin.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { virtualScanner } from "../../drivers/virtual.ts";
import { ridges } from "../drivers/pictures.ts";

const WINDOW = 250;
const EACH = 5;
const DEADLINE = 60_000;

export interface Footprint {
  readonly captures: number;
  /** Bytes. */
  readonly rss: number;
  readonly heap: number;
  readonly external: number;
  readonly handles: number;
  readonly files: number;
}

const footprint = (captures: number): Footprint => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    captures,
    rss,
    heap: heapUsed,
    external,
    handles: process.getActiveResourcesInfo().length,
    files: readdirSync("/proc/self/fd").length,
  };
};

const measure = async (total: number): Promise<void> => {
  const image = ridges(1);
  const { recording } = await recordTwin(virtualScanner(Array.from({ length: EACH }, () => image)), EACH);
  const signal = new AbortController().signal;
  for (let done = 0; done <= total; done += EACH) {
    if (done % WINDOW === 0) process.stdout.write(`${JSON.stringify(footprint(done))}\n`);
    await using device = await fixtureOf(recording, "bench").open();
    for (let i = 0; i < EACH; i += 1) {
      const outcome = await device.capture({ deadline: DEADLINE }, signal);
      if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
    }
  }
};

/** Megabytes; the size at which it would end up by itself. */
const YOUNG = ["--min-semi-space-size=16", "--max-semi-space-size=16"];
/** glibc: what is larger than this comes from the system and goes back to it (mallopt(3)). */
const GIVING_BACK = {
  MALLOC_MMAP_THRESHOLD_: "32768",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_ARENA_MAX: "1",
};

/** `kept`: the allocator and the engine as they come. */
export const footprints = (total: number, kept = false): Promise<readonly Footprint[]> =>
  new Promise((resolve, reject) => {
    const args = [
      "--expose-gc",
      ...(kept ? [] : YOUNG),
      path.resolve("dist/tests/bench/growth.js"),
      String(total),
    ];
    const env = { ...process.env, ...(kept ? {} : GIVING_BACK) };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data: Buffer) => (text += data.toString()));
    child.once("exit", (code) => {
      if (code !== 0) return reject(new Error(`growth ended with ${code}`));
      resolve(
        text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Footprint),
      );
    });
  });

export interface Slope {
  /** Of the value, per 1,000 captures. */
  readonly value: number;
  /** 95 %. */
  readonly interval: readonly [number, number];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Least squares; Student's t for many points. */
export const slopeOf = (points: readonly (readonly [captures: number, value: number])[]): Slope => {
  const [x, y] = [mean(points.map(([captures]) => captures)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [captures]) => sum + (captures - x) ** 2, 0);
  const slope = points.reduce((sum, [captures, value]) => sum + (captures - x) * (value - y), 0) / spread;
  const rest = points.reduce((sum, [captures, value]) => sum + (value - y - slope * (captures - x)) ** 2, 0);
  const error = 2.02 * Math.sqrt(rest / (points.length - 2) / spread);
  return { value: slope * 1000, interval: [(slope - error) * 1000, (slope + error) * 1000] };
};

if (import.meta.filename === path.resolve(process.argv[1] ?? ""))
  await measure(Number(process.argv[2] ?? 12_000));
