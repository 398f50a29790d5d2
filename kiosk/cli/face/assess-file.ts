/** One picture's assessment in the shape that other tools read. */
import type { Check } from "../../../api/words/quality.ts";
import type { Point } from "../../../api/words/units.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import type { FaceAssessment } from "../../../models/face/pipeline.ts";
import type { AgeBand } from "../../../models/params/criteria.ts";
import { readFacePicture } from "../../../models/face/picture.ts";
import { LANDMARK, pointAt } from "../../../models/face/stages/geometry.ts";
import type { Terminal } from "../terminal.ts";
import { readPicture } from "./read-picture.ts";

type Pair = readonly [number, number];
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const pair = ({ x, y }: Point): Pair => [hundredths(x), hundredths(y)];

type Value =
  | {
      readonly raw: number;
      readonly scalar: number;
      /** One standard error of raw, in its unit, of measures of which that is known. */
      readonly uncertainty?: number;
    }
  | { readonly failure: string };
interface CriterionValue {
  readonly value?: number;
  /** One standard error of value, in its unit, where that is known. */
  readonly uncertainty?: number;
  readonly failure?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly passed?: boolean;
}

export interface FileReport {
  readonly file: string;
  readonly ms: number;
  readonly faces: readonly {
    readonly box: readonly [number, number, number, number];
    readonly confidence: number;
    readonly landmarks?: Readonly<Record<string, Pair | readonly Pair[]>>;
    /** Pixels by which each of points98 is expected to be off. */
    readonly errors98?: readonly number[];
    readonly pose?: { readonly yaw: number; readonly pitch: number; readonly roll: number };
  }[];
  readonly measures: Readonly<Record<string, Value>>;
  readonly verdict: {
    readonly age: AgeBand;
    readonly approved: boolean;
    /** Why this is no portrait at all: no face, upside down, seen from the side. */
    readonly refusal?: string;
    readonly mandatoryMet: number;
    readonly optionalMet: number;
    readonly failed: readonly string[];
    readonly notProvided: readonly string[];
    readonly criteria: Readonly<Record<string, CriterionValue>>;
  };
}

const landmarksOf = ({ eyes, landmarks }: FaceAssessment): Record<string, Pair | readonly Pair[]> => {
  const found: Record<string, Pair | readonly Pair[]> = {};
  if (eyes !== undefined) {
    found["leftEyeCentre"] = pair(eyes.left);
    found["rightEyeCentre"] = pair(eyes.right);
  }
  if (landmarks !== undefined) {
    const { noseTip, mouth, chin } = LANDMARK;
    found["leftPupil"] = pair(landmarks.pupils.left);
    found["rightPupil"] = pair(landmarks.pupils.right);
    found["noseTip"] = pair(pointAt(landmarks, noseTip));
    found["mouthLeft"] = pair(pointAt(landmarks, mouth.left));
    found["mouthRight"] = pair(pointAt(landmarks, mouth.right));
    found["chin"] = pair(pointAt(landmarks, chin));
    found["points98"] = landmarks.points.map(pair);
  }
  return found;
};

const valueOf = ({ result }: Check, uncertainty: number | undefined): Value =>
  result.kind === "assessed"
    ? { raw: result.raw, scalar: result.scalar, ...(uncertainty === undefined ? {} : { uncertainty }) }
    : { failure: result.reason };

const criterionOf = ({ result, limit, passed }: Check, uncertainty: number | undefined): CriterionValue => ({
  ...(result.kind === "assessed"
    ? { value: result.raw, ...(uncertainty === undefined ? {} : { uncertainty }) }
    : { failure: result.reason }),
  ...(limit?.atLeast === undefined ? {} : { atLeast: limit.atLeast }),
  ...(limit?.atMost === undefined ? {} : { atMost: limit.atMost }),
  ...(passed === undefined ? {} : { passed }),
});

export const reportOf = (file: string, ms: number, found: FaceAssessment): FileReport => {
  const { verdict } = found;
  return {
    file,
    ms,
    faces: found.faces.map(({ x, y, width, height, confidence }, i) => ({
      box: [x, y, width, height],
      confidence,
      ...(i === 0 ? { landmarks: landmarksOf(found) } : {}),
      ...(i === 0 && found.pointErrors !== undefined ? { errors98: found.pointErrors.map(hundredths) } : {}),
      ...(i === 0 && found.pose !== undefined ? { pose: found.pose } : {}),
    })),
    measures: Object.fromEntries(
      [...found.measures, ...found.more].map((check) => [
        check.id,
        valueOf(check, found.uncertainty?.get(check.id)),
      ]),
    ),
    verdict: {
      age: verdict.age,
      approved: verdict.approved,
      ...(found.refusal === undefined ? {} : { refusal: found.refusal }),
      mandatoryMet: verdict.mandatoryMet,
      optionalMet: verdict.optionalMet,
      failed: verdict.failed,
      notProvided: verdict.notProvided,
      criteria: Object.fromEntries(
        verdict.checks.map((check) => [check.id, criterionOf(check, found.uncertainty?.get(check.id))]),
      ),
    },
  };
};

/** Throws OutsideFault input-missing, input-malformed, input-too-large or picture-unreadable. */
export const assessFile = async (file: string, age: AgeBand): Promise<FileReport> => {
  const bytes = await readPicture(file);
  const from = performance.now();
  const found = await assessFace(await readFacePicture(bytes, file), { age, uncertainty: true });
  return reportOf(file, Math.round(performance.now() - from), found);
};

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(3));
const withDoubt = (value: number, uncertainty: number | undefined): string =>
  `${number(value)}${uncertainty === undefined ? "" : ` +- ${number(uncertainty)}`}`;

/** For people: one line a value. */
export const asLines = (report: FileReport, style: Terminal["style"]): string[] => {
  const lines = [style("bold", `${report.file}  (${report.ms} ms)`)];
  if (report.verdict.refusal !== undefined) lines.push(style("red", `  ${report.verdict.refusal}`));
  for (const { box, confidence } of report.faces)
    lines.push(
      `  face at ${box.map((value) => Math.round(value)).join(", ")}, confidence ${confidence.toFixed(2)}`,
    );
  for (const [id, value] of Object.entries(report.measures))
    lines.push(
      "failure" in value
        ? style("dim", `  ${id.padEnd(30)} -    ${value.failure}`)
        : `  ${id.padEnd(30)} ${String(value.scalar).padStart(3)}  (${withDoubt(value.raw, value.uncertainty)})`,
    );
  for (const [id, { value, uncertainty, failure, atLeast, atMost, passed }] of Object.entries(
    report.verdict.criteria,
  )) {
    const limit = [
      atLeast === undefined ? "" : `>= ${atLeast}`,
      atMost === undefined ? "" : `<= ${atMost}`,
    ].join(" ");
    const said =
      value === undefined
        ? `not provided: ${failure ?? ""}`
        : `${withDoubt(value, uncertainty)}  ${limit.trim()}`;
    const mark =
      passed === undefined ? style("dim", "  -") : passed ? style("green", " OK") : style("red", "NOK");
    lines.push(`${mark} ${id.padEnd(58)} ${said}`);
  }
  return lines;
};
