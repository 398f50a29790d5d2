/** From a picture to what is known of the face in it. */
import type { AlgorithmId, Check } from "../../api/words/quality.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { AgeBand } from "../params/criteria.ts";
import { PROFILE_YAW } from "../params/face.ts";
import { decodeRgb } from "../image.ts";
import { FACE_MEASURES, KIOSK_FACE_MEASURES } from "../index.ts";
import { checkIdOf } from "./criteria/criterion.ts";
import { CRITERIA } from "./criteria/table.ts";
import { CRITERIA_STAGES, judge } from "./criteria/verdict.ts";
import type { CriteriaVerdict } from "./criteria/verdict.ts";
import { checkOf } from "./measure.ts";
import type { AnyRead } from "./measure.ts";
import { makeStages } from "./stages/makers.ts";
import { installedMakers } from "./stages/networks.ts";
import type { AnyStageMaker, StageName, StageSet } from "./stages/stage.ts";
import { uncertaintyOf } from "./uncertainty/uncertainty.ts";
import type { EyeCentres, FaceBox, HeadPose, Landmarks } from "./stages/parts.ts";

export interface FaceAssessment {
  readonly width: number;
  readonly height: number;
  /** Largest first. From the classical finder one at most: it says nothing of others. */
  readonly faces: readonly FaceBox[];
  /** Frame pixels; absent: not located. */
  readonly eyes?: EyeCentres;
  readonly landmarks?: Landmarks;
  readonly pose?: HeadPose;
  /** Which algorithm made each stage, or why it is absent. */
  readonly stages: Readonly<Partial<Record<StageName, AlgorithmId | { readonly absent: string }>>>;
  /** The components of ISO/IEC 29794-5, without limits. */
  readonly measures: readonly Check[];
  /** The kiosk's own measures, without limits. */
  readonly more: readonly Check[];
  /** By the check's id, of those that say so: one standard error of the native value, in its unit. Where it was asked for. */
  readonly uncertainty?: ReadonlyMap<string, number>;
  /** By point, as the landmarks: how far it is expected to be off, frame pixels. */
  readonly pointErrors?: readonly number[];
  /** The guideline's criteria with their limits; meant for the cropped portrait, whose size they ask for. */
  readonly verdict: CriteriaVerdict;
  /** Why this is no portrait at all: no face, one that lies on its head, or one seen from the side. */
  readonly refusal?: string;
}

const value = <K extends StageName>(set: StageSet, name: K) => {
  const stage = set[name];
  return stage?.kind === "made" ? stage.value : undefined;
};

const refusalOf = (set: StageSet): string | undefined => {
  const { faces } = set;
  if (faces?.kind === "absent") return faces.reason;
  const pose = value(set, "pose");
  return pose !== undefined && Math.abs(pose.yaw) > PROFILE_YAW
    ? "The face is seen from the side; look at the camera."
    : undefined;
};

/** Results of stages that are already made. */
export const reportOf = (frame: RgbImage, set: StageSet, age: AgeBand = "adult"): FaceAssessment => {
  const eyes = value(set, "eyes");
  const found = value(set, "found");
  const landmarks = value(set, "landmarks");
  const pose = value(set, "pose");
  const located = value(set, "located");
  const refusal = refusalOf(set);
  const stages: Partial<Record<StageName, AlgorithmId | { absent: string }>> = {};
  for (const [name, stage] of Object.entries(set))
    stages[name as StageName] = stage.kind === "made" ? stage.by : { absent: stage.reason };
  return {
    width: frame.width,
    height: frame.height,
    faces: value(set, "faces") ?? (found === undefined ? [] : [found.face]),
    ...(eyes === undefined ? {} : { eyes }),
    ...(landmarks === undefined ? {} : { landmarks }),
    ...(pose === undefined ? {} : { pose }),
    stages,
    measures: FACE_MEASURES.map((measure) => checkOf(measure, set)),
    more: KIOSK_FACE_MEASURES.map((measure) => checkOf(measure, set)),
    ...(located === undefined ? {} : { pointErrors: located.points.map(({ sigma }) => sigma) }),
    verdict: judge(set, age),
    ...(refusal === undefined ? {} : { refusal }),
  };
};

/** Every stage that some measure needs, and those a report shows. */
const WANTED: readonly StageName[] = [
  ...new Set<StageName>([
    "faces",
    "landmarks",
    "eyes",
    "pose",
    ...[...FACE_MEASURES, ...KIOSK_FACE_MEASURES].flatMap((measure) => measure.needs),
    ...CRITERIA_STAGES,
  ]),
];

export interface AssessOptions {
  /** How stages are made; as this installation can when absent. */
  readonly makers?: readonly AnyStageMaker[];
  /** Whose limits hold. */
  readonly age?: AgeBand;
  /** Also how sure the measures are: some 2,000 times a measure, which no session needs. */
  readonly uncertainty?: boolean;
}

const uncertaintiesOf = (set: StageSet): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  const put = (id: string, of: AnyRead, times = 1): void => {
    const value = uncertaintyOf(of, set);
    if (value !== undefined) found.set(id, times * value);
  };
  for (const measure of FACE_MEASURES) put(measure.id, measure);
  for (const criterion of CRITERIA)
    if (criterion.sure !== undefined) put(checkIdOf(criterion), criterion.sure.as, criterion.sure.times);
  return found;
};

/**
 * Everything that can be said of one picture, a file or pixels. Throws OutsideFault picture-unreadable; a picture
 * without a face is no fault: its measures answer failure-to-assess.
 */
export const assessFace = async (
  picture: Uint8Array | RgbImage,
  { makers = installedMakers(), age = "adult", uncertainty = false }: AssessOptions = {},
): Promise<FaceAssessment> => {
  const frame = picture instanceof Uint8Array ? await decodeRgb(picture) : picture;
  const set = await makeStages(frame, WANTED, makers);
  return {
    ...reportOf(frame, set, age),
    ...(uncertainty ? { uncertainty: uncertaintiesOf(set) } : {}),
  };
};
