/** The day at a glance lives in the summary; here is only the sign that somebody reads it. */
import { z } from "zod";
import { reads, type DeskPart } from "../part.ts";

export const overviewPart: DeskPart = {
  reads: { here: reads("look", z.strictObject({}), () => Promise.resolve({})) },
};
