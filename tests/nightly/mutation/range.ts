/**
 * The program in which mutants are tried: vitest stays loaded, with every source transformed once; only the process that
 * runs the tests is new for each mutant. Spoken to over Node's channel between a program and its child.
 */
import path from "node:path";
import type { TestCase, TestModule, TestSpecification, Vitest } from "vitest/node";
import { createVitest } from "vitest/node";
import type { Chosen } from "./choose.ts";
import { probed } from "./probes.ts";

/** What the program is told first. */
export interface Setting {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Sources to be probed; the tests then run once, each file by itself, and every test is listed. */
  readonly probe?: readonly string[];
}

/** One source in another's place, and the tests that it meets. */
export interface Trial {
  readonly file: string;
  readonly text: string;
  readonly tests: readonly Chosen[];
}

interface ToldFile {
  readonly file: string;
  readonly id: string;
  readonly ms: number;
  readonly cases: readonly { readonly id: string; readonly ms: number }[];
}

export interface Answer {
  readonly passed: boolean;
  /** What failed first. */
  readonly words: string;
  readonly files: readonly ToldFile[];
}

/** The order in which they were chosen. */
class AsGiven {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

let trial: Trial | undefined;

const fileOf = (id: string): string => path.relative(process.cwd(), id.split("?")[0] ?? id);

const start = ({ include, exclude, probe }: Setting): Promise<Vitest> => {
  const times = { testTimeout: 60_000, hookTimeout: 60_000 };
  const kind =
    probe === undefined ? { bail: 1, isolate: false } : { setupFiles: ["tests/nightly/mutation/reach.ts"] };
  const quiet = { reporters: [{}], watch: false, config: false as const };
  const order = { sequence: { sequencer: AsGiven } };
  const options = { include: [...include], exclude: [...exclude], pool: "forks" as const, maxWorkers: 1 };
  const plugin = {
    name: "mutants",
    enforce: "pre" as const,
    transform(code: string, id: string): string | undefined {
      const file = fileOf(id);
      if (probe?.includes(file)) return probed(file, code);
      return trial?.file === file ? trial.text : undefined;
    },
  };
  return createVitest("test", { ...options, ...times, ...kind, ...quiet, ...order }, { plugins: [plugin] });
};

const wordsOf = (module: TestModule): readonly string[] => [
  ...module.errors().map(({ message }) => `${fileOf(module.moduleId)}: ${message}`),
  ...[...module.children.allTests("failed")].map(
    (test: TestCase) =>
      `${fileOf(module.moduleId)}: ${test.fullName}: ${test.result().errors?.[0]?.message ?? ""}`,
  ),
];

const told = (module: TestModule): ToldFile => {
  const { collectDuration, duration, prepareDuration } = module.diagnostic();
  return {
    file: fileOf(module.moduleId),
    id: module.id,
    ms: collectDuration + duration + prepareDuration,
    cases: [...module.children.allTests()].map((test) => ({
      id: test.id,
      ms: test.diagnostic()?.duration ?? 0,
    })),
  };
};

const runAll = async (vitest: Vitest, specifications: TestSpecification[]): Promise<Answer> => {
  const ids = new Set(specifications.map(({ taskId }) => taskId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // Those of earlier runs are listed too.
  const modules = testModules.filter(({ id }) => ids.has(id));
  const odd = unhandledErrors.map((error) =>
    error instanceof Error ? error.message : JSON.stringify(error),
  );
  const words = [...modules.flatMap(wordsOf), ...odd];
  return { passed: words.length === 0, words: words.slice(0, 5).join("\n"), files: modules.map(told) };
};

const tryOne = async (vitest: Vitest, given: Trial): Promise<Answer> => {
  const at = path.resolve(given.file);
  const [project] = vitest.projects;
  trial = given;
  vitest.invalidateFile(at);
  try {
    const specifications = given.tests.flatMap(({ file, ids }) => {
      const of = project?.createSpecification(
        path.resolve(file),
        ids === undefined ? {} : { testIds: [...ids] },
      );
      return of === undefined ? [] : [of];
    });
    return await runAll(vitest, specifications);
  } finally {
    trial = undefined;
    vitest.invalidateFile(at);
  }
};

const answer = (words: Answer): void => {
  process.send?.(words);
};

// A test process that never ends would outlive its parent: the whole group goes.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
process.once("message", (setting: Setting) => {
  const vitest = start(setting);
  process.on("message", (given: Trial) => void vitest.then((of) => tryOne(of, given)).then(answer));
  if (setting.probe !== undefined)
    void vitest.then(async (of) => answer(await runAll(of, await of.globTestSpecifications())));
});
