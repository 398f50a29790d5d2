/** Reads bytes that a stranger sent: every refusal names the file, the offset and the reason; nothing is read past the end. */
import { OutsideFault } from "../base/faults.ts";

export class Reader {
  readonly bytes: Uint8Array;
  readonly label: string;
  readonly end: number;
  readonly #view: DataView;
  at: number;

  /** Reads bytes[start, end) and counts offsets from the start of `bytes`. */
  constructor(bytes: Uint8Array, label: string, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.label = label;
    this.at = start;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.end - this.at;
  }

  /** Ends reading: one sentence with label and offset. */
  refuse(why: string, at = this.at): never {
    throw new OutsideFault("input-malformed", `${this.label}, offset ${at}: ${why}`);
  }

  #take(length: number): number {
    if (length < 0 || length > this.left)
      this.refuse(`needs ${length} more bytes, but only ${this.left} are left`);
    const from = this.at;
    this.at += length;
    return from;
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    const from = this.#take(length);
    return this.bytes.subarray(from, from + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  /** Unsigned, 1 to 6 bytes. */
  unsigned(length: number, order: "big" | "little"): number {
    const from = this.#take(length);
    let value = 0;
    for (let i = 0; i < length; i += 1) {
      value = value * 256 + (this.bytes[order === "big" ? from + i : from + length - 1 - i] ?? 0);
    }
    return value;
  }

  signed32(order: "big" | "little"): number {
    return this.#view.getInt32(this.#take(4), order === "little");
  }

  unsigned64(order: "big" | "little"): bigint {
    return this.#view.getBigUint64(this.#take(8), order === "little");
  }

  /** A reader of the next bytes; this one moves past them. */
  sub(length: number, label = this.label): Reader {
    const from = this.#take(length);
    return new Reader(this.bytes, label, from, from + length);
  }

  finish(): void {
    if (this.left !== 0) this.refuse(`${this.left} bytes too many`);
  }
}
