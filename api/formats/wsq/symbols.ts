/** Quantized coefficients as a stream of Huffman symbols: short values, escapes, and runs of zeros. */
import { Bug, OutsideFault } from "../../base/faults.ts";
import { SYMBOLS } from "./constants.ts";
import type { Code } from "./huffman.ts";

/** What comes of each symbol: how many bits follow it. */
const extraBits = (symbol: number): number => {
  switch (symbol) {
    case SYMBOLS.positive8:
    case SYMBOLS.negative8:
    case SYMBOLS.run8:
      return 8;
    case SYMBOLS.positive16:
    case SYMBOLS.negative16:
    case SYMBOLS.run16:
      return 16;
    default:
      return 0;
  }
};

/** Called for every symbol with the bits that follow it. */
type Sink = (symbol: number, extra: number) => void;

const emitRun = (length: number, sink: Sink): void => {
  for (let left = length; left > 0;) {
    const now = Math.min(left, 0xffff);
    if (now <= SYMBOLS.longestShortRun) sink(now, 0);
    else sink(now < 256 ? SYMBOLS.run8 : SYMBOLS.run16, now);
    left -= now;
  }
};

const emitValue = (value: number, sink: Sink): void => {
  const symbol = value + SYMBOLS.valueZero;
  if (symbol >= SYMBOLS.firstValue && symbol <= SYMBOLS.lastValue) return sink(symbol, 0);
  const size = Math.abs(value);
  if (size > 0xffff) throw new Bug(`a coefficient of ${value} bins cannot be coded`);
  if (size < 256) return sink(value > 0 ? SYMBOLS.positive8 : SYMBOLS.negative8, size);
  return sink(value > 0 ? SYMBOLS.positive16 : SYMBOLS.negative16, size);
};

/** The symbols of values[from, to). */
export const eachSymbol = (values: Int32Array, from: number, to: number, sink: Sink): void => {
  let zeros = 0;
  for (let i = from; i < to; i += 1) {
    const value = values[i] as number;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    if (zeros > 0) emitRun(zeros, sink);
    zeros = 0;
    emitValue(value, sink);
  }
  if (zeros > 0) emitRun(zeros, sink);
};

/** Bits, most significant first, with a zero byte after each FF; the last byte is filled with ones. */
export class BitSink {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #held = 0;
  #count = 0;

  #push(byte: number): void {
    if (this.#length + 2 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = byte;
    this.#length += 1;
    if (byte === 0xff) {
      this.#bytes[this.#length] = 0;
      this.#length += 1;
    }
  }

  put(bits: number, length: number): void {
    this.#held = (this.#held << length) | bits;
    this.#count += length;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#push((this.#held >>> this.#count) & 0xff);
    }
    this.#held &= (1 << this.#count) - 1;
  }

  done(): Uint8Array {
    if (this.#count > 0) this.put((1 << (8 - this.#count)) - 1, 8 - this.#count);
    return this.#bytes.slice(0, this.#length);
  }
}

/** Codes the symbols of values[from, to). */
export const encodeBlock = (
  values: Int32Array,
  from: number,
  to: number,
  codes: ReadonlyMap<number, Code>,
): Uint8Array => {
  const sink = new BitSink();
  const table: (Code | undefined)[] = Array.from({ length: 256 }, (_, symbol) => codes.get(symbol));
  eachSymbol(values, from, to, (symbol, extra) => {
    const code = table[symbol];
    if (code === undefined) throw new Bug(`symbol ${symbol} has no code`);
    sink.put(code.bits, code.length);
    const follows = extraBits(symbol);
    if (follows > 0) sink.put(extra, follows);
  });
  return sink.done();
};

const valueOf = (symbol: number, extra: number): number => {
  if (symbol === SYMBOLS.positive8 || symbol === SYMBOLS.positive16) return extra;
  if (symbol === SYMBOLS.negative8 || symbol === SYMBOLS.negative16) return -extra;
  return symbol - SYMBOLS.valueZero;
};

/** One block's entropy-coded bytes, stuffing removed, with their place in the file. */
export interface Entropy {
  readonly bytes: Uint8Array;
  readonly label: string;
  readonly offset: number;
}

/** Takes bits out of a block; past its end come ones, and `over` tells that they were used. */
class BitSource {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next 16 bits, not taken. */
  peek16(): number {
    const byte = this.at >> 3;
    const b = this.#bytes;
    const word = ((b[byte] ?? 0xff) << 16) | ((b[byte + 1] ?? 0xff) << 8) | (b[byte + 2] ?? 0xff);
    return (word >> (8 - (this.at & 7))) & 0xffff;
  }

  get over(): boolean {
    return this.at > this.#bytes.length * 8;
  }

  get left(): number {
    return this.#bytes.length * 8 - this.at;
  }
}

const refuse = (entropy: Entropy, source: BitSource, why: string): never => {
  const at = entropy.offset + Math.min(source.at >> 3, entropy.bytes.length);
  throw new OutsideFault("input-malformed", `${entropy.label}, near offset ${at}: ${why}`);
};

/** Decodes one symbol into values[at, ...); gives the place after it. */
const decodeSymbol = (
  entropy: Entropy,
  source: BitSource,
  lookup: Uint16Array,
  values: Int32Array,
  at: number,
  end: number,
): number => {
  const entry = lookup[source.peek16()] as number;
  if (entry === 0) refuse(entropy, source, "these bits begin no code of the block's Huffman table");
  const symbol = entry & 0xff;
  source.at += entry >> 8;
  const follows = extraBits(symbol);
  const extra = follows === 0 ? 0 : source.peek16() >> (16 - follows);
  source.at += follows;
  if (source.over) refuse(entropy, source, `the block ends where ${end - at} coefficients are missing`);
  if (symbol === 0 || symbol > SYMBOLS.lastValue) refuse(entropy, source, `symbol ${symbol} has no meaning`);
  if (symbol > SYMBOLS.longestShortRun && symbol !== SYMBOLS.run8 && symbol !== SYMBOLS.run16) {
    values[at] = valueOf(symbol, extra);
    return at + 1;
  }
  const run = symbol <= SYMBOLS.longestShortRun ? symbol : extra;
  if (run === 0 || run > end - at)
    refuse(entropy, source, `a run of ${run} zeros where ${end - at} coefficients are left`);
  return at + run;
};

/** Decodes a block into values[from, end); it must hold exactly as many. */
export const decodeBlock = (
  entropy: Entropy,
  lookup: Uint16Array,
  values: Int32Array,
  from: number,
  end: number,
): void => {
  const source = new BitSource(entropy.bytes);
  for (let at = from; at < end;) at = decodeSymbol(entropy, source, lookup, values, at, end);
  if (source.left >= 8) refuse(entropy, source, `${source.left >> 3} bytes too many in the block`);
};
