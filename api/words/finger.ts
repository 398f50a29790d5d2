/** Minutiae as ISO/IEC 19794-2:2005 means them. */
import type { FingerPosition, ImpressionType } from "./characteristic.ts";
import type { Degrees, PixelsPerInch } from "./units.ts";

export interface Minutia {
  readonly kind: "ending" | "bifurcation" | "other";
  /** Pixels of the template's own frame, origin top-left, y down. */
  readonly x: number;
  readonly y: number;
  /** 0 <= angle < 360, counter-clockwise from +x; clause 6.4.3 of the 2005 edition. */
  readonly angle: Degrees;
  /** 1..100; 0: not reported. */
  readonly quality: number;
}

/** One finger view. Coordinates are in a frame of width x height pixels at ppi. */
export interface FingerTemplate {
  readonly position: FingerPosition | "unknown";
  readonly impression: ImpressionType;
  readonly width: number;
  readonly height: number;
  readonly ppi: PixelsPerInch;
  /** 0..100, of the whole finger. */
  readonly quality: number;
  readonly minutiae: readonly Minutia[];
}

/** What an applicant can do better; the sentence is for the operator, screens have their own words. */
export const FINGER_REASONS = {
  "nothing-there": "No finger lies on the glass.",
  "too-small": "Only the tip of the finger lies on the glass; lay it down flat.",
  "too-far-up": "The finger lies too far up in the picture.",
  "too-far-down": "The finger lies too far down in the picture.",
  "too-far-left": "The finger lies too far left in the picture.",
  "too-far-right": "The finger lies too far right in the picture.",
  "press-harder": "The finger touches too lightly.",
  "too-dry": "The finger is too dry; breathe on it or moisten it.",
  "too-wet": "The finger is too wet or pressed too hard; dry it and lay it down lightly.",
  moved: "The finger moved or slipped.",
  "wrong-resolution":
    "No finger has ridges so far apart or so close; the resolution that was stated is not the picture's.",
  "smudged-glass": "The glass is dirty or shows the last finger; wipe it.",
} as const;
export type FingerReason = keyof typeof FINGER_REASONS;
