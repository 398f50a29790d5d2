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
