/** Grows a byte string. */
import { Bug } from "../base/faults.ts";

export class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #grow(length: number): number {
    const from = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return from;
  }

  put(bytes: Uint8Array): this {
    const from = this.#grow(bytes.length);
    this.#bytes.set(bytes, from);
    return this;
  }

  /** Unsigned, 1 to 6 bytes; a value that does not fit is our own mistake. */
  unsigned(value: number, length: number, order: "big" | "little"): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** length)
      throw new Bug(`${value} does not fit ${length} unsigned bytes`);
    const from = this.#grow(length);
    let rest = value;
    for (let i = 0; i < length; i += 1) {
      this.#bytes[order === "little" ? from + i : from + length - 1 - i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return this;
  }

  signed32(value: number, order: "big" | "little"): this {
    return this.unsigned(value < 0 ? value + 2 ** 32 : value, 4, order);
  }

  unsigned64(value: bigint, order: "big" | "little"): this {
    const from = this.#grow(8);
    new DataView(this.#bytes.buffer).setBigUint64(from, value, order === "little");
    return this;
  }

  /** A copy of what was written. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
