/** A page as it is kept: small enough for a bad line, and no letter smaller than can be read. */
import type { SupportingDocument } from "../../../api/words/enrolment.ts";
import { assessLegibility } from "../../../models/document/legibility.ts";
import { LEGIBILITY } from "../../../models/params/document.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";

/** Long side, pixels: about 200 dpi of an A4 page, where ten-point capitals are 20 pixels high. */
const LONGEST = 2400;
const QUALITY = 80;
/** Made smaller, the letters keep this much more than what can just be read. */
const RESERVE = 1.25;

/** Throws OutsideFault picture-unreadable for what is no picture. */
export const pageOf = async (
  paper: string,
  jpeg: Uint8Array,
  legible: boolean,
): Promise<SupportingDocument> => {
  const picture = await decodeRgb(jpeg, "picture of a paper");
  const kept = (bytes: Uint8Array) => ({ kind: paper, mediaType: "image/jpeg", bytes, legible }) as const;
  const scale = LONGEST / Math.max(picture.width, picture.height);
  const { letterHeight = 0 } = assessLegibility(picture);
  if (scale >= 1 || letterHeight * scale < LEGIBILITY.leastHeight * RESERVE)
    return kept(await encodeRgbJpeg(picture, QUALITY));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  return kept(await encodeRgbJpeg(await resizeRgb(picture, width, height), QUALITY));
};
