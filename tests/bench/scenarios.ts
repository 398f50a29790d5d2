/** Scenarios and synthetic people as a tester runs them: the built program, its processes' own time beside the wall's. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { median, type BenchRow } from "./row.ts";

const PROGRAM = "dist/kiosk/main.js";
const ONE = "fixtures/scenarios/people/a-woman-in-her-thirties.yaml";
const CORES = 2;
const TICKS = 100;

/** Seconds of the processor that ended children have used; undefined where the system does not tell. */
const childSeconds = (): number | undefined => {
  try {
    const fields = (readFileSync("/proc/self/stat", "utf8").split(") ")[1] ?? "").split(" ");
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return undefined;
  }
};

interface Ran {
  readonly wall: number;
  /** Of the processor; the wall's where the system does not tell. */
  readonly cpu: number;
  readonly printed: string;
}

const kiosk = (data: string, ...words: string[]): Ran => {
  const [began, before] = [performance.now(), childSeconds()];
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, "--data", data, ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  const wall = (performance.now() - began) / 1000;
  const after = childSeconds();
  return { wall, cpu: before === undefined || after === undefined ? wall : after - before, printed: stdout };
};

interface Reported {
  readonly scenarios: readonly { readonly wallMs: number; readonly startedMs: number }[];
}

/** From the command to the first screen. */
const startOf = (data: string): number => {
  const { wall, printed } = kiosk(data, "test", "run", ONE, "--json");
  const [played] = (JSON.parse(printed) as Reported).scenarios;
  return wall * 1000 - (played?.wallMs ?? 0) + (played?.startedMs ?? 0);
};

const scenarios = (data: string): readonly BenchRow[] => {
  const all = kiosk(data, "test", "run", "all", "--jobs", String(CORES), "--json");
  const again = kiosk(data, "test", "run", "all", "--jobs", String(CORES), "--json");
  const { length } = (JSON.parse(all.printed) as Reported).scenarios;
  return [
    { name: "scenarios that come with the product", value: length, unit: "", bar: ">= 120" },
    {
      name: "all of them, the models asked for the first time",
      value: all.wall / 60,
      unit: "min",
      bar: "<= 10",
    },
    { name: "  of the processor, shared by 2 cores", value: all.cpu / CORES / 60, unit: "min" },
    { name: "all of them once more", value: again.wall / 60, unit: "min" },
    {
      name: "one scenario, from the command to its first screen",
      value: median([1, 2, 3, 4, 5].map(() => startOf(data))),
      unit: "ms",
      bar: "< 1000",
    },
  ];
};

const PRINTED = 12;
const COMPLETE = 2;

/** Minutes on two cores for so many people, from a sample's time of the processor. */
const minutesFor = (many: number, sample: number, ...ran: readonly Ran[]): number =>
  (ran.reduce((sum, { cpu }) => sum + cpu, 0) / CORES / 60) * (many / sample);

const people = (data: string): readonly BenchRow[] => {
  const make = (seed: string, count: number, ...words: string[]) =>
    kiosk(
      data,
      "people",
      "make",
      "--seed",
      seed,
      "--count",
      String(count),
      "--jobs",
      "2",
      "--out",
      path.join(data, seed),
      ...words,
    );
  const index = make("bench-index", PRINTED, "--what", "prints", "--impressions", "2");
  const fingers = make("bench-all", COMPLETE, "--what", "prints", "--fingers", "all", "--impressions", "2");
  const sessions = make("bench-sessions", COMPLETE);
  return [
    {
      name: `1,000 people, two index fingers twice each, on 2 cores (from ${PRINTED})`,
      value: minutesFor(1000, PRINTED, index),
      unit: "min",
      bar: "<= 30",
    },
    {
      name: `100 people, ten fingers twice each and a recorded session (from ${COMPLETE})`,
      value: minutesFor(100, COMPLETE, fingers, sessions),
      unit: "min",
      bar: "<= 30",
    },
  ];
};

export const run = (): Promise<readonly BenchRow[]> => {
  const data = mkdtempSync(path.join(tmpdir(), "bench-scenarios-"));
  try {
    return Promise.resolve([...people(data), ...scenarios(data)]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
