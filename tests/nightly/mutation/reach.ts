/** What a test process loads before a test file, when it is asked which places of which sources each test gets to. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeEach } from "vitest";
import { MARKS } from "./probes.ts";
import { FOLDER } from "./reached.ts";
import type { Passed, ReachOfFile } from "./reached.ts";

const marks = new Map<string, Uint8Array>();
const shared: Record<string, readonly number[]> = {};
const cases: Record<string, Passed> = {};

Object.assign(globalThis, {
  [MARKS]: (file: string, count: number): Uint8Array => {
    const own = marks.get(file) ?? new Uint8Array(count);
    marks.set(file, own);
    return own;
  },
});

/** What was passed since the last call. */
const take = (): Passed => {
  const passed: Record<string, readonly number[]> = {};
  for (const [file, own] of marks) {
    const places = [...own.keys()].filter((n) => own[n] === 1);
    if (places.length > 0) passed[file] = places;
    own.fill(0);
  }
  return passed;
};

const share = (): void => {
  for (const [file, places] of Object.entries(take()))
    shared[file] = [...new Set([...(shared[file] ?? []), ...places])];
};

let id: string | undefined;
beforeEach(({ task }) => {
  id = task.file.id;
  share();
});
afterEach(({ task }) => {
  cases[task.id] = take();
});
afterAll(() => {
  share();
  // No test has run, so none has got anywhere.
  if (id === undefined) return;
  const file: ReachOfFile = { loaded: [...marks.keys()], shared, cases };
  const name = `${encodeURIComponent(id)}.json`;
  writeFileSync(path.join(process.env[FOLDER] ?? "", name), JSON.stringify(file));
});
