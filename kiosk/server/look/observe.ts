/** From a preview frame to what the guidance goes by. */
import { createHash } from "node:crypto";
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { placeOf } from "../../../models/face/guidance/observation.ts";
import { CLASSICAL_MAKERS, makeStages } from "../../../models/face/stages/makers.ts";
import type { StageName, StageSet } from "../../../models/face/stages/stage.ts";
import { decodeRgb, resizeRgb } from "../../../models/image.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

/** Guidance looks at a small picture: place, size and pose of a head need no more. */
const PREVIEW_WIDTH = 320;
/** What a glance needs; where no network makes one of them, the guidance does without. */
const WANTED: readonly StageName[] = ["faces", "eyes", "pose", "state"];

const value = <K extends StageName>(set: StageSet, name: K) => {
  const stage = set[name];
  return stage?.kind === "made" ? stage.value : undefined;
};

/** Equal for equal bytes: a camera that repeats itself is noticed. */
const fingerprint = (jpeg: Uint8Array): number => createHash("sha1").update(jpeg).digest().readUInt32BE(0);

export const observe = async (jpeg: Uint8Array, at: Milliseconds): Promise<FaceObservation> => {
  const whole = await decodeRgb(jpeg, "camera frame");
  const scale = Math.max(1, whole.width / PREVIEW_WIDTH);
  const small =
    scale === 1
      ? whole
      : await resizeRgb(whole, PREVIEW_WIDTH, Math.max(1, Math.round(whole.height / scale)));
  const set = await makeStages(small, WANTED, CLASSICAL_MAKERS);
  const faces = value(set, "faces") ?? [];
  const eyes = value(set, "eyes");
  const pose = value(set, "pose");
  const state = value(set, "state");
  const areas = faces.map(({ width, height }) => width * height).sort((a, b) => b - a);
  const [largest, second] = areas;
  return {
    at,
    frame: fingerprint(jpeg),
    faces: Math.max(faces.length, eyes === undefined ? 0 : 1),
    ...(largest !== undefined && second !== undefined ? { otherFace: second / largest } : {}),
    ...(eyes === undefined
      ? {}
      : {
          face: {
            ...placeOf(small, eyes, PORTRAIT_PROFILES.live, scale),
            ...(pose === undefined ? {} : { yaw: pose.yaw, pitch: pose.pitch }),
            ...(state === undefined
              ? {}
              : {
                  eyesClosed: Math.max(state.eyeClosed.left, state.eyeClosed.right),
                  gaze: Math.hypot(state.gaze.yaw + (pose?.yaw ?? 0), state.gaze.pitch + (pose?.pitch ?? 0)),
                }),
          },
        }),
  };
};
