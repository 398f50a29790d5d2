/** A print as every scanner's driver hands it over: the picture with the facts that travel with it. */
import type { Clock } from "../../api/base/clock.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity } from "../../api/words/device.ts";
import type { GreyImage, ScanOrientation } from "../../api/words/sample.ts";
import type { PixelsPerInch } from "../../api/words/units.ts";

/** What a scanner's driver knows of every picture of its sensor. */
export type ScannerFacts = Pick<DeviceFeatures, "areaMm"> & {
  readonly ppi: PixelsPerInch;
  readonly bitDepth: number;
  readonly orientation: ScanOrientation;
};

export const capturedFinger = (
  image: GreyImage,
  { ppi, bitDepth, areaMm, orientation }: ScannerFacts,
  device: DeviceIdentity,
  clock: Clock,
): CaptureOutcome => ({
  kind: "captured",
  sample: {
    characteristic: "finger",
    image,
    ppi,
    bitDepth,
    ...(areaMm ? { areaMm } : {}),
    orientation,
    device,
    capturedAt: clock.now(),
  },
});
