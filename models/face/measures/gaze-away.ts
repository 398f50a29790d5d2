import { UNSURE } from "../../params/uncertainty.ts";
import { gazeOff } from "../gaze-off.ts";
import type { Read } from "../measure.ts";

/** Degrees between gaze and camera, as they count for criterion 3.3; read whatever covers the eyes. */
export const gazeAway: Read<"state" | "pose"> = {
  needs: ["state", "pose"],
  measure: ({ state, pose }) => gazeOff(state.gaze, pose),
  unsure: UNSURE.gaze,
};
