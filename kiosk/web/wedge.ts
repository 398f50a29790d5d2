/**
 * Document readers that act as a keyboard: what they type comes faster than any hand. A burst goes to the kiosk's own driver,
 * whatever has the focus; what a hand types goes on to where it was meant, late by no more than one key's time.
 */
import { textOfKeys, type StruckKey } from "./key-places.ts";

/** No hand types two keys within this; readers take 1 to 20 ms a key. */
export const WEDGE_GAP = 30;
/** Fewer keys in a burst are two keys pressed at once, not a reader. */
const LEAST_BURST = 6;
/** Longer is no document: three lines with a prefix and a suffix are not half of it. */
const LONGEST = 600;

export class KeyboardWedge {
  readonly #send: (text: string) => void;
  #held: StruckKey[] = [];
  #last = -Infinity;
  #reading = false;

  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** No key waits for the one after it. */
  get empty(): boolean {
    return this.#held.length === 0;
  }

  /** Gives the keys that a hand typed, as KeyboardEvent.key names them, in their order. */
  press(struck: StruckKey, at: number): readonly string[] {
    const { key } = struck;
    const typed = at - this.#last > WEDGE_GAP ? this.rest() : [];
    this.#last = at;
    // Shift and the like are held down by a reader as by a hand; they carry no letter.
    if (key.length !== 1 && key !== "Enter")
      return this.#reading || this.#held.length > 0 ? typed : [...typed, key];
    this.#held.push(struck);
    if (this.#held.length >= LEAST_BURST) this.#reading = true;
    return typed;
  }

  /** After a gap: what came as a burst is sent, what is held besides was typed by a hand. */
  rest(): readonly string[] {
    const held = this.#held;
    this.#held = [];
    if (!this.#reading) return held.map(({ key }) => key);
    this.#reading = false;
    this.#send(textOfKeys(held).slice(0, LONGEST));
    return [];
  }
}
