/** `kiosk finger extract` as it is used: whole folders, in a process of its own, on one thread and on two. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measureCommand } from "./measured-command.ts";
import { median, type BenchRow } from "./row.ts";

const KIOSK = path.resolve("dist/kiosk/main.js");

/** A folder that holds some of another's pictures. */
const some = (from: string, to: string, count: number): string => {
  mkdirSync(to);
  for (const file of readdirSync(from).slice(0, count))
    symlinkSync(path.join(from, file), path.join(to, file));
  return to;
};

const memoryRow = (name: string, peak: number | undefined): BenchRow[] =>
  peak === undefined
    ? []
    : [{ name: `largest memory of kiosk finger extract, ${name}`, value: peak, unit: "MiB", bar: "<= 250" }];

/** `from` holds many prints; start-up and the code's warming stand in a row of their own. */
export const batchRows = async (from: string): Promise<BenchRow[]> => {
  const place = mkdtempSync(path.join(tmpdir(), "bench-finger-"));
  const all = readdirSync(from).length;
  const out = path.join(place, "out");
  const extract = (folder: string, jobs: number) =>
    measureCommand(
      [KIOSK, "finger", "extract", "--in", folder, "--dpi", "500", "--out", out, "--jobs"].concat(`${jobs}`),
    );
  try {
    const single = some(from, path.join(place, "one"), 1);
    const starts = [];
    for (let k = 0; k < 3; k += 1) starts.push((await extract(single, 1)).wall);
    const few = some(from, path.join(place, "few"), 80);
    const [fewOne, fewTwo] = [await extract(few, 1), await extract(few, 2)];
    const [one, two] = [await extract(from, 1), await extract(from, 2)];
    return [
      { name: "kiosk finger extract, one print: start to end", value: median(starts), unit: "ms" },
      {
        name: `${all} prints: two threads, times as fast as one`,
        value: one.wall / two.wall,
        unit: "x",
        bar: ">= 1.6",
      },
      {
        name: "80 prints: two threads, times as fast as one",
        value: fewOne.wall / fewTwo.wall,
        unit: "x",
      },
      ...(one.processor === undefined || two.processor === undefined
        ? []
        : [
            {
              name: `${all} prints: processor time of two threads, of one thread's`,
              value: two.processor / one.processor,
              unit: "x",
            },
          ]),
      ...memoryRow("one thread", one.peakMegabytes),
      ...memoryRow("two threads", two.peakMegabytes),
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
};
