/** kiosk test sweep: faults at the steps of scenarios, the invariants looked at in each. */
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Shell } from "../command.ts";
import { readNamed, writeBundle } from "./bundle.ts";
import { drawn, everyCombination, shares, stepsOf, withFaultsAt, type Combination } from "./combinations.ts";
import { playAll, type Job } from "./crew.ts";
import { playScenario, type Result } from "./one.ts";
import { remembered } from "./remembered.ts";
import { cacheFolder, SCENARIOS } from "./run.ts";
import type { Scenario } from "./scenario.ts";

export interface SweepOptions {
  readonly count?: number;
  readonly seed: string;
  readonly together: number;
  readonly jobs: number;
  readonly bundles?: string;
  readonly json?: boolean;
}

/** What a sweep goes over unless told otherwise. */
export const SWEPT = path.join(SCENARIOS, "people", "a-woman-in-her-thirties.yaml");

interface Planned extends Job {
  readonly combinations: readonly Combination[];
  readonly base: Scenario;
}

export interface Swept {
  readonly combinations: number;
  readonly runs: number;
  readonly faults: number;
  readonly steps: number;
  /** One line a run that broke an invariant, with its faults. */
  readonly broken: readonly string[];
}

export interface SweepPlan {
  readonly files: readonly string[];
  /** Absent: every fault at every step. */
  readonly count?: number;
  readonly seed: string;
  readonly together: number;
  readonly jobs: number;
  readonly cache: string | undefined;
  readonly bundles: string;
  readonly progress: (done: number, all: number) => void;
}

const planFor = async (plan: SweepPlan): Promise<{ runs: readonly Planned[]; steps: number }> => {
  const memory = remembered(plan.cache);
  const all: { combination: Combination; file: string; scenario: Scenario }[] = [];
  let steps = 0;
  for (const named of plan.files) {
    const { file, scenario } = await readNamed(named);
    // One that goes wrong by itself would be blamed on every fault.
    const faultless = await playScenario(scenario, path.dirname(file), memory);
    if (!faultless.passed)
      throw new OutsideFault(
        "input-malformed",
        `${file} does not come as expected without faults (${faultless.divergence?.got ?? ""}); sweep another.`,
      );
    const own = stepsOf(faultless.lines);
    steps += own.length;
    for (const combination of everyCombination(own)) all.push({ combination, file, scenario });
  }
  const chosen = new Set(
    plan.count === undefined
      ? all.map(({ combination }) => combination)
      : drawn(
          all.map(({ combination }) => combination),
          plan.count,
          plan.seed,
        ),
  );
  const runs = plan.files.flatMap((_named, index) => {
    const files = [...new Set(all.map(({ file }) => file))];
    const file = files[index];
    const mine = all.filter((one) => one.file === file && chosen.has(one.combination));
    const [first] = mine;
    if (first === undefined || file === undefined) return [];
    const base = first.scenario;
    const order = drawn(
      mine.map(({ combination }) => combination),
      mine.length,
      plan.seed,
    );
    return shares(order, plan.together).map((combinations): Planned => ({
      file,
      base,
      combinations,
      scenario: withFaultsAt(base, combinations),
    }));
  });
  return { runs, steps };
};

const words = (combinations: readonly Combination[]): string =>
  combinations.map(({ fault, step }) => `${fault.id} at "${step.line}" (${step.nth})`).join("; ");

/** Of a run with several faults that breaks something: each alone, to name the one that does. */
const culprits = async (run: Planned, cache: string | undefined): Promise<readonly Planned[]> => {
  if (run.combinations.length === 1) return [run];
  const memory = remembered(cache);
  const found: Planned[] = [];
  for (const one of run.combinations) {
    const alone: Planned = { ...run, combinations: [one], scenario: withFaultsAt(run.base, [one]) };
    const result = await playScenario(alone.scenario, path.dirname(alone.file), memory);
    if (result.broken.length > 0) found.push(alone);
  }
  return found.length === 0 ? [run] : found;
};

export const sweep = async (plan: SweepPlan): Promise<Swept> => {
  const { runs, steps } = await planFor(plan);
  const broken: string[] = [];
  const bad: { run: Planned; result: Result }[] = [];
  let done = 0;
  const onResult = (job: Job, result: Result): void => {
    done += 1;
    plan.progress(done, runs.length);
    if (result.broken.length > 0 || result.divergence?.step === "program")
      bad.push({ run: job as Planned, result });
  };
  await playAll(runs, { cache: plan.cache, jobs: plan.jobs, onResult });
  const inOrder = bad.toSorted((one, other) => runs.indexOf(one.run) - runs.indexOf(other.run));
  for (const { run, result } of inOrder) {
    const [why = result.divergence?.got ?? "the program stopped"] = result.broken;
    for (const one of await culprits(run, plan.cache)) {
      const folder = await writeBundle(one.scenario, path.dirname(one.file), result, plan.bundles);
      broken.push(`${words(one.combinations)}: ${why} (kiosk test run ${folder})`);
    }
  }
  const combinations = runs.reduce((sum, run) => sum + run.combinations.length, 0);
  const faults = new Set(runs.flatMap((run) => run.combinations.map(({ fault }) => fault.id))).size;
  return { combinations, runs: runs.length, faults, steps, broken };
};

/** Throws OutsideFault policy-refused where an invariant does not hold. */
export const runSweep = async (
  shell: Shell,
  named: readonly string[],
  options: SweepOptions,
): Promise<void> => {
  const { terminal } = shell;
  const bundles = path.resolve(options.bundles ?? path.join(shell.dataDirectory(), "test", "bundles"));
  const began = performance.now();
  const swept = await sweep({
    files: named.length === 0 ? [SWEPT] : named,
    ...(options.count === undefined ? {} : { count: options.count }),
    seed: options.seed,
    together: options.together,
    jobs: options.jobs,
    cache: cacheFolder(shell),
    bundles,
    progress: (done, all) => terminal.progress(`${done} of ${all} runs`),
  });
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  if (options.json === true) terminal.print(JSON.stringify({ ...swept, seed: options.seed, seconds }));
  else {
    for (const line of swept.broken) terminal.print(`${terminal.style("red", "BROKEN")} ${line}`);
    terminal.print(
      `${swept.combinations} combinations of ${swept.faults} faults and ${swept.steps} steps in ${swept.runs} ${swept.runs === 1 ? "run" : "runs"} (seed ${options.seed}): ${swept.broken.length} broke an invariant, ${seconds} s`,
    );
  }
  if (swept.broken.length > 0)
    throw new OutsideFault(
      "policy-refused",
      `${swept.broken.length} combinations broke an invariant; replay them from ${bundles}.`,
    );
};
