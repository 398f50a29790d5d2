/** Rendered people as the networks see them and as they are: the same stages twice, so that anything read off both can be compared. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { installedMakers } from "../../models/face/stages/networks.ts";
import { COMMON_MAKERS, makeStages } from "../../models/face/stages/makers.ts";
import type { StageName, StageOutcome, StageSet } from "../../models/face/stages/stage.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { COARSE } from "./face-parts.ts";
import { heldOut } from "./face-held.ts";
import type { Group } from "./face-sets.ts";

const NUMBERS = 219;

const WANTED: readonly StageName[] = [
  "frame",
  "located",
  "landmarks",
  "eyes",
  "eyeLine",
  "pose",
  "state",
  "segmentation",
  "aligned",
  "region",
  "visible",
];

const known = <T>(value: T): StageOutcome<T> => ({
  kind: "made",
  value,
  by: { name: "truth", version: "1.0" },
});

/** The stages that networks make, from what the renderer knows. */
const truthOf = (n: Float32Array, mask: Uint8Array, side: number): StageSet => {
  const at = (i: number) => n[i] ?? Number.NaN;
  const points = Array.from({ length: 98 }, (_, k) => ({ x: at(2 * k), y: at(2 * k + 1), sigma: 0 }));
  const [right, left] = [points[96], points[97]];
  if (right === undefined || left === undefined) return {};
  return {
    landmarks: known({ points, pupils: { right, left } }),
    pose: known({ yaw: at(196), pitch: at(197), roll: at(198) }),
    state: known({
      eyeClosed: { right: at(202), left: at(203) },
      gaze: { yaw: at(204), pitch: at(205) },
    }),
    segmentation: known({
      width: side,
      height: side,
      classes: mask.map((code) => COARSE[code] ?? 0),
      toFrame: { a: 1, b: 0, tx: 0, ty: 0 },
    }),
  };
};

export interface SeenAndTrue {
  readonly groups: readonly Group[];
  readonly seen: StageSet;
  readonly truth: StageSet;
}

const holds = (set: StageSet, truth: StageSet): boolean => {
  const [faces, eyes] = [set.faces, truth.eyes];
  if (faces?.kind !== "made" || eyes?.kind !== "made") return false;
  const [face] = faces.value;
  const [x, y] = [(eyes.value.left.x + eyes.value.right.x) / 2, (eyes.value.left.y + eyes.value.right.y) / 2];
  return (
    face !== undefined &&
    x > face.x &&
    x < face.x + face.width &&
    y > face.y - face.height / 4 &&
    y < face.y + face.height
  );
};

/** Of every so many people of a rendered set those whose face is found, one after the other. */
export async function* seenAndTrue(folder: string, every = 1): AsyncGenerator<SeenAndTrue> {
  const bytes = readFileSync(path.join(folder, "numbers.f32"));
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (const [i, { image, groups, mask }] of heldOut(folder).entries()) {
    if (i % every !== 0) continue;
    const frame: RgbImage = await image();
    const given = truthOf(
      numbers.subarray(i * NUMBERS, (i + 1) * NUMBERS),
      mask?.() ?? new Uint8Array(),
      frame.width,
    );
    const truth = await makeStages(
      frame,
      WANTED.filter((name) => name !== "located"),
      COMMON_MAKERS,
      given,
    );
    const seen = await makeStages(frame, ["faces", ...WANTED], installedMakers());
    if (holds(seen, truth)) yield { groups, seen, truth };
  }
}
