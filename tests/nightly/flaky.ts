/** The whole suite twice, each time in another random order: a test that fails then depends on another or on luck. */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import type { NightlyJob } from "./job.ts";

interface Results {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const FILE = "var/nightly/flaky-results.json";

const run = (seed: number): Promise<void> =>
  new Promise((resolve) => {
    const order = ["--sequence.shuffle.files", "--sequence.shuffle.tests", `--sequence.seed=${seed}`];
    const args = ["run", ...order, "--reporter=json", `--outputFile=${FILE}`];
    spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], { stdio: "ignore" }).once(
      "close",
      () => resolve(),
    );
  });

export const job: NightlyJob = {
  name: "flaky",
  pieces: 2,
  run: async (piece) => {
    const seed = 1000 + piece;
    await rm(FILE, { force: true });
    await run(seed);
    const text = await readFile(FILE, "utf8").catch(() => undefined);
    if (text === undefined) return { cases: 0, faults: [`order ${seed}: the run ended without a report`] };
    const { numTotalTests, testResults } = JSON.parse(text) as Results;
    await rm(FILE, { force: true });
    const failed = testResults.flatMap(({ name, message, assertionResults }) => {
      const own = assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName }) => fullName);
      return own.length > 0 || message === "" ? own : [`${name}: ${message.split("\n")[0] ?? ""}`];
    });
    return { cases: numTotalTests, faults: failed.map((name) => `order ${seed}: ${name}`) };
  },
};
