/** A folder of prints to a folder of templates and results.csv, on one or more threads. */
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { makeFolders } from "../../../api/base/folders.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { resolutionDoubt, type ResolutionDoubt } from "../../../models/finger/resolution.ts";
import { quoted } from "./csv.ts";
import { failedRow, type ExtractionJob, type ExtractionRow } from "./extract-one.ts";
import { qualityProgram } from "./quality-choice.ts";
import type { QualityChoice } from "./quality-names.ts";
import { shareOf, workThrough, type Share } from "./extract-share.ts";

export interface BatchOptions {
  readonly from: string;
  readonly to: string;
  readonly dpi: number;
  /** Threads, this one among them. */
  readonly jobs: number;
  /** Without one, NFIQ 2 where it is installed. */
  readonly quality?: QualityChoice;
  readonly progress?: (done: number, all: number) => void;
}

const PICTURES = /\.(png|tiff?|bmp|wsq|jpe?g)$/iu;

/**
 * A name for each file, no two alike, whatever order the files come in: the file's without its extension; files that
 * would share one, even with another's whole name ("a.png", "a.tif" and "a.png.png"), keep their whole names.
 */
const namesOf = (files: readonly string[]): readonly string[] => {
  const whole = new Set<string>();
  const name = (file: string) => (whole.has(file) ? file : path.parse(file).name);
  for (;;) {
    const holders = new Map<string, number>();
    for (const file of files) holders.set(name(file), (holders.get(name(file)) ?? 0) + 1);
    const shared = files.filter((file) => !whole.has(file) && (holders.get(name(file)) ?? 0) > 1);
    if (shared.length === 0) return files.map(name);
    for (const file of shared) whole.add(file);
  }
};

const jobsOf = async (folder: string, dpi: number): Promise<readonly ExtractionJob[]> => {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${folder} cannot be read; --in names a folder of pictures.`, {
      cause,
    });
  });
  const pictures = files.filter((file) => PICTURES.test(file)).sort();
  if (pictures.length === 0)
    throw new OutsideFault("input-missing", `${folder} holds no png, tif, bmp, wsq or jpg file.`);
  const names = namesOf(pictures);
  return pictures.map((file, i) => ({ name: names[i] ?? file, file: path.join(folder, file), dpi }));
};

/** A further thread beside this one. Its death, which is a fault of the program, costs the picture it was at and no other. */
const alongside = (share: Share, done: (row: ExtractionRow) => void): Promise<Error | undefined> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("extract-worker.js", import.meta.url), { workerData: share });
    worker.on("message", done);
    worker.on("error", resolve);
    worker.on("exit", (code) =>
      resolve(code === 0 ? undefined : new Bug(`an extraction thread ended with ${code}`)),
    );
  });

const COLUMNS = [
  "name",
  "ok",
  "reason",
  "width",
  "height",
  "dpi",
  "minutiae",
  "quality",
  "ms",
] as const satisfies readonly (keyof ExtractionRow)[];

/** Only where NFIQ 2 was to be asked: without it the file is the one of every other machine. */
const QUALITY_COLUMNS = [
  "qualityAlgorithm",
  "ownQuality",
  "qualityNote",
] as const satisfies readonly (keyof ExtractionRow)[];

const csv = (rows: readonly ExtractionRow[], asked: boolean): string => {
  const columns: readonly (keyof ExtractionRow)[] = asked ? [...COLUMNS, ...QUALITY_COLUMNS] : COLUMNS;
  return [
    columns.join(","),
    ...rows.map((row) => columns.map((column) => quoted(String(row[column] ?? ""))).join(",")),
    "",
  ].join("\n");
};

export interface BatchResult {
  /** In the order of the files' names. */
  readonly rows: readonly ExtractionRow[];
  /** The prints together do not look like fingers at the stated resolution; each row's reason says so too. */
  readonly doubt?: ResolutionDoubt;
}

const judged = (rows: readonly ExtractionRow[], dpi: number): BatchResult => {
  const doubt = resolutionDoubt(
    rows.flatMap(({ ridgePeriod }) => ridgePeriod ?? []),
    dpi,
  );
  if (doubt === undefined) return { rows };
  const marked = rows.map((row) => {
    const known = row.ridgePeriod === undefined || row.reason.includes("wrong-resolution");
    return known ? row : { ...row, reason: [row.reason, "resolution-doubtful"].filter(Boolean).join("+") };
  });
  return { rows: marked, doubt };
};

/** Writes <name>.fmr for each print and results.csv; one bad file never stops the others. This thread works too. */
export const extractFolder = async (options: BatchOptions): Promise<BatchResult> => {
  const { to, dpi } = options;
  const jobs = await jobsOf(options.from, dpi);
  const nfiq2 = await qualityProgram(options.quality);
  await makeFolders(to);
  const rows = new Map<string, ExtractionRow>();
  const done = (row: ExtractionRow) => {
    rows.set(row.name, row);
    options.progress?.(rows.size, jobs.length);
  };
  const share = shareOf(jobs, to, nfiq2);
  const others = Math.min(options.jobs, jobs.length) - 1;
  const ends = await Promise.all([
    workThrough(share, done),
    ...Array.from({ length: others }, () => alongside(share, done)),
  ]);
  const death = ends.find((end) => end !== undefined);
  const ordered = jobs.map((job) => rows.get(job.name) ?? failedRow(job, death ?? new Bug("no row came")));
  const result = judged(ordered, dpi);
  await writeFile(path.join(to, "results.csv"), csv(result.rows, nfiq2 !== undefined));
  return result;
};
