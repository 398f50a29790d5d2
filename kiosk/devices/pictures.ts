/** The pictures on a certificate and in the wizard: what was measured, or what was found on it. */
import type { CapturedSample, GreyImage, PenTrajectory } from "../../api/words/sample.ts";
import { decodeRgb, encodeGreyPng, encodeRgbJpeg, encodeRgbPng, resizeRgb } from "../../models/image.ts";
import type { StepState } from "./calibration.ts";

const PAD_WIDTH = 600;
const FRAME_WIDTH = 900;

/** Every point of contact as a dot: gaps stay gaps. */
const dotted = ({ maxX, maxY, points }: PenTrajectory): GreyImage => {
  const scale = PAD_WIDTH / maxX;
  const [width, height] = [PAD_WIDTH + 4, Math.round(maxY * scale) + 4];
  const pixels = new Uint8Array(width * height).fill(255);
  for (const { x, y, contact } of points) {
    if (!contact) continue;
    const [column, row] = [Math.round(x * scale) + 1, Math.round(y * scale) + 1];
    for (let v = 0; v < 3; v += 1)
      for (let u = 0; u < 3; u += 1) {
        const at = (row + v) * width + column + u;
        if (at >= 0 && at < pixels.length) pixels[at] = 40;
      }
  }
  return { width, height, pixels };
};

export interface StepPicture {
  readonly mediaType: "image/png" | "image/jpeg";
  readonly bytes: Uint8Array;
}

const sampleShown = async (sample: CapturedSample): Promise<StepPicture | undefined> => {
  if (sample.characteristic === "finger")
    return { mediaType: "image/png", bytes: await encodeGreyPng(sample.image) };
  if (sample.characteristic === "signature")
    return { mediaType: "image/png", bytes: await encodeGreyPng(dotted(sample.trajectory)) };
  if (sample.characteristic !== "face") return undefined;
  const picture = await decodeRgb(sample.bytes, "the camera's frame");
  const height = Math.round((picture.height * FRAME_WIDTH) / picture.width);
  return {
    mediaType: "image/jpeg",
    bytes: await encodeRgbJpeg(await resizeRgb(picture, FRAME_WIDTH, height), 85),
  };
};

/** Undefined: the step has none. */
export const pictureOfStep = async ({ picture, samples }: StepState): Promise<StepPicture | undefined> => {
  if (picture !== undefined) return { mediaType: "image/png", bytes: await encodeRgbPng(picture) };
  const [first] = samples;
  return first === undefined ? undefined : sampleShown(first);
};

export const picturesOf = async (states: readonly StepState[]): Promise<ReadonlyMap<string, Uint8Array>> => {
  const found = new Map<string, Uint8Array>();
  for (const state of states) {
    const picture = await pictureOfStep(state);
    if (picture !== undefined) found.set(state.step, picture.bytes);
  }
  return found;
};

/** PNG or JPEG by step: what was measured, or what was found. */
export type CertifiedPictures = ReadonlyMap<string, Uint8Array>;
