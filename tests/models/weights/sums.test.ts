import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { networks, quickSums, sameSumsEverywhere } from "../../../models/onnx.ts";
import { processor, RENEW, type Proof } from "../../../scripts/proof.mjs";
import { answerHashes, answersOf } from "./answers.ts";

const versionOf = (name: string): unknown =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: unknown }).version;

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
    for (const [name, outputs] of same)
      for (const [output, values] of outputs)
        for (const [i, value] of values.entries()) {
          const other = quick.get(name)?.get(output)?.[i] ?? Number.NaN;
          if (value !== other) unlike += 1;
          if (!(Math.abs(value - other) < 1e-4)) expect.fail(`${name} ${output}, ${i}: ${value}, ${other}`);
        }
    // Another order was really taken.
    expect(unlike).toBeGreaterThan(0);
    sameSumsEverywhere();
    expect(await answersOf()).toEqual(same);
  });

  // Before x86-64-v3 there is no instruction that multiplies and adds at once: nothing is promised there.
  it.runIf(/^x86-64-v[34]$/u.test(processor().level))(
    "are the machines' that docs/determinism.json names, bit for bit",
    async () => {
      const proof = JSON.parse(readFileSync("docs/determinism.json", "utf8")) as Proof;
      expect(proof.versions["onnxruntime-node"], `onnxruntime is another one. ${RENEW}`).toBe(
        versionOf("onnxruntime-node"),
      );
      sameSumsEverywhere();
      for (const [name, here] of Object.entries(await answerHashes())) {
        const there = proof.networks[name];
        expect(there?.weights, `The network ${name} has other weights. ${RENEW}`).toBe(here.weights);
        expect(here.answers, `${name} on ${processor().processor}`).toEqual(there?.answers);
      }
    },
  );
});
