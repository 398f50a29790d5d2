/** Tells the pen's strokes on the screen's buttons from ink. */
import type { PadAction, PadButton } from "../../../api/words/pad-screen.ts";
import type { Capability, PenReport } from "./protocol.ts";

export type PenMeaning = "ink" | "on-button" | { readonly pressed: PadAction };

/** The button at a place of the pad. */
export const buttonAt = (
  buttons: readonly PadButton[],
  { x, y }: Pick<PenReport, "x" | "y">,
  { maxX, maxY, screenWidth, screenHeight }: Capability,
): PadButton | undefined => {
  const [column, row] = [(x * screenWidth) / (maxX + 1), (y * screenHeight) / (maxY + 1)];
  return buttons.find(
    (one) => column >= one.x && column < one.x + one.width && row >= one.y && row < one.y + one.height,
  );
};

export class ButtonWatch {
  readonly #buttons: readonly PadButton[];
  readonly #extent: Capability;
  /** The button on which the stroke that is under way began. */
  #began: PadButton | undefined;
  #touching = false;

  constructor(buttons: readonly PadButton[], extent: Capability) {
    this.#buttons = buttons;
    this.#extent = extent;
  }

  /** A stroke that began as ink stays ink, wherever it leads; one that began on a button never is. */
  meaningOf(report: PenReport): PenMeaning {
    const under = buttonAt(this.#buttons, report, this.#extent);
    const [before, began] = [this.#touching, this.#began];
    this.#touching = report.contact;
    if (report.contact) {
      if (!before) this.#began = under;
      return this.#began === undefined ? "ink" : "on-button";
    }
    this.#began = undefined;
    if (began === undefined) return "ink";
    return before && began === under ? { pressed: began.action } : "on-button";
  }
}
