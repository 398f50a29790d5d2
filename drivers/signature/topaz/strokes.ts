/** Collects a signature from the pad's positions, in units of its writing area. */
import type { PenPoint } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { TopazModel, TopazPacket } from "./protocol.ts";

type Position = Extract<TopazPacket, { kind: "position" }>;

/** The pads give pressure rarely or not at all: contact is full pressure. */
export const MAX_PRESSURE = 1;

export class Strokes {
  readonly #area: TopazModel["area"];
  readonly #patience: Milliseconds;
  readonly #points: PenPoint[] = [];
  #start: Milliseconds | undefined;
  #lastContact: Milliseconds = 0;
  #now: Milliseconds = 0;
  #contacts = 0;
  #touching = false;

  /** `patience`: the pen has been away this long after it touched: the signature is complete. */
  constructor(area: TopazModel["area"], patience: Milliseconds) {
    this.#area = area;
    this.#patience = patience;
  }

  get begun(): boolean {
    return this.#start !== undefined;
  }

  get contacts(): number {
    return this.#contacts;
  }

  get touching(): boolean {
    return this.#touching;
  }

  get complete(): boolean {
    return this.begun && this.#now - this.#lastContact >= this.#patience;
  }

  add({ x, y, down }: Position, now: Milliseconds): void {
    this.#now = now;
    this.#touching = down;
    if (down) {
      this.#lastContact = now;
      this.#contacts += 1;
    } else if (!this.begun) return;
    this.#start ??= now;
    const { left, right, top, bottom } = this.#area;
    this.#points.push({
      x: Math.min(Math.max(x - left, 0), right - left),
      y: Math.min(Math.max(y - top, 0), bottom - top),
      pressure: down ? MAX_PRESSURE : 0,
      t: Math.round((now - this.#start) * 1000),
      contact: down,
    });
  }

  /** The newest point; undefined before the first contact. */
  get last(): PenPoint | undefined {
    return this.#points.at(-1);
  }

  /** From the first contact to the last. */
  points(): readonly PenPoint[] {
    return this.#points.slice(0, this.#points.findLastIndex(({ contact }) => contact) + 1);
  }

  /** Overwrites what was collected. */
  wipe(): void {
    this.#points.length = 0;
  }
}
