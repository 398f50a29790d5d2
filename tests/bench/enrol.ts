/** Whole enrolments as a user runs them: the built program in a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { median, type BenchRow } from "./row.ts";

const PROGRAM = "dist/kiosk/main.js";
const SESSION = "fixtures/sessions/adult";

const kiosk = (data: string, ...words: string[]) => {
  const began = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [PROGRAM, "--data", data, "enrol", "--session", SESSION, "--stats", "--json", ...words],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(stderr);
  const peak = Number(/peak (\d+) MB/u.exec(stderr)?.[1]);
  return { seconds: (performance.now() - began) / 1000, peak, lines: stdout.trim().split("\n") };
};

/** RSS in MB after each enrolment. */
const memory = (lines: readonly string[]): readonly number[] =>
  lines.flatMap((line) => {
    const { rss } = JSON.parse(line) as { rss?: number };
    return rss === undefined ? [] : [rss / 1024 / 1024];
  });

export const run = (): Promise<readonly BenchRow[]> => {
  const data = mkdtempSync(path.join(tmpdir(), "bench-enrol-"));
  try {
    const single = [1, 2, 3].map(() => kiosk(data, "--out", path.join(data, "out")));
    const many = kiosk(data, "--people", "100");
    const held = memory(many.lines);
    const tenth = Math.max(...held.slice(0, 10));
    return Promise.resolve([
      {
        name: "one enrolment, from start to end of the process",
        value: median(single.map(({ seconds }) => seconds)),
        unit: "s",
        bar: "<= 6",
      },
      {
        name: "one enrolment, peak RSS",
        value: median(single.map(({ peak }) => peak)),
        unit: "MB",
        bar: "<= 500",
      },
      { name: "one of 100 synthetic people, prints made on the way", value: many.seconds / 100, unit: "s" },
      { name: "100 enrolments, most RSS of the first ten", value: tenth, unit: "MB" },
      {
        name: "100 enrolments, median RSS of the last fifty",
        value: median(held.slice(-50)),
        unit: "MB",
        bar: "no growth",
      },
    ]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
