/** Huffman codes of at most 16 bits, in the canonical form of the DHT segment. */
import { OutsideFault } from "../../base/faults.ts";

/** Codes per length 1 .. 16 and the symbols in the order of their codes. */
export interface HuffmanTable {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

const LONGEST = 16;

/** Lengths of an optimal code, by merging the two rarest sets again and again. */
const optimalLengths = (frequencies: readonly number[]): Map<number, number> => {
  const lengths = new Map<number, number>();
  let sets = frequencies
    .map((weight, symbol) => ({ weight, symbols: [symbol] }))
    .filter(({ weight }) => weight > 0);
  for (const { symbols } of sets) for (const symbol of symbols) lengths.set(symbol, 0);
  while (sets.length > 1) {
    sets = sets.toSorted((a, b) => a.weight - b.weight || (b.symbols[0] ?? 0) - (a.symbols[0] ?? 0));
    const [first, second, ...rest] = sets;
    if (first === undefined || second === undefined) break;
    const merged = [...first.symbols, ...second.symbols];
    for (const symbol of merged) lengths.set(symbol, (lengths.get(symbol) ?? 0) + 1);
    sets = [...rest, { weight: first.weight + second.weight, symbols: merged }];
  }
  return lengths;
};

/** Moves codes that are too long up the tree (the adjustment of ITU-T T.81, figure K.3). */
const shorten = (counts: number[]): void => {
  for (let length = counts.length - 1; length > LONGEST; length -= 1)
    while ((counts[length] ?? 0) > 0) {
      let shorter = length - 2;
      while ((counts[shorter] ?? 0) === 0) shorter -= 1;
      counts[length] = (counts[length] ?? 0) - 2;
      counts[length - 1] = (counts[length - 1] ?? 0) + 1;
      counts[shorter + 1] = (counts[shorter + 1] ?? 0) + 2;
      counts[shorter] = (counts[shorter] ?? 0) - 1;
    }
};

/** The best table for symbols that occur so often; no code is all ones, which a reserved symbol takes. */
export const designTable = (frequencies: readonly number[]): HuffmanTable => {
  const reserved = frequencies.length;
  const lengths = optimalLengths([...frequencies, 1]);
  const counts: number[] = Array.from({ length: 64 }, () => 0);
  for (const length of lengths.values()) counts[length] = (counts[length] ?? 0) + 1;
  shorten(counts);
  for (let length = LONGEST; length > 0; length -= 1)
    if ((counts[length] ?? 0) > 0) {
      counts[length] = (counts[length] ?? 0) - 1;
      break;
    }
  const symbols = [...lengths]
    .filter(([symbol]) => symbol !== reserved)
    .toSorted((a, b) => a[1] - b[1] || (frequencies[b[0]] ?? 0) - (frequencies[a[0]] ?? 0) || a[0] - b[0])
    .map(([symbol]) => symbol);
  return { counts: counts.slice(1, LONGEST + 1), symbols };
};

export interface Code {
  readonly bits: number;
  readonly length: number;
}

/** Code of each symbol, counting up from zero and doubling with each length. Refuses a table with more codes than fit. */
export const codesOf = (table: HuffmanTable, label: string, at: number): Map<number, Code> => {
  const codes = new Map<number, Code>();
  let bits = 0;
  let next = 0;
  for (const [i, count] of table.counts.entries()) {
    const length = i + 1;
    for (let k = 0; k < count; k += 1) {
      const symbol = table.symbols[next];
      next += 1;
      if (bits >= 2 ** length)
        throw new OutsideFault(
          "input-malformed",
          `${label}, offset ${at}: the Huffman table has more codes of ${length} bits than there are`,
        );
      if (symbol !== undefined) codes.set(symbol, { bits, length });
      bits += 1;
    }
    bits *= 2;
  }
  return codes;
};

/** For every 16 bits that may come: symbol + 256 * length of the code that they begin with; 0 where none does. */
export const lookupOf = (codes: ReadonlyMap<number, Code>): Uint16Array => {
  const lookup = new Uint16Array(1 << LONGEST);
  for (const [symbol, { bits, length }] of codes) {
    const from = bits << (LONGEST - length);
    lookup.fill(symbol + 256 * length, from, from + (1 << (LONGEST - length)));
  }
  return lookup;
};
