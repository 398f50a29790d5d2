/** `kiosk finger extract` as it is used: whole folders, in a process of its own, on one thread and on two. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measureCommand, type Measured } from "./measured-command.ts";
import { median, type BenchRow } from "./row.ts";

const KIOSK = path.resolve("dist/kiosk/main.js");

/** A folder that holds some of another's pictures. */
const some = (from: string, to: string, count: number): string => {
  mkdirSync(to);
  for (const file of readdirSync(from).slice(0, count))
    symlinkSync(path.join(from, file), path.join(to, file));
  return to;
};

/** So often one thread and two take turns: what else the machine does falls on both. */
const TURNS = 3;

interface Turn {
  readonly one: Measured;
  readonly two: Measured;
}

const medianOf = (turns: readonly Turn[], of: (turn: Turn) => number | undefined): number | undefined => {
  const values = turns.flatMap((turn) => of(turn) ?? []);
  return values.length === 0 ? undefined : median(values);
};

/** Records of one folder that are not in the other, byte for byte. */
const unlike = (folder: string, other: string): number =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".fmr"))
    .filter((file) => !readFileSync(path.join(folder, file)).equals(readFileSync(path.join(other, file))))
    .length;

const threadRows = (name: string, turns: readonly Turn[]): BenchRow[] => {
  const rows: readonly (Omit<BenchRow, "value"> & { readonly value: number | undefined })[] = [
    {
      name: `${name}: two threads, times as fast as one`,
      value: medianOf(turns, ({ one, two }) => one.wall / two.wall),
      unit: "x",
      bar: ">= 1.6",
    },
    {
      name: `${name}: one thread, processor time`,
      value: medianOf(turns, ({ one }) => (one.processor ?? Number.NaN) / 1000),
      unit: "s",
    },
    {
      name: `${name}: one thread, share of it that others do for it (collecting garbage, making code, unpacking)`,
      value: medianOf(turns, ({ one: { processor, firstThread } }) =>
        processor === undefined || firstThread === undefined
          ? undefined
          : (100 * (processor - firstThread)) / processor,
      ),
      unit: "%",
    },
    {
      name: `${name}: processor time of two threads, of one thread's`,
      value: medianOf(turns, ({ one, two }) => (two.processor ?? Number.NaN) / (one.processor ?? Number.NaN)),
      unit: "x",
    },
  ];
  return rows.flatMap(({ value, ...row }) =>
    value === undefined || Number.isNaN(value) ? [] : [{ ...row, value }],
  );
};

const memoryRow = (name: string, peak: number | undefined): BenchRow[] =>
  peak === undefined
    ? []
    : [{ name: `largest memory of kiosk finger extract, ${name}`, value: peak, unit: "MiB", bar: "<= 250" }];

/** `from` holds many prints; start-up and the code's warming stand in a row of their own. */
export const batchRows = async (from: string): Promise<BenchRow[]> => {
  const place = mkdtempSync(path.join(tmpdir(), "bench-finger-"));
  const all = readdirSync(from).length;
  const out = (jobs: number) => path.join(place, `out-${jobs}`);
  const extract = (folder: string, jobs: number) =>
    measureCommand(
      [KIOSK, "finger", "extract", "--in", folder, "--dpi", "500"].concat(
        "--out",
        out(jobs),
        "--jobs",
        `${jobs}`,
      ),
    );
  const takeTurns = async (folder: string): Promise<readonly Turn[]> => {
    const turns: Turn[] = [];
    for (let k = 0; k < TURNS; k += 1)
      turns.push({ one: await extract(folder, 1), two: await extract(folder, 2) });
    return turns;
  };
  try {
    const single = some(from, path.join(place, "one"), 1);
    const starts = [];
    for (let k = 0; k < 3; k += 1) starts.push((await extract(single, 1)).wall);
    const few = some(from, path.join(place, "few"), 80);
    const fewTurns = await takeTurns(few);
    const turns = await takeTurns(from);
    return [
      { name: "kiosk finger extract, one print: start to end", value: median(starts), unit: "ms" },
      ...threadRows(`${all} prints`, turns),
      {
        name: `${all} prints: records of two threads unlike one thread's`,
        value: unlike(out(1), out(2)),
        unit: "",
      },
      ...threadRows("80 prints", fewTurns).map(({ bar: _bar, ...row }) => row),
      ...memoryRow(
        "one thread",
        medianOf(turns, ({ one }) => one.peakMegabytes),
      ),
      ...memoryRow(
        "two threads",
        medianOf(turns, ({ two }) => two.peakMegabytes),
      ),
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
};
