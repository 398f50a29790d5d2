/** What is known of the picture at hand that says how sure a number is; no network runs for it. */
import { readOff, type AnyRead } from "../measure.ts";
import { classInFrame } from "../stages/background.ts";
import { ofEyes } from "../stages/geometry.ts";
import type { FaceStages, StageName, StageSet } from "../stages/stage.ts";
import { throughClasses } from "./classes.ts";
import { throughPoints } from "./points.ts";
import type { CueName } from "./reading.ts";

type Known = number | undefined;
type Cue = (of: AnyRead, set: StageSet) => Known;

/** A cue that one stage knows; undefined where it is absent. */
const from =
  <K extends StageName>(name: K, read: (stage: FaceStages[K], set: StageSet) => Known): Cue =>
  (_, set) => {
    const stage = set[name];
    return stage?.kind === "made" ? read(stage.value, set) : undefined;
  };

/** Mean of the points' own sigma, eye distances. */
const blur = (counts: (point: number) => boolean): Cue =>
  from("located", ({ points }, { eyeLine }) => {
    if (eyeLine?.kind !== "made") return undefined;
    const counted = points.filter((_, i) => counts(i));
    return counted.reduce((sum, { sigma }) => sum + sigma, 0) / counted.length / eyeLine.value.distance;
  });

/** The square of that, in hundredths: points grow unsure where something covers them, also what the segmentation takes for skin. */
const haze =
  (counts: (point: number) => boolean): Cue =>
  (of, set) => {
    const unsure = blur(counts)(of, set);
    return unsure === undefined ? undefined : (100 * unsure) ** 2;
  };

const ofMouth = (point: number): boolean => point >= 76 && point <= 95;

/** In the cue's own unit, 0 and more; undefined where the stages that it rests on are absent. */
export const CUES: Readonly<Record<CueName, Cue>> = {
  /** 1. */
  always: () => 1,
  /** What the points' own uncertainty does to the number, in its unit. */
  points: throughPoints,
  /** What the doubts between classes do to the number, in its unit. */
  classes: throughClasses,
  /** Of a share x of 0..1, the root of x (1 - x): none and all are read more surely than half. */
  share: (of, set) => {
    const share = readOff(of, set);
    return typeof share === "number" ? Math.sqrt(Math.max(0, share * (1 - share))) : undefined;
  },
  /** Half the angle between the poses read off the picture and off its mirror image, degrees. */
  mirror: from("located", ({ apart }) => apart?.pose),
  /** Half the angle between what both eyes look at, degrees; 0 where not both were seen clearly. */
  eyesApart: from("located", ({ apart }) => apart?.gaze ?? 0),
  /** 1 where not both eyes were seen clearly. */
  oneEye: from("located", ({ apart }) => (apart?.gaze === undefined ? 1 : 0)),
  /** 0..1, that the likelier of the eyes is shut. */
  lids: from("state", ({ eyeClosed }) => Math.max(eyeClosed.left, eyeClosed.right)),
  /** Share of the pupils that lie behind glasses: 0, 0.5 or 1. */
  glass: from("segmentation", (segmentation, { landmarks }) => {
    if (landmarks?.kind !== "made") return undefined;
    const classOf = classInFrame(segmentation);
    const { right, left } = landmarks.value.pupils;
    const worn = [right, left].filter(({ x, y }) => ["lens", "glasses-frame"].includes(classOf(x, y) ?? ""));
    return worn.length / 2;
  }),
  /** Degrees that the head is turned and bent. */
  turn: from("pose", ({ yaw, pitch }) => Math.hypot(yaw, pitch)),
  blur: blur(() => true),
  /** Of the eyes' points alone. */
  eyeBlur: blur(ofEyes),
  eyeHaze: haze(ofEyes),
  mouthHaze: haze(ofMouth),
};
