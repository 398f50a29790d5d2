/** Where to cut a portrait out of a frame: turned upright, as near to the wanted framing as the frame allows. */
import type { Degrees, Point } from "../../api/words/units.ts";
import { CROP_STEPS, LEAST_ROLL_DEGREES } from "../params/portrait.ts";
import type { PortraitProfile } from "../params/portrait.ts";
import { between, distance } from "./stages/geometry.ts";
import type { EyeCentres } from "./stages/parts.ts";

export interface Crop {
  /** Middle of the cut, frame pixels. */
  readonly centre: Point;
  /** Frame pixels, before the picture is made smaller. */
  readonly width: number;
  readonly height: number;
  /** By how much the picture is turned, clockwise as seen; 0: not at all. */
  readonly turn: Degrees;
  /** Master pixels for one frame pixel, at most 1. */
  readonly scale: number;
}

export type CropOutcome =
  | { readonly kind: "crop"; readonly crop: Crop }
  | { readonly kind: "refused"; readonly reason: string };

interface Framing {
  readonly eyeDistance: number;
  readonly x: number;
  readonly y: number;
}

const steps = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** From the wanted framing outwards, nearest first. */
const framings = ({ eyeDistance, eyes }: PortraitProfile, largest: number): Framing[] => {
  const wanted = Math.min(eyeDistance.wanted, largest);
  const most = Math.min(eyeDistance.most, largest);
  const sizes = [wanted, ...steps(CROP_STEPS.sizes, eyeDistance.least, most)];
  const xs = [eyes.x, ...steps(CROP_STEPS.places, eyes.x - eyes.offX, eyes.x + eyes.offX)];
  const ys = [eyes.y, ...steps(CROP_STEPS.places, eyes.y - eyes.offY, eyes.y + eyes.offY)];
  const cost = (f: Framing): number =>
    Math.abs(Math.log(f.eyeDistance / wanted)) * 2 + Math.abs(f.x - eyes.x) * 3 + Math.abs(f.y - eyes.y);
  return sizes
    .flatMap((size) => xs.flatMap((x) => ys.map((y) => ({ eyeDistance: size, x, y }))))
    .sort((a, b) => cost(a) - cost(b));
};

const cropOf = (profile: PortraitProfile, eyes: EyeCentres, framing: Framing): Crop => {
  const middle = between(eyes.left, eyes.right);
  const roll = Math.atan2(eyes.left.y - eyes.right.y, eyes.left.x - eyes.right.x);
  const degrees = (roll * 180) / Math.PI;
  const turn = Math.abs(degrees) < LEAST_ROLL_DEGREES ? 0 : -degrees;
  const scale = framing.eyeDistance / distance(eyes.left, eyes.right);
  const [width, height] = [Math.round(profile.width / scale), Math.round(profile.height / scale)];
  // From the eyes to the middle of the upright cut, turned back into the frame.
  const [dx, dy] = [(0.5 - framing.x) * width, (0.5 - framing.y) * height];
  const back = turn === 0 ? 0 : roll;
  const centre = {
    x: middle.x + Math.cos(back) * dx - Math.sin(back) * dy,
    y: middle.y + Math.sin(back) * dx + Math.cos(back) * dy,
  };
  return { centre, width, height, turn, scale };
};

/** Corners of the cut in the frame: top left, top right, bottom left, bottom right. */
const corners = ({ centre, width, height, turn }: Crop): Point[] => {
  const angle = (-turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [-1, 1].flatMap((v) =>
    [-1, 1].map((u) => ({
      x: centre.x + (u * cos * width) / 2 - (v * sin * height) / 2,
      y: centre.y + (u * sin * width) / 2 + (v * cos * height) / 2,
    })),
  );
};

/** A pixel of room for the interpolation. */
const ROOM = 1;
/** On which sides the cut reaches over the frame, as seen. */
const over = (crop: Crop, width: number, height: number): string[] => {
  const points = corners(crop);
  return [
    ...(points.some((p) => p.y < ROOM) ? ["above"] : []),
    ...(points.some((p) => p.y > height - 1 - ROOM) ? ["below"] : []),
    ...(points.some((p) => p.x < ROOM) ? ["on its left"] : []),
    ...(points.some((p) => p.x > width - 1 - ROOM) ? ["on its right"] : []),
  ];
};

/** Never larger than the frame shows it; refused where that is too small or where the frame ends too soon. */
export const planCrop = (
  frame: { readonly width: number; readonly height: number },
  eyes: EyeCentres,
  profile: PortraitProfile,
): CropOutcome => {
  const seen = distance(eyes.left, eyes.right);
  if (seen < profile.eyeDistance.least)
    return {
      kind: "refused",
      reason: `The eyes are ${Math.round(seen)} pixels apart; ${profile.eyeDistance.least} are needed: come nearer or use a finer camera.`,
    };
  for (const framing of framings(profile, seen)) {
    const crop = cropOf(profile, eyes, framing);
    if (crop.scale <= 1 && over(crop, frame.width, frame.height).length === 0) return { kind: "crop", crop };
  }
  const wanted = framings(profile, seen)[0];
  const sides = wanted === undefined ? [] : over(cropOf(profile, eyes, wanted), frame.width, frame.height);
  return {
    kind: "refused",
    reason: `The picture ends too near the head ${sides.join(" and ")}: move back to the middle.`,
  };
};
