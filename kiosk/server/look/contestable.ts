/**
 * What a person may answer to an instruction that does not go away: "it is so already", "I cannot". The criterion that
 * judged it is then contested, a picture that lacks nothing else is taken, and the desk looks at it. Where the head is
 * and how near cannot be contested: without that there is no portrait.
 */
import type { FaceHint } from "../../../api/words/hints.ts";
import { checkIdOf } from "../../../models/face/criteria/criterion.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import type { CriterionId } from "../../../models/params/criteria.ts";
import { APPLICANT, type Data } from "../../session/state.ts";

/** TR-03121-3.2 v6.0, FM QA-FI-GENERIC: the criteria behind each instruction. */
const BEHIND: Partial<Record<FaceHint, readonly CriterionId[]>> = {
  "turn-left": ["1.1"],
  "turn-right": ["1.1"],
  "chin-up": ["1.2"],
  "chin-down": ["1.2"],
  "head-straight": ["1.3"],
  neutral: ["2.1", "2.3"],
  "close-mouth": ["2.2"],
  "open-eyes": ["3.1"],
  glasses: ["3.2", "6.4"],
  "uncover-face": ["2.2"],
  "look-here": ["3.3"],
  alone: ["4.3"],
  light: ["6.1", "6.2", "7.1"],
};

/** Ids of the checks that an instruction stands for; none: it cannot be contested. */
export const checksBehind = (hint: FaceHint): readonly string[] =>
  CRITERIA.filter(({ id }) => BEHIND[hint]?.includes(id) === true).map(checkIdOf);

/** The person has said so of this instruction. */
export const isContested = ({ contests = [] }: Data, hint: FaceHint): boolean => {
  const checks = checksBehind(hint);
  const said = contests.filter(({ part, by }) => part === "face" && by === APPLICANT);
  return checks.length > 0 && checks.every((check) => said.some((one) => one.check === check));
};
