/**
 * How each stage is made. For one stage several makers may stand in order of preference: the first whose needs
 * are there and that succeeds makes it. Networks are put in front when they are loaded.
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import { alignByEyes, alignByLandmarks, luminancePlane, regionByEyes, regionByLandmarks } from "./aligned.ts";
import { backdropOf } from "./backdrop.ts";
import { classInFrame } from "./background.ts";
import { CLASSICAL_EYES, findEyes } from "./classical-eyes.ts";
import { detailOf } from "./detail.ts";
import { eyeLineOf, eyesOfLandmarks } from "./geometry.ts";
import { headByProportion, headBySegmentation } from "./head.ts";
import { lightOnFace, scleraOf } from "./sclera.ts";
import { visibleRegion } from "./visible.ts";
import type { AnyStageMaker, StageMaker, StageName, StageOutcome, StageSet } from "./stage.ts";

export const maker = <K extends StageName, N extends StageName>(one: StageMaker<K, N>): AnyStageMaker =>
  one as unknown as AnyStageMaker;

const own = (name: string) => ({ name, version: "1.0" });

/** Everything that is read from eyes, landmarks or segmentation, whoever made those. */
export const COMMON_MAKERS: readonly AnyStageMaker[] = [
  maker({
    makes: "eyes",
    needs: ["landmarks"],
    by: own("eyes-of-landmarks"),
    make: ({ landmarks }) => eyesOfLandmarks(landmarks),
  }),
  maker({
    makes: "eyeLine",
    needs: ["eyes"],
    by: own("eye-line"),
    make: ({ eyes }) => eyeLineOf(eyes),
  }),
  maker({
    makes: "aligned",
    needs: ["frame", "landmarks"],
    by: own("align-by-landmarks"),
    make: ({ frame, landmarks }) => alignByLandmarks(frame, landmarks),
  }),
  maker({
    makes: "aligned",
    needs: ["frame", "eyes"],
    by: own("align-by-eyes"),
    make: ({ frame, eyes }) => alignByEyes(frame, eyes),
  }),
  maker({
    makes: "luminance",
    needs: ["aligned"],
    by: own("linear-luminance"),
    make: ({ aligned }) => luminancePlane(aligned),
  }),
  maker({
    makes: "region",
    needs: ["aligned", "landmarks"],
    by: own("landmark-hull"),
    make: ({ aligned, landmarks }) => regionByLandmarks(aligned, landmarks),
  }),
  maker({ makes: "region", needs: ["aligned"], by: own("eye-ellipse"), make: () => regionByEyes() }),
  maker({
    makes: "light",
    needs: ["sclera", "backdrop"],
    by: own("sclera-over-backdrop"),
    make: ({ sclera, backdrop }) => lightOnFace(sclera, backdrop),
  }),
  maker({ makes: "light", needs: ["backdrop"], by: own("light-unknown"), make: () => ({}) }),
  maker({
    makes: "visible",
    needs: ["region", "aligned", "segmentation"],
    by: own("region-unoccluded"),
    make: ({ region, aligned, segmentation }) => visibleRegion(region, aligned, segmentation),
  }),
  maker({
    makes: "detail",
    needs: ["frame", "eyes"],
    by: own("detail"),
    make: ({ frame, eyes }) => detailOf(frame, eyes),
  }),
  maker({
    makes: "backdrop",
    needs: ["frame", "eyes", "segmentation"],
    by: own("backdrop-segmented"),
    make: ({ frame, eyes, segmentation }) => {
      const classOf = classInFrame(segmentation);
      return backdropOf(frame, eyes, (x, y) => classOf(x, y) === "background");
    },
  }),
  maker({
    makes: "backdrop",
    needs: ["frame", "eyes"],
    by: own("backdrop-beside-head"),
    make: ({ frame, eyes }) => backdropOf(frame, eyes),
  }),
  maker({
    makes: "head",
    needs: ["landmarks", "segmentation"],
    by: own("head-by-segmentation"),
    make: ({ landmarks, segmentation }) => headBySegmentation(landmarks, segmentation),
  }),
  maker({
    makes: "head",
    needs: ["landmarks"],
    by: own("head-by-proportion"),
    make: ({ landmarks }) => headByProportion(landmarks),
  }),
  maker({
    makes: "sclera",
    needs: ["frame", "landmarks"],
    by: own("sclera"),
    make: ({ frame, landmarks }) => scleraOf(frame, landmarks),
  }),
  maker({
    makes: "visible",
    needs: ["region"],
    by: own("region-as-is"),
    make: ({ region }) => region,
  }),
];

/** Without networks: eyes by the classical finder, and what follows from them. */
export const CLASSICAL_MAKERS: readonly AnyStageMaker[] = [
  maker({
    makes: "found",
    needs: ["frame"],
    by: CLASSICAL_EYES,
    make: ({ frame }) => findEyes(frame) ?? "No face was located.",
  }),
  maker({
    makes: "eyes",
    needs: ["found"],
    by: CLASSICAL_EYES,
    make: ({ found }) => found.centres,
  }),
  ...COMMON_MAKERS,
];

/** Why no maker could make a stage. */
const WHY: Record<StageName, string> = {
  frame: "There is no picture.",
  faces: "No face detector is loaded.",
  eyes: "No eyes were located.",
  found: "No face was located.",
  located: "No landmark network is loaded.",
  landmarks: "No landmarks were located.",
  pose: "No pose estimator is loaded.",
  eyeLine: "No eyes were located.",
  state: "No network for the state of eyes and mouth is loaded.",
  segmentation: "No segmentation network is loaded.",
  aligned: "No eyes were located.",
  luminance: "No eyes were located.",
  region: "No eyes were located.",
  visible: "No eyes were located.",
  detail: "No eyes were located.",
  backdrop: "No eyes were located.",
  head: "No landmarks were located.",
  light: "No eyes were located.",
  sclera: "No landmarks were located.",
};

/** Makes the wanted stages and what they rest on, each at most once; `already`: what was made of this frame before. */
export const makeStages = async (
  frame: RgbImage,
  wanted: readonly StageName[],
  makers: readonly AnyStageMaker[],
  already: StageSet = {},
): Promise<StageSet> => {
  const set: Record<string, StageOutcome<unknown>> = {
    ...already,
    frame: { kind: "made", value: frame, by: { name: "frame", version: "1.0" } },
  };
  const one = async (maker: AnyStageMaker): Promise<StageOutcome<unknown>> => {
    const from: Record<string, unknown> = {};
    for (const need of maker.needs) {
      const stage = await make(need);
      if (stage.kind === "absent") return stage;
      from[need] = stage.value;
    }
    const made: unknown = await (maker.make as (from: unknown) => unknown)(from);
    return typeof made === "string"
      ? { kind: "absent", reason: made }
      : { kind: "made", value: made, by: maker.by };
  };
  const make = async (name: StageName): Promise<StageOutcome<unknown>> => {
    const known = set[name];
    if (known !== undefined) return known;
    let outcome: StageOutcome<unknown> = { kind: "absent", reason: WHY[name] };
    for (const maker of makers.filter((each) => each.makes === name)) {
      outcome = await one(maker);
      if (outcome.kind === "made") break;
    }
    set[name] = outcome;
    return outcome;
  };
  for (const name of wanted) await make(name);
  return set;
};
