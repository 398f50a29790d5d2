/** Collects a signature from the pad's positions, in units of its writing area. */
import type { PenPoint } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { TopazModel } from "./models.ts";
import type { TopazPacket } from "./protocol.ts";

type Position = Extract<TopazPacket, { kind: "position" }>;

/** Of packets that tell pressure. A pad that never sends one tells contact only: all there is of pressure, 0 or 1. */
const MAX_PRESSURE = 1023;

export class Strokes {
  readonly #area: TopazModel["area"];
  readonly #patience: Milliseconds;
  readonly #points: PenPoint[] = [];
  #start: Milliseconds | undefined;
  #lastContact: Milliseconds = 0;
  #now: Milliseconds = 0;
  #contacts = 0;
  #touching = false;
  #pressure: number | undefined;

  /** `patience`: the pen has been away this long after it touched: the signature is complete. */
  constructor(area: TopazModel["area"], patience: Milliseconds) {
    this.#area = area;
    this.#patience = patience;
  }

  /** Of the points; 1: this pad tells contact only. */
  get maxPressure(): number {
    return this.#pressure === undefined ? 1 : MAX_PRESSURE;
  }

  /** Holds for the positions that follow. */
  press(value: number): void {
    this.#pressure = value;
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
      pressure: down ? (this.#pressure ?? 1) : 0,
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
