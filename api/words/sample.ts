/** What a capture device hands over (ISO/IEC 2382-37: captured biometric sample). */
import type { Microseconds, Milliseconds, Millimetres, PixelsPerInch } from "./units.ts";
import type { DeviceIdentity } from "./device.ts";

/** One grey picture; row-major, one byte a pixel, 0 black .. 255 white. A print's ridges are dark. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** One colour picture; row-major, three bytes a pixel, sRGB. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** What a driver did to the sensor's rows so that the fingertip is at the top; no pixel is resampled. */
export type ScanOrientation = "as-scanned" | "turned-180" | "rows-reversed";

/** A print as captured: native pixels, never resampled, with the facts that travel with it. */
export interface FingerSample {
  readonly characteristic: "finger";
  readonly image: GreyImage;
  /** Scan resolution of the device, both axes. */
  readonly ppi: PixelsPerInch;
  /** Bits a pixel that the sensor resolves; the image itself always has eight. */
  readonly bitDepth: number;
  /** What the sensor scans, where it is known. */
  readonly areaMm?: { readonly width: Millimetres; readonly height: Millimetres };
  readonly orientation?: ScanOrientation;
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

/** One camera frame, compressed once by the camera. */
export interface FaceSample {
  readonly characteristic: "face";
  readonly mediaType: "image/jpeg";
  readonly bytes: Uint8Array;
  /** A frame of a still camera's live view: smaller than its pictures, and no sample to enrol. */
  readonly live?: true;
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

/** A point of the pen, in the pad's own units. */
export interface PenPoint {
  readonly x: number;
  readonly y: number;
  /** 0 .. PenTrajectory.maxPressure. */
  readonly pressure: number;
  /** Since the first point. */
  readonly t: Microseconds;
  /** The pen touches the pad. */
  readonly contact: boolean;
}

export interface PenTrajectory {
  /** Extent of the pad's coordinates: 0 .. maxX, 0 .. maxY; origin top-left, y down. */
  readonly maxX: number;
  readonly maxY: number;
  readonly maxPressure: number;
  /** Physical extent of the pad, where the device states it. */
  readonly widthMm?: Millimetres;
  readonly points: readonly PenPoint[];
}

export interface SignatureSample {
  readonly characteristic: "signature";
  readonly trajectory: PenTrajectory;
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

/** What was read of a document, nothing verified: a reader's lines as it sent them, or a camera's picture of the paper. */
export interface DocumentSample {
  readonly characteristic: "document";
  /** Empty where a camera took a picture. */
  readonly lines: readonly string[];
  readonly picture?: { readonly mediaType: "image/jpeg"; readonly bytes: Uint8Array };
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

export type CapturedSample = FingerSample | FaceSample | SignatureSample | DocumentSample;
