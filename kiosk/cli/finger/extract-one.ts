/** One file to one template; a file's fault is a row of the result, never the end of the batch. */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { ridgePeriod } from "../../../models/finger/measures/ridge-period.ts";
import type { Nfiq2Program } from "../../../models/finger/nfiq2.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import { statedQuality, type StatedQuality } from "./quality-choice.ts";

export interface ExtractionJob {
  readonly name: string;
  readonly file: string;
  readonly dpi: number;
}

export interface ExtractionRow extends StatedQuality {
  readonly name: string;
  readonly ok: boolean;
  /** Why there is no template, or what the applicant could do better. */
  readonly reason: string;
  /** Of the picture as it stands in the file; 0 when it could not be read. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly minutiae: number;
  /** Decoding, features, quality (NFIQ 2's too, where it is asked) and record together. */
  readonly ms: number;
  /** Pixels from ridge to ridge at 500 ppi; undefined where there is no print. No column of results.csv. */
  readonly ridgePeriod?: number;
}

const bytesOf = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OutsideFault("input-missing", `${file} cannot be read: ${why}.`, { cause });
  });

/** Stands before the message of a mistake of ours in a row's reason. */
export const PROGRAM_FAULT = "program-fault";

interface Extracted {
  readonly row: ExtractionRow;
  /** Absent when ok is false. */
  readonly record?: Uint8Array;
}

/** What goes into the row of a picture that came to nothing: the fault's code and sentence. A fault of the program, too, is only this picture's. */
const reasonOf = (error: unknown): string => {
  if (error instanceof OutsideFault) return `${error.code}: ${error.message}`;
  return `${PROGRAM_FAULT}: ${error instanceof Error ? error.message : String(error)}`;
};

/** The row of a picture without a template. */
export const failedRow = ({ name, dpi }: ExtractionJob, error: unknown, ms = 0): ExtractionRow => ({
  name,
  ok: false,
  reason: reasonOf(error),
  width: 0,
  height: 0,
  dpi,
  minutiae: 0,
  quality: 0,
  ms,
});

const extracted = async (job: ExtractionJob, nfiq2: Nfiq2Program | undefined): Promise<Extracted> => {
  const { name, file, dpi } = job;
  let start = performance.now();
  const spent = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    const bytes = await bytesOf(file);
    start = performance.now();
    const image = await readPrint(bytes, name);
    const { width, height } = image;
    const { template, assessment } = extractFinger(image, dpi, { passing: true });
    const { reasons, quality } = assessment;
    const ok = !reasons.includes("nothing-there");
    const stated = await statedQuality({ template, assessment }, image, dpi, nfiq2);
    const record = ok ? writeMinutiaeRecord({ ...template, quality: stated.quality }) : undefined;
    const unassessed = quality.kind === "failure-to-assess" ? [quality.reason] : [];
    const reason = [reasons.join("+"), ...unassessed].filter(Boolean).join(": ");
    const period = assessment.measures[ridgePeriod.id];
    const minutiae = ok ? template.minutiae.length : 0;
    const row = { name, ok, reason, width, height, dpi, minutiae, ...stated, ms: spent() };
    if (record === undefined) return { row };
    return { row: period?.kind === "assessed" ? { ...row, ridgePeriod: period.raw } : row, record };
  } catch (error) {
    return { row: failedRow(job, error, spent()) };
  }
};

/** Nothing half-written stays, and nothing of an earlier run. */
const withoutTemplate = (file: string): Promise<void> => rm(file, { force: true }).catch(() => undefined);

/**
 * Writes <name>.fmr (ISO/IEC 19794-2:2005) into the folder `to`, unless the row says that there is none; then none lies
 * there, not even an earlier one. Never throws: whatever goes wrong with this picture is its row's reason.
 */
export const extractFile = async (
  job: ExtractionJob,
  to: string,
  nfiq2: Nfiq2Program | undefined,
): Promise<ExtractionRow> => {
  const { row, record } = await extracted(job, nfiq2);
  const file = path.join(to, `${job.name}.fmr`);
  if (record === undefined) {
    await withoutTemplate(file);
    return row;
  }
  try {
    await writeFile(file, record);
    return row;
  } catch (cause) {
    await withoutTemplate(file);
    const why = cause instanceof Error ? cause.message : String(cause);
    return failedRow(job, new OutsideFault("disk-failed", `${file} cannot be written: ${why}.`), row.ms);
  }
};
