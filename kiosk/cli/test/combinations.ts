/** Which faults at which steps, and how they share the scenarios that are played. Pure, and the same for the same seed. */
import { createHash } from "node:crypto";
import { CATALOGUE, type CatalogueFault } from "./catalogue.ts";
import type { Scenario } from "./scenario.ts";
import type { TraceLine } from "./trace.ts";

export interface Step {
  /** A line of the trace, and which time it comes. */
  readonly line: string;
  readonly nth: number;
}

export interface Combination {
  readonly fault: CatalogueFault;
  readonly step: Step;
}

const isStep = (text: string): boolean => /^(?:screen|session|device|sealed) /u.test(text);

/** Every step of a faultless run, in its order: each screen, each state, each capture, the seal. */
export const stepsOf = (lines: readonly TraceLine[]): readonly Step[] => {
  const times = new Map<string, number>();
  const end = lines.findIndex(({ text }) => text === "everybody leaves");
  return lines.slice(0, end < 0 ? lines.length : end).flatMap(({ text }) => {
    if (!isStep(text)) return [];
    // Packets have another name in each run.
    const line = text.startsWith("sealed ") ? "sealed" : text;
    const nth = (times.get(line) ?? 0) + 1;
    times.set(line, nth);
    return [{ line, nth }];
  });
};

export const everyCombination = (steps: readonly Step[]): readonly Combination[] =>
  steps.flatMap((step) => CATALOGUE.map((fault) => ({ fault, step })));

const rank = (seed: string, { fault, step }: Combination): string =>
  createHash("sha256").update(`${seed}\0${fault.id}\0${step.line}\0${step.nth}`).digest("hex");

/** `count` of them, drawn by the seed: another seed, others. */
export const drawn = (all: readonly Combination[], count: number, seed: string): readonly Combination[] =>
  all
    .map((combination) => ({ combination, by: rank(seed, combination) }))
    .toSorted((a, b) => (a.by < b.by ? -1 : 1))
    .slice(0, count)
    .map(({ combination }) => combination);

/** Shares them out: `together` of them in one run, at different steps. Each is at its step; the others make it harder. */
export const shares = (
  combinations: readonly Combination[],
  together: number,
): readonly (readonly Combination[])[] => {
  const runs: Combination[][] = [];
  for (const one of combinations) {
    const fits = runs.find(
      (run) =>
        run.length < together &&
        run.every(
          ({ step, fault }) =>
            (step.line !== one.step.line || step.nth !== one.step.nth) && fault.id !== one.fault.id,
        ),
    );
    if (fits === undefined) runs.push([one]);
    else fits.push(one);
  }
  return runs;
};

const lies = (fault: CatalogueFault): boolean => fault.id.startsWith("backend ");

/** The scenario with these faults; what it expects is left to the invariants. */
export const withFaultsAt = (scenario: Scenario, combinations: readonly Combination[]): Scenario => ({
  ...scenario,
  name: `${scenario.name}: ${combinations.map(({ fault, step }) => `${fault.id} at ${step.line}`).join("; ")}`.slice(
    0,
    160,
  ),
  lasts: 260,
  faults: combinations.map(({ fault, step }) => fault.at({ line: step.line, nth: step.nth, after: 0 })),
  expect: {
    lines: [],
    never: [],
    // A backend that lied has given its receipt: that packet waits for somebody.
    ...(combinations.some(({ fault }) => lies(fault)) ? { outbox: ["waiting"] } : {}),
  },
});
