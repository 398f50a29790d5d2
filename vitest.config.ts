import { defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.mjs";

/** Tests that wait for processes, browsers and real time, or whose program may stop: each file in a process of its own. */
const ALONE = [
  "tests/kiosk/cli/{enrol,test}/*.test.ts",
  "tests/kiosk/crash/*.test.ts",
  "tests/kiosk/desk/*.test.ts",
];

/** A shuffled run (npm run nightly -- flaky) has an order of its own. */
const shuffled = process.argv.some((word) => word.startsWith("--sequence.shuffle"));

/** Tests of the applicant's page: one process keeps a browser and its page, which hold nothing of the test before. */
const PAGES = ["tests/kiosk/web/*.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/skips-reporter.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    ...(shuffled ? {} : { sequence: { sequencer: LongestFirst } }),
    projects: [
      // One group: a worker that has no file with a process of its own left goes on with the others.
      { extends: true, test: { name: "alone", include: ALONE } },
      { extends: true, test: { name: "pages", include: PAGES, isolate: false } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["tests/**/*.test.ts"],
          exclude: [...ALONE, ...PAGES],
          // One process keeps the modules and networks that it has loaded: half a second for each file.
          isolate: false,
        },
      },
    ],
  },
});
