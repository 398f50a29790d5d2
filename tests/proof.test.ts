/** What follows from a machine's packets and what docs/determinism.json holds (scripts/proof.mjs). */
import { describe, expect, test } from "vitest";
import { compared, joined, type Machine, type Proof } from "../scripts/proof.mjs";

const machine: Machine = {
  processor: "One",
  level: "x86-64-v4",
  nodes: ["20.20.2"],
  emulated: [],
  day: "2026-11-22",
};
const proof: Proof = {
  program: "p",
  versions: { "onnxruntime-node": "1" },
  machines: [machine],
  packets: { "stored samples": "a", "sessions/adult": "b" },
  networks: { "face-eye": { weights: "w", answers: { points: "c", sigma: "d" } } },
  inside: { measures: { Sharpness: 0.5, EyesOpen: 0.25 }, files: { "DG1.bin": "e" } },
};
const other = { ...machine, processor: "Another", level: "x86-64-v3" };
const here: Proof = { ...proof, machines: [other] };
const otherPacket = { ...proof.packets, "sessions/adult": "x" };
const otherAnswers = { "face-eye": { weights: "w", answers: { points: "c", sigma: "x" } } };

describe("a machine beside the proof", () => {
  test("gives the same, whatever became of the program", () => {
    expect(compared(proof, here).state).toBe("same");
    expect(compared(proof, { ...here, program: "q" }).state).toBe("same");
  });

  test("that gives another packet by the same program is told with the first number that differs", () => {
    const inside = { measures: { Sharpness: 0.5, EyesOpen: 0.26 }, files: { "DG1.bin": "f" } };
    expect(compared(proof, { ...here, packets: otherPacket, inside })).toMatchObject({
      state: "unlike",
      what: "the packet of sessions/adult (in the recorded session measures.EyesOpen is 0.26 here and 0.25 there)",
    });
  });

  test("is not blamed for another packet by another program", () => {
    expect(compared(proof, { ...here, program: "q", packets: otherPacket }).state).toBe("changed");
  });

  test("is told of a network that answers otherwise with the same weights and runtime, by any program", () => {
    const unlike: Proof = { ...here, program: "q", networks: otherAnswers };
    expect(compared(proof, unlike)).toMatchObject({
      state: "unlike",
      what: "the answer sigma of the network face-eye",
    });
    expect(compared(proof, { ...unlike, versions: { "onnxruntime-node": "2" } }).state).toBe("same");
    const retrained = { "face-eye": { ...otherAnswers["face-eye"], weights: "v" } };
    expect(compared(proof, { ...unlike, networks: retrained }).state).toBe("same");
  });

  test.each(["x86-64-v2", "arm64"])("of %s has to give the packet of stored samples alone", (level) => {
    const old: Proof = {
      ...here,
      machines: [{ ...other, level }],
      packets: otherPacket,
      networks: otherAnswers,
    };
    expect(compared(proof, old)).toEqual({ state: "same", names: ["stored samples"] });
    const packets = { ...otherPacket, "stored samples": "x" };
    expect(compared(proof, { ...old, packets }).state).toBe("unlike");
  });

  test("is named beside the machines before it, once, with every Node it tried", () => {
    const again: Proof = { ...here, machines: [{ ...other, nodes: ["22"], day: "2026-11-23" }] };
    expect(joined(joined(proof, here), again).machines).toEqual([
      machine,
      { ...other, nodes: ["20.20.2", "22"] },
    ]);
  });
});
