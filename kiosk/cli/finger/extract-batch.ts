/** A folder of prints to a folder of templates and results.csv, on one or more threads. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { extractFile, type ExtractionOutcome, type ExtractionRow } from "./extract-one.ts";
import type { ExtractionJob } from "./extract-worker.ts";

export interface BatchOptions {
  readonly from: string;
  readonly to: string;
  readonly dpi: number;
  /** Threads; 1 works in this one. */
  readonly jobs: number;
  readonly progress?: (done: number, all: number) => void;
}

const PICTURES = /\.(png|tiff?|bmp|wsq|jpe?g)$/iu;

/** Names are the files' without extension; files that would share one keep theirs. */
const jobsOf = async (folder: string, dpi: number): Promise<readonly ExtractionJob[]> => {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${folder} cannot be read; --in names a folder of pictures.`, {
      cause,
    });
  });
  const pictures = files.filter((file) => PICTURES.test(file)).sort();
  if (pictures.length === 0)
    throw new OutsideFault("input-missing", `${folder} holds no png, tif, bmp, wsq or jpg file.`);
  const stems = pictures.map((file) => path.parse(file).name);
  const twice = new Set(stems.filter((stem, i) => stems.indexOf(stem) !== i));
  return pictures.map((file, i) => {
    const stem = stems[i] ?? file;
    return { name: twice.has(stem) ? file : stem, file: path.join(folder, file), dpi };
  });
};

/** One thread's share: takes the next job whenever it is free. */
const work = (queue: ExtractionJob[], handle: (outcome: ExtractionOutcome) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("extract-worker.js", import.meta.url));
    const feed = () => {
      const job = queue.shift();
      if (job === undefined) {
        void worker.terminate().then(() => resolve());
        return;
      }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(job);
    };
    worker.on("message", (outcome: ExtractionOutcome) => {
      void handle(outcome)
        .then(() => feed())
        .catch(reject);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code > 1) reject(new Bug(`an extraction thread ended with ${code}`));
    });
    feed();
  });

const quoted = (text: string) => (/[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

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

const csv = (rows: readonly ExtractionRow[]): string =>
  [
    COLUMNS.join(","),
    ...rows.map((row) => COLUMNS.map((column) => quoted(String(row[column]))).join(",")),
    "",
  ].join("\n");

/** Writes <name>.fmr for each print and results.csv; one bad file never stops the others. */
export const extractFolder = async (options: BatchOptions): Promise<readonly ExtractionRow[]> => {
  const jobs = await jobsOf(options.from, options.dpi);
  await mkdir(options.to, { recursive: true });
  const rows = new Map<string, ExtractionRow>();
  const handle = async ({ row, record }: ExtractionOutcome) => {
    if (record !== undefined) await writeFile(path.join(options.to, `${row.name}.fmr`), record);
    rows.set(row.name, row);
    options.progress?.(rows.size, jobs.length);
  };
  const queue = [...jobs];
  const threads = Math.min(options.jobs, jobs.length);
  if (threads <= 1) for (const { name, file, dpi } of jobs) await handle(await extractFile(name, file, dpi));
  else await Promise.all(Array.from({ length: threads }, () => work(queue, handle)));
  const ordered = jobs.flatMap(({ name }) => rows.get(name) ?? []);
  await writeFile(path.join(options.to, "results.csv"), csv(ordered));
  return ordered;
};
