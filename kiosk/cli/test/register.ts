/** kiosk test run|sweep: whole enrolments as scenarios, and faults at every step of one. */
import { availableParallelism } from "node:os";
import { addCommand, group, wholeNumber, type Register } from "../command.ts";
import type { RunOptions } from "./run.ts";
import type { SweepOptions } from "./sweep.ts";

export const registerTest: Register = (program, shell) => {
  const run = addCommand(
    group(program, "test", "scenarios and fault sweeps"),
    "run <scenario...>",
    "play scenarios (files, folders of them, bundles, or all) through the real kiosk on a virtual clock",
    "kiosk test run all --jobs 2",
  );
  run
    .option("--jobs <n>", "processes", wholeNumber(1, 64), Math.min(2, availableParallelism()))
    .option("--trace", "print every line of the trace")
    .option("--bundles <dir>", "where failures are written for others to replay (default: DATA/test/bundles)")
    .option("--watch", "open the kiosk's screen and play in real time, one scenario after the other")
    .option("--speed <x>", "of what is watched: so many times as fast as real time", wholeNumber(1, 50))
    .option("--port <n>", "of what is watched; any that is free when absent", wholeNumber(0, 65_535))
    .option("--no-cache", "ask the models anew for every picture, instead of once for each")
    .action(async (named: readonly string[], options: RunOptions) => {
      const { runScenarios } = await import("./run.ts");
      await runScenarios(shell, named, options);
    });

  const sweep = addCommand(
    group(program, "test", "scenarios and fault sweeps"),
    "sweep [scenario...]",
    "every fault of the catalogue at every step of a scenario; what must always hold is looked at in each",
    "kiosk test sweep --count 500 --seed monday",
  );
  sweep
    .option(
      "--count <n>",
      "so many combinations, drawn by the seed; all when absent",
      wholeNumber(1, 1_000_000),
    )
    .option("--seed <text>", "another seed draws others", new Date().toISOString().slice(0, 10))
    .option("--together <n>", "combinations in one run, at different steps", wholeNumber(1, 12), 6)
    .option("--jobs <n>", "processes", wholeNumber(1, 64), Math.min(2, availableParallelism()))
    .option("--bundles <dir>", "where failures are written for others to replay (default: DATA/test/bundles)")
    .action(async (named: readonly string[], options: SweepOptions) => {
      const { runSweep } = await import("./sweep.ts");
      await runSweep(shell, named, options);
    });
};
