/** A serial line as bytes to be taken in the numbers that a protocol wants, whatever pieces they come in. */
import type { Clock } from "../../api/base/clock.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { copyOf } from "./copy.ts";
import { TransferFault } from "./transport.ts";
import type { SerialTransport } from "./transport.ts";

export interface StreamOptions {
  /** For the whole of what is asked. */
  readonly timeout: Milliseconds;
  readonly signal?: AbortSignal;
}

export class ByteStream {
  readonly #serial: SerialTransport;
  readonly #clock: Clock;
  #held: Buffer = Buffer.alloc(0);

  constructor(serial: SerialTransport, clock: Clock) {
    this.#serial = serial;
    this.#clock = clock;
  }

  /** Forgets what has come so far. */
  clear(): void {
    this.#held.fill(0);
    this.#held = Buffer.alloc(0);
    this.#serial.dropInput();
  }

  async #atLeast(length: number, { timeout, signal }: StreamOptions): Promise<void> {
    const end = this.#clock.now() + timeout;
    const parts = [this.#held];
    let have = this.#held.length;
    try {
      while (have < length) {
        const left = end - this.#clock.now();
        if (left <= 0)
          throw new TransferFault("timed-out", `${have} of ${length} bytes came within ${timeout} ms`);
        const part = await this.#serial.read({ timeout: left, ...(signal ? { signal } : {}) });
        parts.push(Buffer.from(part.buffer, part.byteOffset, part.length));
        have += part.length;
      }
    } finally {
      if (parts.length > 1) {
        this.#held = Buffer.concat(parts);
        // A picture may be among them: only the whole is kept.
        for (const part of parts) part.fill(0);
      }
    }
  }

  /** Throws TransferFault timed-out when they do not come in time; what came is kept. */
  async exactly(length: number, options: StreamOptions): Promise<Uint8Array> {
    await this.#atLeast(length, options);
    const taken = copyOf(this.#held, 0, length);
    this.#held.fill(0, 0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  /** Passes over bytes until the next ones are these; they stay. Throws TransferFault garbage after `most` bytes passed over. */
  async find(pattern: Uint8Array, most: number, options: StreamOptions): Promise<void> {
    const end = this.#clock.now() + options.timeout;
    for (let passed = 0; ;) {
      await this.#atLeast(pattern.length, { ...options, timeout: Math.max(0, end - this.#clock.now()) });
      const at = this.#held.indexOf(pattern);
      if (at === 0) return;
      // A part of the pattern may be the end of what is held.
      const skip = at > 0 ? at : this.#held.length - pattern.length + 1;
      this.#held = this.#held.subarray(skip);
      passed += skip;
      if (passed > most) throw new TransferFault("garbage", `no packet within ${passed} bytes`);
    }
  }
}
