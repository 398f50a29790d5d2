import { defineConfig } from "vitest/config";

/** Tests that wait for processes, browsers and real time, or whose program may stop: each file in a process of its own. */
const ALONE = [
  "tests/kiosk/cli/{enrol,test}/*.test.ts",
  "tests/kiosk/crash/*.test.ts",
  "tests/kiosk/desk/*.test.ts",
  "tests/kiosk/web/*.test.ts",
];

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/skips-reporter.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    projects: [
      // The long ones first; the others fill the gaps at the end.
      { extends: true, test: { name: "alone", include: ALONE, sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["tests/**/*.test.ts"],
          exclude: ALONE,
          // One process keeps the modules and networks that it has loaded: half a second for each file.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
