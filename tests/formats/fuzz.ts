/** Damages records, seed by seed, and tells what no reader may do: anything but answer or refuse with a place and a reason. */
import { OutsideFault } from "../../api/base/faults.ts";
import { mutate, pickFrom } from "./mutations.ts";
import type { ReaderCase } from "./readers.ts";

export interface FuzzResult {
  readonly cases: number;
  readonly refused: number;
  readonly faults: readonly string[];
}

/** `count` damaged records from the seed, spread over all readers. */
export const fuzz = (cases: readonly ReaderCase[], seed: string, count: number): FuzzResult => {
  const pick = pickFrom(seed);
  const faults: string[] = [];
  let refused = 0;
  for (let i = 0; i < count; i += 1) {
    const target = cases[i % cases.length];
    if (target === undefined) break;
    const { bytes, how } = mutate(target.good, pick);
    try {
      target.read(bytes);
    } catch (error) {
      if (error instanceof OutsideFault && error.message !== "") refused += 1;
      else faults.push(`${seed} #${i}, ${target.name}, ${how}: ${String(error)}`);
    }
  }
  return { cases: count, refused, faults };
};
