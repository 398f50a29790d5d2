/** From a picture to what is known of the face in it. */
import type { AlgorithmId, Check } from "../../api/words/quality.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { decodeRgb } from "../image.ts";
import { FACE_MEASURES } from "../index.ts";
import { checkOf } from "./measure.ts";
import { CLASSICAL_MAKERS, makeStages } from "./stages/makers.ts";
import type {
  AnyStageMaker,
  EyeCentres,
  FaceBox,
  HeadPose,
  Landmarks,
  StageName,
  StageSet,
} from "./stages/stage.ts";

export interface FaceAssessment {
  readonly width: number;
  readonly height: number;
  readonly faces: readonly FaceBox[];
  /** Frame pixels; absent: not located. */
  readonly eyes?: EyeCentres;
  readonly landmarks?: Landmarks;
  readonly pose?: HeadPose;
  /** Which algorithm made each stage, or why it is absent. */
  readonly stages: Readonly<Partial<Record<StageName, AlgorithmId | { readonly absent: string }>>>;
  /** The components of ISO/IEC 29794-5, without limits. */
  readonly measures: readonly Check[];
}

const value = <K extends StageName>(set: StageSet, name: K) => {
  const stage = set[name];
  return stage?.kind === "made" ? stage.value : undefined;
};

/** Results of stages that are already made. */
export const reportOf = (frame: RgbImage, set: StageSet): FaceAssessment => {
  const eyes = value(set, "eyes");
  const landmarks = value(set, "landmarks");
  const pose = value(set, "pose");
  const stages: Partial<Record<StageName, AlgorithmId | { absent: string }>> = {};
  for (const [name, stage] of Object.entries(set))
    stages[name as StageName] = stage.kind === "made" ? stage.by : { absent: stage.reason };
  return {
    width: frame.width,
    height: frame.height,
    faces: value(set, "faces") ?? [],
    ...(eyes === undefined ? {} : { eyes }),
    ...(landmarks === undefined ? {} : { landmarks }),
    ...(pose === undefined ? {} : { pose }),
    stages,
    measures: FACE_MEASURES.map((measure) => checkOf(measure, set)),
  };
};

/** Every stage that some measure needs, and those a report shows. */
const WANTED: readonly StageName[] = [
  ...new Set<StageName>([
    "faces",
    "landmarks",
    "eyes",
    "pose",
    ...FACE_MEASURES.flatMap((measure) => measure.needs),
  ]),
];

/**
 * Everything that can be said of one picture, a file or pixels. Throws OutsideFault picture-unreadable; a picture
 * without a face is no fault: its measures answer failure-to-assess.
 */
export const assessFace = async (
  picture: Uint8Array | RgbImage,
  makers: readonly AnyStageMaker[] = CLASSICAL_MAKERS,
): Promise<FaceAssessment> => {
  const frame = picture instanceof Uint8Array ? await decodeRgb(picture) : picture;
  return reportOf(frame, await makeStages(frame, WANTED, makers));
};
