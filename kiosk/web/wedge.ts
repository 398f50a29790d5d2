/**
 * Document readers that act as a keyboard: what they type comes faster than any hand. A burst goes to the kiosk's own driver,
 * whatever has the focus; what a hand types goes on to where it was meant, late by no more than one key's time.
 */
/** No hand types two keys within this; readers take 1 to 20 ms a key. */
export const WEDGE_GAP = 30;
/** Fewer keys in a burst are two keys pressed at once, not a reader. */
const LEAST_BURST = 6;
/** Longer is no document: three lines with a prefix and a suffix are not half of it. */
const LONGEST = 600;

export class KeyboardWedge {
  readonly #send: (text: string) => void;
  #held: string[] = [];
  #last = -Infinity;
  #reading = false;

  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** No key waits for the one after it. */
  get empty(): boolean {
    return this.#held.length === 0;
  }

  /** `key` as KeyboardEvent.key names it; gives the keys that a hand typed, in their order. */
  press(key: string, at: number): readonly string[] {
    const typed = at - this.#last > WEDGE_GAP ? this.rest() : [];
    this.#last = at;
    // Shift and the like are held down by a reader as by a hand; they carry no letter.
    if (key.length !== 1 && key !== "Enter")
      return this.#reading || this.#held.length > 0 ? typed : [...typed, key];
    this.#held.push(key);
    if (this.#held.length >= LEAST_BURST) this.#reading = true;
    return typed;
  }

  /** After a gap: what came as a burst is sent, what is held besides was typed by a hand. */
  rest(): readonly string[] {
    const held = this.#held;
    this.#held = [];
    if (!this.#reading) return held;
    this.#reading = false;
    this.#send(
      held
        .map((key) => (key === "Enter" ? "\r" : key))
        .join("")
        .slice(0, LONGEST),
    );
    return [];
  }
}
