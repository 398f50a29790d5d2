/**
 * What NFIQ 2 says of prints like this one: a Gaussian process over NIST's published figures and scores of its
 * conformance prints. No part of NFIQ 2 is in it, and its value is no NFIQ 2 score.
 */
import { FIGURES, type BlockFigures } from "./blocks/figures.ts";
import { LIKENESS } from "./likeness-numbers.ts";

const bytes = (text: readonly string[]): Uint8Array => Uint8Array.from(Buffer.from(text.join(""), "base64"));
const PRINTS = new Int8Array(bytes(LIKENESS.prints).buffer);
const WEIGHTS = new Float32Array(bytes(LIKENESS.weights).buffer);

/** Each figure held to the range of NIST's prints, in their standard deviations; counts by their root. */
const placeOf = (figures: BlockFigures): Float64Array =>
  Float64Array.from(FIGURES, ({ name, of }, k) => {
    const value = of(figures);
    const [from = 0, to = 0, middle = 0, spread = 1] = LIKENESS.figures[k] ?? [];
    const plain = /_\d$/u.test(name) ? Math.sqrt(value) : value;
    return (Math.min(to, Math.max(from, plain)) - middle) / spread;
  });

/** On NIST's scale, about 0..100. */
export const likenessOf = (figures: BlockFigures): number => {
  const place = placeOf(figures);
  let likeness = LIKENESS.mean;
  for (let print = 0; print < WEIGHTS.length; print += 1) {
    let distance = 0;
    for (let k = 0; k < place.length; k += 1) {
      const apart = (place[k] as number) - (PRINTS[print * place.length + k] as number) / LIKENESS.steps;
      distance += apart * apart;
    }
    likeness += (WEIGHTS[print] as number) / (1 + distance / (2 * LIKENESS.reach ** 2));
  }
  return likeness;
};
