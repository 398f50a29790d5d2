import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { network, networks, outputOf, quickSums, sameSumsEverywhere } from "../../../models/onnx.ts";

const size = (dims: readonly (number | string)[]): number[] => dims.map(Number);

const answersOf = async (): Promise<Map<string, Float32Array>> => {
  const all = new Map<string, Float32Array>();
  for (const { name, input, outputs } of networks()) {
    const dims = size(input.dims);
    const data = Float32Array.from(
      { length: dims.reduce((a, b) => a * b) },
      (_, i) => Math.sin(i / 977) / 2 + Math.sin(i / 3.7) / 4,
    );
    const answers = await (await network(name)).run({ dims, data });
    for (const output of outputs) all.set(`${name} ${output.name}`, outputOf(answers, output.name).data);
  }
  return all;
};

describe("sums that are the same on every processor", () => {
  afterAll(quickSums);

  // Its sum takes as many numbers at once as the processor can (models/training/nets.py, shares).
  it("no network asks for onnxruntime's own Softmax", () => {
    for (const { file } of networks())
      expect(readFileSync(`models/weights/${file}`).includes("Softmax"), file).toBe(false);
  });

  it("answer as the quick ones do, but for the last places", async () => {
    quickSums();
    const quick = await answersOf();
    sameSumsEverywhere();
    const same = await answersOf();
    expect([...same.keys()]).toEqual([...quick.keys()]);
    let unlike = 0;
    for (const [name, values] of same)
      for (const [i, value] of values.entries()) {
        const other = quick.get(name)?.[i] ?? Number.NaN;
        if (value !== other) unlike += 1;
        if (!(Math.abs(value - other) < 1e-4)) expect.fail(`${name}, ${i}: ${value}, ${other}`);
      }
    // Another order was really taken.
    expect(unlike).toBeGreaterThan(0);
    sameSumsEverywhere();
    expect(await answersOf()).toEqual(same);
  });
});
