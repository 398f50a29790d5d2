/** One file to one template; a file's fault is a row of the result, never the end of the batch. */
import { readFile } from "node:fs/promises";
import { OutsideFault } from "../../../api/base/faults.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { readPrint } from "../../../models/finger/picture.ts";

export interface ExtractionRow {
  readonly name: string;
  readonly ok: boolean;
  /** Why there is no template, or what the applicant could do better. */
  readonly reason: string;
  /** Of the picture as it stands in the file; 0 when it could not be read. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly minutiae: number;
  readonly quality: number;
  /** Decoding, features, quality and record together. */
  readonly ms: number;
}

export interface ExtractionOutcome {
  readonly row: ExtractionRow;
  /** ISO/IEC 19794-2:2005; absent when ok is false. */
  readonly record?: Uint8Array;
}

const refused = (name: string, dpi: number, reason: string, ms: number): ExtractionOutcome => ({
  row: { name, ok: false, reason, width: 0, height: 0, dpi, minutiae: 0, quality: 0, ms },
});

export const extractFile = async (name: string, file: string, dpi: number): Promise<ExtractionOutcome> => {
  const bytes = await readFile(file);
  const start = performance.now();
  const spent = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    const image = await readPrint(bytes, name);
    const { template, assessment } = extractFinger(image, dpi);
    const { reasons, quality } = assessment;
    const nothing = reasons.includes("nothing-there");
    const record = nothing ? undefined : writeMinutiaeRecord(template);
    const row: ExtractionRow = {
      name,
      ok: !nothing,
      reason: quality.kind === "failure-to-assess" ? quality.reason : reasons.join("+"),
      width: image.width,
      height: image.height,
      dpi,
      minutiae: nothing ? 0 : template.minutiae.length,
      quality: template.quality,
      ms: spent(),
    };
    return record === undefined ? { row } : { row, record };
  } catch (error) {
    if (error instanceof OutsideFault) return refused(name, dpi, `${error.code}: ${error.message}`, spent());
    throw error;
  }
};
