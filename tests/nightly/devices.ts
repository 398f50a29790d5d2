/** Every parser of device bytes and every driver on mutated recordings, 500,000 cases: those of the ordinary test and on from there. */
import { fuzz } from "../drivers/fuzz.ts";
import { fuzzRecordings } from "../drivers/fuzz-recordings.ts";
import type { NightlyJob } from "./job.ts";

const PARSERS = 4925;
const RECORDINGS = 75;

export const job: NightlyJob = {
  name: "devices",
  pieces: 100,
  run: async (piece) => ({
    cases: PARSERS + RECORDINGS,
    faults: [
      ...(await fuzz(piece * PARSERS, PARSERS)),
      ...(await fuzzRecordings(piece * RECORDINGS, RECORDINGS)),
    ],
  }),
};
