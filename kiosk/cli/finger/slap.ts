/** A slap cut into its fingers: a picture and a template each, and a drawing of where each was found. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { FingerReason } from "../../../api/words/finger.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import { segmentSlap, SLAPS, type SlapFinger, type SlapResult } from "../../../models/finger/slap/segment.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { dataUri, html } from "../report/html.ts";
import type { Nfiq2Program } from "../../../models/finger/nfiq2.ts";
import { qualityProgram, statedQuality, type StatedQuality } from "./quality-choice.ts";
import type { QualityChoice } from "./quality-names.ts";
import type { SlapKind } from "./slap-kinds.ts";

export interface SlapOptions {
  readonly kind: SlapKind;
  readonly dpi: number;
  /** Fingers known to be missing. */
  readonly without: readonly string[];
  /** Folder of the results. */
  readonly to: string;
  /** Without one, NFIQ 2 where it is installed. */
  readonly quality?: QualityChoice;
}

export interface SlapRow extends StatedQuality {
  readonly position: FingerPosition;
  readonly minutiae: number;
  readonly reasons: readonly FingerReason[];
}

export interface SlapOutcome extends Omit<SlapResult, "fingers"> {
  readonly fingers: readonly SlapRow[];
}

const drawing = async (image: GreyImage, fingers: readonly SlapFinger[]): Promise<string> => {
  const { width, height } = image;
  const line = Math.max(1, Math.round(width / 400));
  const box = ({ position, corners: [a, b, c, d] }: SlapFinger) => {
    const points = [a, b, c, d].map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
    return html`<polygon points="${points}" /><text x="${a.x.toFixed(0)}" y="${(a.y - 3 * line).toFixed(0)}">
        ${position}
      </text>`;
  };
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
    <style>
      polygon {
        fill: none;
        stroke: #d0342c;
        stroke-width: ${line}px;
      }
      text {
        font: ${11 * line}px sans-serif;
        fill: #d0342c;
      }
    </style>
    <image width="${width}" height="${height}" href="${dataUri("image/png", await encodeGreyPng(image))}" />
    ${fingers.map(box)}
  </svg>`.markup;
};

const keepFinger = async (
  { position, image }: SlapFinger,
  { dpi, to }: SlapOptions,
  nfiq2: Nfiq2Program | undefined,
): Promise<SlapRow> => {
  const { template, assessment } = extractFinger(image, dpi, { position });
  const stated = await statedQuality({ template, assessment }, image, dpi, nfiq2);
  await writeFile(path.join(to, `${position}.png`), await encodeGreyPng(image));
  await writeFile(
    path.join(to, `${position}.fmr`),
    writeMinutiaeRecord({ ...template, quality: stated.quality }),
  );
  return {
    position,
    ...stated,
    minutiae: template.minutiae.length,
    reasons: assessment.reasons,
  };
};

/** Writes <position>.png and .fmr for each finger and slap.svg. Throws OutsideFault: usage, capability-missing, and what segmentSlap throws. */
export const cutSlap = async (file: string, options: SlapOptions): Promise<SlapOutcome> => {
  const all: readonly FingerPosition[] = SLAPS[options.kind];
  const strange = options.without.find((name) => !all.some((position) => position === name));
  if (strange !== undefined)
    throw new OutsideFault("usage", `${options.kind} has no ${strange}; it has ${all.join(", ")}.`);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
  });
  const nfiq2 = await qualityProgram(options.quality);
  const image = await readPrint(bytes, path.basename(file));
  const asked = all.filter((position) => !options.without.includes(position));
  const found = segmentSlap(image, options.dpi, asked);
  await makeFolders(options.to);
  await writeFile(path.join(options.to, "slap.svg"), await drawing(image, found.fingers));
  const fingers: SlapRow[] = [];
  for (const finger of found.fingers) fingers.push(await keepFinger(finger, options, nfiq2));
  return { ...found, fingers };
};
