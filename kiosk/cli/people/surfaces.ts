/** The cameras that a synthetic face stands before, and the pads that a synthetic hand writes on. */
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Millimetres, Milliseconds } from "../../../api/words/units.ts";
import { ptp } from "../../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera, type PtpMaker } from "../../../drivers/camera/ptp/model.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { topaz } from "../../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../../drivers/signature/topaz/model.ts";
import { virtualCamera, virtualDevice, virtualPad } from "../../../drivers/virtual.ts";
import type { Pad } from "../../../models/synthetic/signature/trajectory.ts";
import { twinContext, type TwinOptions } from "./scanners.ts";

export interface CameraKind {
  /** It sends frames by itself: whoever stands before it holds still for a while in the end. */
  readonly streams: boolean;
  /** `interval`: from one frame to the next, where the camera sends them by itself. */
  device(frames: readonly Uint8Array[], interval: Milliseconds, options: TwinOptions): Fixture;
}

/** Looked through, it shows what happens before it; one frame more at each look. */
const lookedThrough = (maker: PtpMaker): CameraKind => ({
  streams: false,
  device: (frames, interval, options) => {
    const context = twinContext(options);
    const live = { frames, interval, taken: true } as const;
    return virtualDevice(ptp, twinPtpCamera(frames, { ...context, maker, live }), context);
  },
});

export const CAMERAS = {
  uvc: {
    streams: true,
    device: (frames, interval, options) => virtualCamera(frames, { ...options, interval }),
  },
  ptp: {
    streams: false,
    device: (frames, _interval, options) => {
      const context = twinContext(options);
      return virtualDevice(ptp, twinPtpCamera(frames, context), context);
    },
  },
  "ptp-canon": lookedThrough("canon"),
  "ptp-nikon": lookedThrough("nikon"),
} as const satisfies Record<string, CameraKind>;

export type CameraName = keyof typeof CAMERAS;
export const CAMERA_NAMES = Object.keys(CAMERAS) as readonly CameraName[];

export interface PadKind {
  /** In the pad's own units. */
  readonly units: Pad;
  /** Of a pad that does not state its width: what a configuration says of the twin. */
  readonly widthMm?: Millimetres;
  device(signatures: readonly PenTrajectory[], options: TwinOptions): Fixture;
}

export const PADS = {
  "wacom-stu": {
    units: { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 },
    device: (signatures, options) => virtualPad(signatures, options),
  },
  topaz: {
    // The SigLite 1x5's area in its own coordinates; it tells no pressure.
    units: { maxX: 2150, maxY: 1400, maxPressure: 1023, rate: 100 },
    // The twin's own; a real pad's is in its data sheet.
    widthMm: 110,
    device: (signatures, options) => {
      const context = twinContext(options);
      return virtualDevice(topaz, twinTopaz(signatures, context), context);
    },
  },
} as const satisfies Record<string, PadKind>;

/** What the configuration of a kiosk with this pad says of it. */
export const padWidthOf = (pad: PadName): Millimetres | undefined => (PADS[pad] as PadKind).widthMm;

export type PadName = keyof typeof PADS;
export const PAD_NAMES = Object.keys(PADS) as readonly PadName[];
