/**
 * The portrait that goes into the passport: cut out, turned upright and made smaller, nothing else (Doc 9303-3
 * 3.9.1: not digitally altered; TR-03121 FM BIP-FI-GID: crop and roll only, never larger). Every derivative comes
 * from the same pixels, so that each is compressed once.
 */
import { Bug } from "../../api/base/faults.ts";
import { encodeJp2, encodeJp2Within } from "../../api/formats/jp2/jp2.ts";
import type { EncodedImage, PortraitPoints } from "../../api/words/enrolment.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { Point } from "../../api/words/units.ts";
import { cutRgb, encodeRgbJpeg, resizeRgb } from "../image.ts";
import {
  CHIP_BYTES,
  CHIP_SIZE,
  MASTER_QUALITY,
  PORTRAIT_PROFILES,
  PRODUCTION_RATIO,
} from "../params/portrait.ts";
import type { PortraitProfile } from "../params/portrait.ts";
import { planCrop } from "./crop.ts";
import type { Crop } from "./crop.ts";
import { jpegWithin } from "./jpeg-within.ts";
import type { EyeCentres } from "./stages/parts.ts";

export interface Portrait {
  readonly kind: "portrait";
  readonly profile: string;
  /** The master's pixels, before any coding; quality is assessed on these. */
  readonly pixels: RgbImage;
  /** JPEG, least loss. */
  readonly master: EncodedImage;
  /** JPEG 2000, 622 x 800, nearly lossless, for the printer; coded when asked for, since no packet holds it. */
  readonly production: () => Promise<EncodedImage>;
  /** JPEG 2000, 622 x 800, just under 17,000 bytes. */
  readonly chip: EncodedImage;
  /** JPEG under the same cap, for readers without JPEG 2000; coded when asked for. */
  readonly chipJpeg: () => Promise<EncodedImage>;
  /** Eye centres in master pixels and in chip pixels; absent: not located. */
  readonly masterPoints?: PortraitPoints;
  readonly points?: PortraitPoints;
  /** What was done from frame to portrait, in order. */
  readonly processing: readonly string[];
}

type Derivatives = Pick<Portrait, "master" | "production" | "chip" | "chipJpeg">;

export type PortraitOutcome = Portrait | { readonly kind: "refused"; readonly reason: string };

/** Frame pixels to pixels of the cut picture after it was made smaller. */
const intoCut = (crop: Crop, p: Point): Point => {
  const angle = (crop.turn * Math.PI) / 180;
  const [dx, dy] = [p.x - crop.centre.x, p.y - crop.centre.y];
  return {
    x: (Math.cos(angle) * dx - Math.sin(angle) * dy + crop.width / 2) * crop.scale,
    y: (Math.sin(angle) * dx + Math.cos(angle) * dy + crop.height / 2) * crop.scale,
  };
};

const points = (crop: Crop, eyes: EyeCentres, scale: number): PortraitPoints => {
  const one = (p: Point): Point => {
    const at = intoCut(crop, p);
    return { x: Math.round(at.x * scale), y: Math.round(at.y * scale) };
  };
  return { leftEyeCentre: one(eyes.left), rightEyeCentre: one(eyes.right) };
};

const derivatives = async (pixels: RgbImage): Promise<Derivatives> => {
  const small =
    pixels.width === CHIP_SIZE.width ? pixels : await resizeRgb(pixels, CHIP_SIZE.width, CHIP_SIZE.height);
  const raster = { ...small, components: 3 as const };
  const chip = await encodeJp2Within(raster, CHIP_BYTES);
  if (chip === undefined) throw new Bug(`no chip portrait under ${CHIP_BYTES.atMost} bytes`);
  const size = { width: small.width, height: small.height };
  return {
    master: {
      mediaType: "image/jpeg",
      bytes: await encodeRgbJpeg(pixels, MASTER_QUALITY),
      width: pixels.width,
      height: pixels.height,
    },
    production: async () => ({
      mediaType: "image/jp2",
      bytes: await encodeJp2(raster, PRODUCTION_RATIO),
      ...size,
    }),
    chip: { mediaType: "image/jp2", bytes: chip, ...size },
    chipJpeg: async () => ({
      mediaType: "image/jpeg",
      bytes: await jpegWithin(small, CHIP_BYTES.atMost),
      ...size,
    }),
  };
};

/** The words of what was done, from the plan. */
const account = (crop: Crop, profile: PortraitProfile): string[] => [
  ...(crop.turn === 0 ? [] : [`rotate ${crop.turn.toFixed(1)} degrees`]),
  `crop ${crop.width} x ${crop.height} around (${Math.round(crop.centre.x)}, ${Math.round(crop.centre.y)})`,
  ...(crop.width === profile.width
    ? []
    : [`scale down to ${profile.width} x ${profile.height} (${crop.scale.toFixed(3)})`]),
];

/** Without eyes: the largest upright part of the right shape from the middle, and nothing is claimed. */
const cutMiddle = async (frame: RgbImage, profile: PortraitProfile): Promise<PortraitOutcome> => {
  const scale = Math.max(profile.width / frame.width, profile.height / frame.height);
  if (scale > 1)
    return {
      kind: "refused",
      reason: `The picture of ${frame.width} x ${frame.height} pixels is smaller than ${profile.width} x ${profile.height}.`,
    };
  const [width, height] = [Math.floor(profile.width / scale), Math.floor(profile.height / scale)];
  const centre = { x: (frame.width - 1) / 2, y: (frame.height - 1) / 2 };
  const cut = await cutRgb(frame, { centre, width, height, degrees: 0 });
  const pixels = await resizeRgb(cut, profile.width, profile.height);
  return {
    kind: "portrait",
    profile: profile.id,
    pixels,
    ...(await derivatives(pixels)),
    processing: ["eyes not located", ...account({ centre, width, height, turn: 0, scale }, profile)],
  };
};

/** Eyes in frame pixels, or undefined where they were not located. */
export const makePortrait = async (
  frame: RgbImage,
  eyes: EyeCentres | undefined,
  profile: PortraitProfile = PORTRAIT_PROFILES.live,
): Promise<PortraitOutcome> => {
  if (eyes === undefined) return cutMiddle(frame, profile);
  const plan = planCrop(frame, eyes, profile);
  if (plan.kind === "refused") return plan;
  const { crop } = plan;
  const { centre, width, height, turn } = crop;
  const cut = await cutRgb(frame, { centre, width, height, degrees: turn });
  const pixels =
    width === profile.width && height === profile.height
      ? cut
      : await resizeRgb(cut, profile.width, profile.height);
  return {
    kind: "portrait",
    profile: profile.id,
    pixels,
    ...(await derivatives(pixels)),
    masterPoints: points(crop, eyes, 1),
    points: points(crop, eyes, CHIP_SIZE.width / profile.width),
    processing: account(crop, profile),
  };
};
