import { expect, test } from "vitest";
import { hypotenuse } from "../../../models/finger/hypotenuse.ts";
import { scratch } from "../../../models/finger/scratch.ts";

test("a vector's length is Math.hypot's to the last bit: templates and scores hang on it", () => {
  let state = 20_261_122;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  for (let k = 0; k < 20_000; k += 1) {
    const [x, y] = [next() * 10 ** (14 * next()), next() * 10 ** (14 * next())];
    for (const [a, b] of [
      [x, y],
      [Math.fround(x), Math.round(y)],
      [x, x],
      [0, y],
    ] as const)
      if (hypotenuse(a, b) !== Math.hypot(a, b)) expect([a, b, hypotenuse(a, b)]).toBe(Math.hypot(a, b));
  }
  expect(hypotenuse(0, 0)).toBe(0);
  expect(hypotenuse(-3, 4)).toBe(5);
});

test("working memory is the same at every call, of the length asked for, and not kept for whole hands", () => {
  const memory = scratch(Float32Array);
  const long = memory(100).fill(7);
  const short = memory(40);
  expect([short.length, short.buffer === long.buffer, short[39]]).toEqual([40, true, 7]);
  expect(memory(100).buffer).toBe(long.buffer);
  expect(memory(200).length).toBe(200);
  const hand = memory(1_000_001);
  expect([hand.length, memory(1_000_001) === hand]).toEqual([1_000_001, false]);
});
