/**
 * How each stage is made. For one stage several makers may stand in order of preference: the first whose needs
 * are there and that succeeds makes it. Networks are put in front when they are loaded.
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import { alignByEyes, alignByLandmarks, luminancePlane, regionByEyes, regionByLandmarks } from "./aligned.ts";
import { classAt } from "./background.ts";
import { CLASSICAL_EYES, findEyes } from "./classical-eyes.ts";
import { distance, eyesOfLandmarks } from "./geometry.ts";
import type { AnyStageMaker, StageMaker, StageName, StageOutcome, StageSet } from "./stage.ts";

const maker = <K extends StageName, N extends StageName>(one: StageMaker<K, N>): AnyStageMaker =>
  one as unknown as AnyStageMaker;

const own = (name: string) => ({ name, version: "1.0" });

/** Those that need no network. */
export const CLASSICAL_MAKERS: readonly AnyStageMaker[] = [
  maker({
    makes: "eyes",
    needs: ["landmarks"],
    by: own("eyes-of-landmarks"),
    make: ({ landmarks }) => eyesOfLandmarks(landmarks),
  }),
  maker({
    makes: "eyes",
    needs: ["frame"],
    by: CLASSICAL_EYES,
    make: ({ frame }) => findEyes(frame)?.centres ?? "No face was located.",
  }),
  maker({
    makes: "eyeLine",
    needs: ["eyes"],
    by: own("eye-line"),
    make: ({ eyes }) => ({
      // Positive towards the subject's right shoulder: the right eye (smaller x) is then the lower one.
      roll: (Math.atan2(eyes.right.y - eyes.left.y, eyes.left.x - eyes.right.x) * 180) / Math.PI,
      distance: distance(eyes.left, eyes.right),
    }),
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
    makes: "visible",
    needs: ["region", "aligned", "segmentation"],
    by: own("region-unoccluded"),
    make: ({ region, aligned, segmentation }) => {
      const classOf = classAt(aligned, segmentation);
      const inside = region.inside.slice();
      let count = 0;
      for (let i = 0; i < inside.length; i += 1) {
        if (inside[i] !== 1) continue;
        const x = i % region.width;
        const found = classOf(x, (i - x) / region.width);
        if (found === "skin" || found === "eye" || found === "mouth") count += 1;
        else inside[i] = 0;
      }
      return { ...region, inside, count };
    },
  }),
  maker({
    makes: "visible",
    needs: ["region"],
    by: own("region-as-is"),
    make: ({ region }) => region,
  }),
];

/** Why no maker could make a stage. */
const WHY: Record<StageName, string> = {
  frame: "There is no picture.",
  faces: "No face detector is loaded.",
  eyes: "No eyes were located.",
  landmarks: "No landmarks were located.",
  pose: "No pose estimator is loaded.",
  eyeLine: "No eyes were located.",
  state: "No network for the state of eyes and mouth is loaded.",
  segmentation: "No segmentation network is loaded.",
  aligned: "No eyes were located.",
  luminance: "No eyes were located.",
  luma: "No eyes were located.",
  region: "No eyes were located.",
  visible: "No eyes were located.",
  coding: "The picture did not come as a file.",
};

/** Makes the wanted stages and what they rest on, each at most once. */
export const makeStages = async (
  frame: RgbImage,
  wanted: readonly StageName[],
  makers: readonly AnyStageMaker[],
): Promise<StageSet> => {
  const set: Record<string, StageOutcome<unknown>> = {
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
