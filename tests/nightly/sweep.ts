/**
 * Faults at steps of whole enrolments (kiosk test sweep): 5,000 combinations and more over three people, others for each
 * piece; what must always hold is looked at in each. A line names the combination and the bundle that plays it again.
 */
import path from "node:path";
import { sweep } from "../../kiosk/cli/test/sweep.ts";
import type { NightlyJob } from "./job.ts";

const PEOPLE = ["a-woman-in-her-thirties", "a-child-of-eight", "a-man-in-his-fifties"] as const;
/** Of one piece; 21 pieces are 5,040. */
const COMBINATIONS = 240;

export const job: NightlyJob = {
  name: "sweep",
  pieces: 21,
  run: async (piece) => {
    const person = PEOPLE[piece % PEOPLE.length] ?? PEOPLE[0];
    const swept = await sweep({
      files: [path.join("fixtures/scenarios/people", `${person}.yaml`)],
      count: COMBINATIONS,
      seed: `night ${piece}`,
      together: 8,
      jobs: 2,
      cache: "var/test/remembered",
      bundles: "var/test/bundles",
      progress: () => undefined,
    });
    return { cases: swept.combinations, faults: swept.broken };
  },
};
