/** One print through the engine with every stage kept, as a page that shows what was seen and why the score is what it is. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../../api/base/faults.ts";
import type { FingerReason } from "../../../../api/words/finger.ts";
import { extractFinger } from "../../../../models/finger/extract.ts";
import { readPrint } from "../../../../models/finger/picture.ts";
import { encodeGreyPng } from "../../../../models/image.ts";
import { fullTracer, type TracePicture, type TraceStage } from "../../../../models/trace.ts";
import type { Picture } from "../../report/view.ts";
import { qualityProgram, statedQuality, type StatedQuality } from "../quality-choice.ts";
import type { QualityChoice } from "../quality-names.ts";
import { explanationPage } from "./page.ts";
import { FINGER_MEASURES } from "../../../../models/finger/measures/list.ts";
import type { StageView } from "./page.ts";

/** Lowest value black, highest white. */
const drawn = async ({ width, height, data }: TracePicture): Promise<Picture> => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const scale = high > low ? 255 / (high - low) : 0;
  const pixels = Uint8Array.from(data, (value) => Math.round((value - low) * scale));
  return {
    mediaType: "image/png",
    bytes: await encodeGreyPng({ width, height, pixels }),
    width,
    height,
  };
};

const stageView = async ({ name, ms, facts, picture }: TraceStage): Promise<StageView> => ({
  name,
  ms,
  facts,
  ...(picture === undefined ? {} : { picture: await drawn(picture) }),
});

export interface Explanation extends StatedQuality {
  readonly minutiae: number;
  readonly reasons: readonly FingerReason[];
}

/** Writes the page. Throws OutsideFault: input-missing, capability-missing, and what readPrint and extractFinger throw. */
export const explainFile = async (
  file: string,
  dpi: number,
  out: string,
  choice?: QualityChoice,
): Promise<Explanation> => {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
  });
  const image = await readPrint(bytes, path.basename(file));
  const nfiq2 = await qualityProgram(choice);
  // Once before, so that the times are those of warm code.
  extractFinger(image, dpi);
  const tracer = fullTracer(() => performance.now());
  const { template, assessment, features } = extractFinger(image, dpi, { tracer });
  const stated = await statedQuality({ template, assessment }, image, dpi, nfiq2);
  const { width, height, data } = features.print;
  const print = await encodeGreyPng({ width, height, pixels: Uint8Array.from(data, Math.round) });
  const own = `${assessment.algorithm.name} ${assessment.algorithm.version}`;
  const page = explanationPage({
    title: path.basename(file),
    finger: {
      title: path.basename(file),
      picture: { mediaType: "image/png", bytes: print, width, height },
      minutiae: template.minutiae,
      quality:
        stated.qualityNote === ""
          ? { kind: "assessed", raw: stated.quality, scalar: stated.quality }
          : assessment.quality,
      facts: `${image.width} x ${image.height} pixels at ${dpi} an inch; drawn at 500`,
    },
    algorithm: stated.qualityAlgorithm ?? own,
    beside: stated.qualityNote === "" ? `${own}: ${stated.ownQuality} of 100.` : (stated.qualityNote ?? ""),
    reasons: assessment.reasons,
    measures: FINGER_MEASURES.flatMap(({ id, unit }) => {
      const result = assessment.measures[id];
      return result === undefined ? [] : [{ id, unit, result }];
    }),
    stages: await Promise.all(tracer.stages.map(stageView)),
  });
  await writeFile(out, page);
  return {
    ...stated,
    minutiae: template.minutiae.length,
    reasons: assessment.reasons,
  };
};
