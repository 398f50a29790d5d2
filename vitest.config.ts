import { defineConfig } from "vitest/config";
import { compiled } from "./scripts/compiled.mjs";
import LongestFirst from "./scripts/longest-first.mjs";

/** Tests whose program may stop, or that put another module in place of one: each file in a process of its own. */
const ALONE = [
  "tests/kiosk/cli/finger-faults.test.ts",
  "tests/kiosk/cli/test/scenarios.test.ts",
  "tests/kiosk/crash/*.test.ts",
];

/** A shuffled run (npm run nightly -- flaky) has an order of its own. */
const shuffled = process.argv.some((word) => word.startsWith("--sequence.shuffle"));

/**
 * Tests that wait for browsers, programs and real time. One process keeps modules and networks, and a browser and its
 * page, which hold nothing of the test before.
 */
const WAITING = [
  "tests/kiosk/web/*.test.ts",
  "tests/kiosk/cli/enrol/{bad-input,enrol,recorded-session}.test.ts",
  "tests/kiosk/desk/{attended,chain,control,devices,entrance,house,pages}.test.ts",
];

/** A run that measures which lines of the sources run (npm run nightly -- coverage) loads the sources themselves. */
const measured = process.argv.some((word) => word.startsWith("--coverage"));
const plugins = measured ? [] : [compiled(import.meta.dirname)];

/** Files at once. A group begins when the one before it is over; shuffled, all are one. */
const group = (groupOrder: number, maxWorkers: number) =>
  shuffled ? { maxWorkers: 2 } : { maxWorkers, sequence: { groupOrder } };
const waiting = group(0, 3);
const working = group(1, 3);

export default defineConfig({
  test: {
    globalSetup: "scripts/built.mjs",
    setupFiles: ["scripts/same-bytes.mjs"],
    reporters: ["default", "./scripts/skips-reporter.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    ...(shuffled ? {} : { sequence: { sequencer: LongestFirst } }),
    projects: [
      // First those that wait: at the end, with nothing beside them, two cores would wait too.
      { extends: true, test: { name: "alone", include: ALONE, ...waiting } },
      { extends: true, plugins, test: { name: "waiting", include: WAITING, isolate: false, ...waiting } },
      {
        extends: true,
        plugins,
        test: {
          name: "together",
          include: ["tests/**/*.test.ts"],
          exclude: [...ALONE, ...WAITING],
          // One process keeps the modules and networks that it has loaded: half a second for each file.
          isolate: false,
          ...working,
        },
      },
    ],
  },
});
