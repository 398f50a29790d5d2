/** The scanners that a synthetic finger can be laid on: what each sees, and its twin behind the real driver. */
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { virtualDevice, virtualScanner } from "../../../drivers/virtual.ts";
import { nb1010 } from "../../../drivers/fingerprint/nb1010/driver.ts";
import { twinNb1010 } from "../../../drivers/fingerprint/nb1010/model.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { silentLog } from "../../../api/base/log.ts";
import type { ImpressionOptions } from "../../../models/synthetic/fingerprint/impression.ts";

export interface ScannerKind {
  /** The picture in the device's native pixels. */
  readonly view: Pick<ImpressionOptions, "width" | "height" | "ppi" | "sensor">;
  /** The device on which these pictures are captured, one after the other. */
  device(
    pictures: readonly GreyImage[],
    own: { readonly start: Milliseconds; readonly seed: string },
  ): Fixture;
}

export const SCANNERS = {
  uru4000: {
    view: { width: 384, height: 290, ppi: 512, sensor: "optical" },
    device: virtualScanner,
  },
  nb1010: {
    view: { width: 256, height: 180, ppi: 385, sensor: "capacitive" },
    device: (pictures, { start, seed }) => {
      const clock = new ReplayClock(start);
      const context = { clock, random: seededRandom(seed), log: silentLog };
      return virtualDevice(nb1010, twinNb1010(pictures, { clock }), context);
    },
  },
} as const satisfies Record<string, ScannerKind>;

export type ScannerName = keyof typeof SCANNERS;
