/** Ages as the policy counts them. */
import type { PartialDate } from "../../../api/words/subject.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

/** Completed years on that day (UTC): the fewest that a partly known birth date allows, so that a child is treated as one. */
export const ageOn = (birth: PartialDate, at: Milliseconds): number => {
  const today = new Date(at);
  const month = birth.month ?? 12;
  const day = birth.day ?? 31;
  const reached =
    today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
  return Math.max(0, today.getUTCFullYear() - birth.year - (reached ? 0 : 1));
};
