import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { cheekSquares } from "../stages/cheeks.ts";
import { labOf } from "../stages/colour.ts";

/** Natural skin of every tone lies within these bounds of CIELAB a and b (D65). */
const BOUNDS = { a: [5, 25], b: [5, 35] } as const;
const outside = (value: number, [low, high]: readonly [number, number]): number =>
  Math.max(0, low - value, value - high);

/** How far the mean colour of the cheeks is from where skin lies; 100 where it is green or blue. */
export const naturalColour: Measure<"aligned"> = {
  id: "NaturalColour",
  about: "ISO/IEC 29794-5, natural colour; distance in CIELAB a, b",
  algorithm: { name: "natural-colour", version: "1.0" },
  needs: ["aligned"],
  measure: ({ aligned }) => {
    const { image } = aligned;
    let [a, b, count] = [0, 0, 0];
    const { right, left } = cheekSquares(aligned);
    for (const square of [right, left])
      for (let y = square.y; y < square.y + square.height; y += 1)
        for (let x = square.x; x < square.x + square.width; x += 1) {
          const at = (y * image.width + x) * 3;
          const lab = labOf(image.pixels[at] ?? 0, image.pixels[at + 1] ?? 0, image.pixels[at + 2] ?? 0);
          a += lab.a;
          b += lab.b;
          count += 1;
        }
    const [meanA, meanB] = [a / count, b / count];
    if (meanA < 0 || meanB < 0) return 100;
    return Math.hypot(outside(meanA, BOUNDS.a), outside(meanB, BOUNDS.b));
  },
  scalar: bySigmoid({ h: 200, a: 1, s: -1, x0: 0, w: 10 }),
};
