/** What the kiosk's live view makes of one frame. */
import { assessFace } from "../../../models/face/pipeline.ts";
import { guide, startGuidance, type GuidanceState } from "../../../models/face/guidance/guide.ts";
import { observeFrame } from "../../../models/face/guidance/preview.ts";
import { decodeRgb } from "../../../models/image.ts";

export interface Seen {
  readonly faces: number;
  /** Whether the picture as a whole would be taken as a portrait. */
  readonly approved: boolean;
  /** Once the guidance has settled. */
  readonly instruction: string;
}

const FRAME_MS = 100;
/** Long enough for every hysteresis of the guidance. */
const WATCHED_FRAMES = 20;

export const seenIn = async (picture: Uint8Array): Promise<Seen> => {
  const image = await decodeRgb(picture);
  const observed = await observeFrame(image, { at: 0 });
  let state: GuidanceState = startGuidance(0);
  for (let n = 1; n <= WATCHED_FRAMES; n += 1)
    state = guide(state, { ...observed, at: n * FRAME_MS, frame: n });
  const { verdict } = await assessFace(image);
  return { faces: observed.faces, approved: verdict.approved, instruction: state.instruction };
};
