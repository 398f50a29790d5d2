/**
 * Readers that act as a keyboard: what they type comes faster than any hand. A burst is handed to the driver as a line's bytes;
 * what a hand types goes on to where it was meant, late by no more than one key's time.
 *
 *   const wedge = new KeyboardWedge((bytes) => line.push(bytes));      // drivers/transport/handed-line.ts
 *   for each key: for (const key of wedge.press(event.key, event.timeStamp)) typeIntoTheField(key);
 *   when no key came for WEDGE_GAP ms: for (const key of wedge.rest()) typeIntoTheField(key);
 */
import type { Milliseconds } from "../../../api/words/units.ts";

/** No hand types two keys within this; readers take 1 to 20 ms a key. */
export const WEDGE_GAP: Milliseconds = 30;
/** Fewer keys in a burst are two keys pressed at once, not a reader. */
const LEAST_BURST = 6;

export class KeyboardWedge {
  readonly #send: (bytes: Uint8Array) => void;
  #held: string[] = [];
  #last: Milliseconds = -Infinity;
  #reading = false;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** `key` as KeyboardEvent.key names it; gives the keys that a hand typed, in their order. */
  press(key: string, at: Milliseconds): readonly string[] {
    const typed = at - this.#last > WEDGE_GAP ? this.rest() : [];
    this.#last = at;
    // Shift and the like are held down by a reader as by a hand; they carry no letter.
    if (key.length !== 1 && key !== "Enter")
      return this.#reading || this.#held.length > 0 ? typed : [...typed, key];
    this.#held.push(key);
    if (this.#reading || this.#held.length >= LEAST_BURST) {
      this.#reading = true;
      this.#send(Buffer.from(this.#held.map((held) => (held === "Enter" ? "\r" : held)).join(""), "latin1"));
      this.#held = [];
    }
    return typed;
  }

  /** After a gap: whatever is held was typed by a hand. */
  rest(): readonly string[] {
    const typed = this.#held;
    this.#held = [];
    this.#reading = false;
    return typed;
  }
}
