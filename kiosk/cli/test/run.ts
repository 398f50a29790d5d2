/** kiosk test run. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Shell } from "../command.ts";
import { isBundle, readNamed, writeBundle } from "./bundle.ts";
import { playAll, type Job } from "./crew.ts";
import type { Result } from "./one.ts";
import type { Watcher } from "./watch.ts";

export interface RunOptions {
  readonly jobs: number;
  readonly trace?: boolean;
  readonly bundles?: string;
  readonly cache: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
  /** Of what is watched; as fast as real time when absent. */
  readonly speed?: number;
  /** Of what is watched; any that is free when absent. */
  readonly port?: number;
}

/** One that shows each scenario's screen, and says where. */
const watcherFor = async (
  { terminal }: Shell,
  { speed = 1, port = 0 }: RunOptions,
): Promise<(job: Job) => Watcher> => {
  const { demandWatchable, WatchedScreen } = await import("./watch.ts");
  await demandWatchable(port);
  return ({ scenario }) =>
    new WatchedScreen({
      speed,
      port,
      languages: scenario.languages,
      tell: (address) =>
        terminal.note(`"${scenario.name}" begins when its screen is open: ${address} (Ctrl-C ends it)`),
    });
};

export const SCENARIOS = path.join(CHECKOUT, "fixtures/scenarios");

const scenariosIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names
    .filter((name) => /\.(?:yaml|json)$/u.test(name))
    .toSorted()
    .map((name) => path.join(folder, name));
};

/** Every scenario that comes with the product. */
export const allScenarios = (): Promise<readonly string[]> => scenariosIn(SCENARIOS);

/** A bundle and a file are one scenario; of any other folder, every one in it. */
const scenariosAt = async (place: string): Promise<readonly string[]> => {
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory() !== true || (await isBundle(place))) return [place];
  const inside = await scenariosIn(place);
  if (inside.length === 0)
    throw new OutsideFault(
      "input-missing",
      `There is no scenario in ${place}; name a file, a folder of them, a bundle, or all.`,
    );
  return inside;
};

const jobsFor = async (named: readonly string[]): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const one of named)
    for (const place of await scenariosAt(one === "all" ? SCENARIOS : one)) jobs.push(await readNamed(place));
  return jobs;
};

export const cacheFolder = (shell: Shell): string => path.join(shell.dataDirectory(), "test", "remembered");

/** Throws OutsideFault: what cannot be read, or that some scenario did not come as expected. */
export const runScenarios = async (
  shell: Shell,
  named: readonly string[],
  options: RunOptions,
): Promise<void> => {
  const { terminal } = shell;
  if (options.watch !== true && (options.speed ?? options.port) !== undefined)
    throw new OutsideFault("usage", "--speed and --port are of what is watched; add --watch.");
  const jobs = await jobsFor(named);
  const bundles = path.resolve(options.bundles ?? path.join(shell.dataDirectory(), "test", "bundles"));
  const began = performance.now();
  const failed: string[] = [];
  const results = new Map<Job, Omit<Result, "lines">>();
  const onResult = async (job: Job, result: Result): Promise<void> => {
    const { file, scenario } = job;
    const { lines, ...rest } = result;
    results.set(job, rest);
    const place = path.relative(process.cwd(), file);
    if (options.json !== true) {
      const mark = result.passed ? terminal.style("green", "ok") : terminal.style("red", "FAILED");
      terminal.print(
        `${mark} ${scenario.name} (${place}; ${(result.playedMs / 1000).toFixed(0)} s in ${result.wallMs} ms)`,
      );
      if (options.trace === true)
        for (const { at, text } of lines) terminal.print(`  ${(at / 1000).toFixed(1).padStart(7)} ${text}`);
    }
    if (result.divergence === undefined) return;
    const { step, expected, got } = result.divergence;
    const folder = await writeBundle(scenario, path.dirname(file), result, bundles);
    failed.push(scenario.name);
    terminal.note(
      `  ${step}\n    expected: ${expected}\n    got:      ${got}\n    replay:   kiosk test run ${folder}`,
    );
  };
  const cache = options.cache ? cacheFolder(shell) : undefined;
  const watcher = options.watch === true ? { watcher: await watcherFor(shell, options) } : {};
  await playAll(jobs, { cache, jobs: options.jobs, onResult, ...watcher });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  // In the order asked for: which of two processes is ready first is the machine's affair.
  if (options.json === true)
    terminal.print(
      JSON.stringify({ scenarios: jobs.map((job) => results.get(job)), seconds: Number(seconds) }),
    );
  else
    terminal.print(`${jobs.length - failed.length} of ${jobs.length} scenarios as expected, in ${seconds} s`);
  if (failed.length > 0)
    throw new OutsideFault(
      "policy-refused",
      `${failed.length} of ${jobs.length} scenarios did not come as expected; each is written to ${bundles} to be replayed.`,
    );
};
