/** A folder's work, shared by threads: each takes the next picture from one counter, so that none waits for another. */
import { extractFile, type ExtractionJob, type ExtractionRow } from "./extract-one.ts";

export interface Share {
  readonly jobs: readonly ExtractionJob[];
  /** Folder of the templates. */
  readonly to: string;
  /** One Int32: the next job that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

export const shareOf = (jobs: readonly ExtractionJob[], to: string): Share => ({
  jobs,
  to,
  next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
});

export const workThrough = async (
  { jobs, to, next }: Share,
  done: (row: ExtractionRow) => void,
): Promise<void> => {
  const counter = new Int32Array(next);
  const take = () => jobs[Atomics.add(counter, 0, 1)];
  for (let job = take(); job !== undefined; job = take()) done(await extractFile(job, to));
};
