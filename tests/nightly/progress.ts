import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import type { PieceResult } from "./job.ts";

/** How far one job has come; kept after every piece, so that a stopped night goes on. */
export interface Progress {
  readonly done: number;
  readonly cases: number;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}

const folder = "var/nightly";
const fileOf = (job: string) => `${folder}/${job}.json`;

export const loadProgress = async (job: string): Promise<Progress> => {
  const text = await readFile(fileOf(job), "utf8").catch(() => undefined);
  return text === undefined
    ? { done: 0, cases: 0, faults: [], notes: [], seconds: 0 }
    : (JSON.parse(text) as Progress);
};

export const saveProgress = async (job: string, progress: Progress): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(fileOf(job), JSON.stringify(progress));
};

/** A finished job begins afresh at the next call. */
export const forgetProgress = (job: string): Promise<void> => rm(fileOf(job), { force: true });

export const afterPiece = (before: Progress, piece: PieceResult, seconds: number): Progress => ({
  done: before.done + 1,
  cases: before.cases + piece.cases,
  faults: [...before.faults, ...piece.faults],
  notes: [...before.notes, ...(piece.notes ?? [])],
  seconds: before.seconds + seconds,
});
