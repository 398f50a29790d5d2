/** What a signature pad with a screen shows while somebody signs. Coordinates are pixels of that screen, origin top-left. */
import type { RgbImage } from "./sample.ts";

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** accept: the signature is complete; again: it is wiped and begun anew; decline: the person does not want to sign here. */
export type PadAction = "accept" | "again" | "decline";

/** Touched with the pen: a stroke that begins and ends on it is the button pressed, and never ink. */
export interface PadButton extends ScreenSize {
  readonly action: PadAction;
  readonly x: number;
  readonly y: number;
}

export interface PadScreen {
  /** As large as the screen; a pad without colours shows what is darker than half as black. */
  readonly picture: RgbImage;
  readonly buttons: readonly PadButton[];
}
