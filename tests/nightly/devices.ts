/** Every parser of device bytes, 500,000 spoilt inputs: the cases of the ordinary test and on from there. */
import { fuzz } from "../drivers/fuzz.ts";
import type { NightlyJob } from "./job.ts";

const EACH = 5000;

export const job: NightlyJob = {
  name: "devices",
  pieces: 100,
  run: async (piece) => ({ cases: EACH, faults: await fuzz(piece * EACH, EACH) }),
};
