/** From a preview frame to what the guidance goes by. */
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { observeFrame } from "../../../models/face/guidance/preview.ts";
import { decodeRgb, resizeRgb } from "../../../models/image.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

/** Guidance looks at a smaller picture: place, size and pose of a head need no more. */
const PREVIEW_WIDTH = 640;

export const observe = async (jpeg: Uint8Array, at: Milliseconds): Promise<FaceObservation> => {
  const whole = await decodeRgb(jpeg, "camera frame");
  const captureScale = Math.max(1, whole.width / PREVIEW_WIDTH);
  const small =
    captureScale === 1
      ? whole
      : await resizeRgb(whole, PREVIEW_WIDTH, Math.max(1, Math.round(whole.height / captureScale)));
  return observeFrame(small, { at, captureScale });
};
