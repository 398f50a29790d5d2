/** The scanners that a synthetic finger can be laid on: what each sees, and its twin behind the real driver. */
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { DriverContext } from "../../../drivers/driver.ts";
import { futronicFs81 } from "../../../drivers/fingerprint/futronic-fs81/driver.ts";
import { twinFs81 } from "../../../drivers/fingerprint/futronic-fs81/model.ts";
import { nb1010 } from "../../../drivers/fingerprint/nb1010/driver.ts";
import { twinNb1010 } from "../../../drivers/fingerprint/nb1010/model.ts";
import { supremaSfm } from "../../../drivers/fingerprint/suprema-sfm/driver.ts";
import { twinSfm } from "../../../drivers/fingerprint/suprema-sfm/model.ts";
import { zfm } from "../../../drivers/fingerprint/zfm/driver.ts";
import { twinZfm } from "../../../drivers/fingerprint/zfm/model.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { virtualDevice, virtualScanner } from "../../../drivers/virtual.ts";
import type { ImpressionOptions } from "../../../models/synthetic/fingerprint/impression.ts";

export interface TwinOptions {
  /** Default: a clock of the device's own that jumps, from `start`. */
  readonly clock?: Clock;
  readonly start?: Milliseconds;
  readonly seed: string;
}

/** What twin and driver share. */
export const twinContext = ({ clock, start, seed }: TwinOptions): DriverContext => ({
  clock: clock ?? new ReplayClock(start ?? 0),
  random: seededRandom(seed),
  log: silentLog,
});

export interface ScannerKind {
  /** The picture in the device's native pixels. */
  readonly view: Pick<ImpressionOptions, "width" | "height" | "ppi" | "sensor">;
  /** The device on which these pictures are captured, one after the other. */
  device(pictures: readonly GreyImage[], options: TwinOptions): Fixture;
}

export const SCANNERS = {
  uru4000: {
    view: { width: 384, height: 290, ppi: 512, sensor: "optical" },
    device: (pictures, options) => virtualScanner(pictures, options),
  },
  nb1010: {
    view: { width: 256, height: 180, ppi: 385, sensor: "capacitive" },
    device: (pictures, options) => {
      const context = twinContext(options);
      return virtualDevice(nb1010, twinNb1010(pictures, context), context);
    },
  },
  "futronic-fs81": {
    view: { width: 320, height: 480, ppi: 500, sensor: "optical" },
    device: (pictures, options) => {
      const context = twinContext(options);
      return virtualDevice(futronicFs81, twinFs81(pictures, context), context);
    },
  },
  "suprema-sfm": {
    view: { width: 288, height: 352, ppi: 500, sensor: "optical" },
    device: (pictures, options) => {
      const context = twinContext(options);
      return virtualDevice(supremaSfm, twinSfm(pictures, context), context);
    },
  },
  zfm: {
    view: { width: 256, height: 288, ppi: 500, sensor: "optical" },
    device: (pictures, options) => {
      const context = twinContext(options);
      return virtualDevice(zfm, twinZfm(pictures, context), context);
    },
  },
} as const satisfies Record<string, ScannerKind>;

export type ScannerName = keyof typeof SCANNERS;
export const SCANNER_NAMES = Object.keys(SCANNERS) as readonly ScannerName[];
