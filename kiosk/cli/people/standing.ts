/**
 * The frames with which somebody stands still before the camera: two that the kiosk takes. A rendered face that looks
 * straight ahead is not read so in every frame (models/weights/face-landmarks.md), and people are made to be enrolled.
 */
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";

export interface Stood {
  /** In the order of the camera. */
  readonly frames: readonly Uint8Array[];
  /** Why the kiosk takes none of them. */
  readonly refused?: string;
}

/** Why a frame is refused; undefined: it is taken. */
export type Refusal = (frame: Uint8Array) => Promise<string | undefined>;

/** A camera that repeats itself byte for byte counts as frozen: the same moment once more is compressed otherwise. */
const AGAIN = [94, 95, 96] as const;

const again = async (frame: Uint8Array, quality: number): Promise<Uint8Array> =>
  encodeRgbJpeg(await decodeRgb(frame), quality);

/** The last two frames where both are taken; else one of them twice; as they are where none is. */
export const stoodWith = async (frames: readonly Uint8Array[], refusal: Refusal): Promise<Stood> => {
  const [before, last] = [frames.slice(0, -2), frames.slice(-2)];
  const taken: Uint8Array[] = [];
  const reasons: string[] = [];
  const look = async (frame: Uint8Array): Promise<void> => {
    const reason = await refusal(frame);
    if (reason === undefined) taken.push(frame);
    else reasons.push(reason);
  };
  for (const frame of last) await look(frame);
  const [only] = taken;
  if (only === undefined) return { frames, ...(reasons[0] === undefined ? {} : { refused: reasons[0] }) };
  for (const quality of AGAIN) if (taken.length < last.length) await look(await again(only, quality));
  return { frames: [...before, ...taken] };
};
