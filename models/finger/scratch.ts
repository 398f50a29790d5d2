/** Working memory kept from print to print, so that a folder of prints leaves little behind that has to be collected. */

type Numbers = Uint8Array | Uint8ClampedArray | Int32Array | Float32Array | Float64Array;

/** Longer ones, of a whole hand, are not kept. */
const MOST_KEPT = 1_000_000;

/**
 * A function that gives an array of the length asked for, with whatever stood in it before: the same memory at every
 * call. For what a function needs while it runs, never for what it returns.
 */
export const scratch = <T extends Numbers>(kind: new (length: number) => T): ((length: number) => T) => {
  let whole = new kind(0);
  let last = whole;
  return (length) => {
    if (length > MOST_KEPT) return new kind(length);
    if (length > whole.length) {
      whole = new kind(length);
      last = whole;
    } else if (length !== last.length) last = whole.subarray(0, length) as T;
    return last;
  };
};
