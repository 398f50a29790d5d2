/** 500,000 damaged records through every reader (issue 7, "Bad input"). */
import { fuzz } from "../formats/fuzz.ts";
import { readerCases } from "../formats/readers.ts";
import type { NightlyJob } from "./job.ts";

const PER_PIECE = 10_000;

export const recordsJob = async (): Promise<NightlyJob> => {
  const cases = await readerCases();
  return {
    name: "records",
    pieces: 50,
    run: (piece) => Promise.resolve(fuzz(cases, `night ${piece}`, PER_PIECE)),
  };
};
