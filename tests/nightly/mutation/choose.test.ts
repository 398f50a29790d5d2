import { describe, expect, test } from "vitest";
import { choose } from "./choose.ts";
import type { TimedFile } from "./choose.ts";
import type { Passed } from "./reached.ts";

const SOURCE = "kiosk/queue/rows.ts";

interface Given {
  readonly shared?: Passed;
  /** Each test's time, and what it gets to. */
  readonly cases?: Readonly<Record<string, readonly [ms: number, passed: Passed]>>;
}

const testFile = (file: string, { shared = {}, cases = {} }: Given, loaded = [SOURCE]): TimedFile => ({
  file,
  ms: 100 + Object.values(cases).reduce((sum, [ms]) => sum + ms, 0),
  cases: Object.entries(cases).map(([id, [ms]]) => ({ id, ms })),
  reach: {
    loaded,
    shared,
    cases: Object.fromEntries(Object.entries(cases).map(([id, [, passed]]) => [id, passed])),
  },
});

const at = (...places: readonly number[]): Passed => ({ [SOURCE]: places });

describe("the tests that a mutant meets", () => {
  test("only files that get to its place, the quickest first", () => {
    const tests = [
      testFile("slow", { cases: { a: [900, at(1, 4)] } }),
      testFile("elsewhere", { cases: { b: [1, at(2)] } }),
      testFile("quick", { cases: { c: [10, at(4)], d: [10, {}] } }),
      testFile("shared", { shared: at(4), cases: { e: [300, {}] } }),
      testFile("other source", { cases: { f: [1, { "kiosk/queue/told.ts": [4] }] } }, []),
    ];
    expect(choose(tests, SOURCE, 4)).toEqual({
      tests: [
        { file: "quick", ms: 120 },
        { file: "shared", ms: 400 },
        { file: "slow", ms: 1000 },
      ],
      leftOut: 0,
    });
    expect(choose(tests, SOURCE, 9)).toEqual({ tests: [], leftOut: 0 });
  });

  test("of a long file only the tests that get there", () => {
    const long = testFile("long", { cases: { a: [4000, at(1)], b: [50, at(4)], c: [60, at(4)] } });
    expect(choose([long], SOURCE, 4).tests).toEqual([{ file: "long", ids: ["b", "c"], ms: 210 }]);
  });

  test("what runs at loading meets every file that loads it", () => {
    const tests = [
      testFile("loads", {}),
      testFile("not", {}, []),
      testFile("uses", { cases: { a: [50, at(0)], b: [9000, {}] } }),
    ];
    expect(choose(tests, SOURCE, undefined).tests).toEqual([
      { file: "loads", ms: 100 },
      { file: "uses", ids: ["a"], ms: 150 },
    ]);
  });

  test("the longest are left out, and counted, but never all", () => {
    const tests = ["a", "b", "c"].map((file, n) =>
      testFile(file, { shared: at(4), cases: { [file]: [29_000 + n, {}] } }),
    );
    expect(choose(tests, SOURCE, 4)).toMatchObject({ tests: [{ file: "a" }, { file: "b" }], leftOut: 1 });
    const [one] = tests;
    expect(one && choose([{ ...one, ms: 99_000 }], SOURCE, 4)).toMatchObject({
      tests: [{ file: "a" }],
      leftOut: 0,
    });
  });
});
