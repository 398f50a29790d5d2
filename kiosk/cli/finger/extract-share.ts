/** A folder's work, shared by threads: each takes the next picture from one counter, so that none waits for another. */
import type { Nfiq2Program } from "../../../models/finger/nfiq2.ts";
import { extractFile, type ExtractionJob, type ExtractionRow } from "./extract-one.ts";

export interface Share {
  readonly jobs: readonly ExtractionJob[];
  /** Folder of the templates. */
  readonly to: string;
  /** Asked for every print's quality; undefined: the kiosk's own stands. */
  readonly nfiq2: Nfiq2Program | undefined;
  /** One Int32: the next job that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

export const shareOf = (
  jobs: readonly ExtractionJob[],
  to: string,
  nfiq2: Nfiq2Program | undefined,
): Share => ({
  jobs,
  to,
  nfiq2,
  next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
});

export const workThrough = async (
  { jobs, to, nfiq2, next }: Share,
  done: (row: ExtractionRow) => void,
): Promise<void> => {
  const counter = new Int32Array(next);
  const take = () => jobs[Atomics.add(counter, 0, 1)];
  for (let job = take(); job !== undefined; job = take()) done(await extractFile(job, to, nfiq2));
};
