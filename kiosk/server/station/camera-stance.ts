/** How the camera hangs, as the faces before it tell: one mounted on its side shows no applicant upright, for ever. */
import type { FaceLie } from "../../../api/words/guidance.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Look } from "../station.ts";

/** Somebody bends down, a child is laid before the camera: it lies only when no face has been upright for this long. */
const CONFIRM_MS: Milliseconds = 5000;

export class CameraStance {
  /** Since when every face that was seen has lain. */
  #since: Milliseconds | undefined;
  #lies: FaceLie | undefined;

  /** Frames without any face say nothing either way. */
  saw({ present, lying }: Pick<Look, "present" | "lying">, now: Milliseconds): void {
    if (present) {
      this.#since = undefined;
      this.#lies = undefined;
    } else if (lying !== undefined) {
      this.#since ??= now;
      if (now - this.#since >= CONFIRM_MS) this.#lies = lying;
    }
  }

  /** Undefined: upright, as far as is known. */
  get lies(): FaceLie | undefined {
    return this.#lies;
  }
}
