/** One impression in the making: what its layers draw on. */
import type { Contact } from "./contact.ts";
import type { Dressing } from "./dressing.ts";
import type { Placement } from "./placement.ts";
import type { Sweep } from "./sweep.ts";

/** Where the picture's pixels lie on the finger. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels of the platen at 500 ppi a pixel of the picture. */
  readonly scale: number;
  readonly placement: Placement;
  readonly contact: Contact;
  readonly dressing: Dressing;
  readonly sweep: Sweep;
}
