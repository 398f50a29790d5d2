/**
 * A portrait that the criteria refused is taken again; what the person can do about it is said first. The live guidance
 * does not say it: it knows a head's turn to a few degrees only, and is more lenient than the guideline for that reason.
 */
import type { FaceHint } from "../../../api/words/hints.ts";
import type { Check } from "../../../api/words/quality.ts";
import { COVERED } from "../../../models/face/criteria/covered.ts";
import { checkIdOf } from "../../../models/face/criteria/criterion.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import type { CriterionId } from "../../../models/params/criteria.ts";

/** Where it depends on the side: over the limit, under it. */
type Sides = { readonly over: FaceHint; readonly under: FaceHint };

/**
 * TR-03121-3.2 v6.0, FM QA-FI-GENERIC, in the order in which people can put it right. Positive yaw looks to the left,
 * positive pitch down. The backdrop, the framing and the camera's colours are nothing that a person could mend.
 * `unjudged`: not where the criterion failed, but where it could not be judged for this reason.
 */
const REMEDIES: readonly (readonly [CriterionId, FaceHint | Sides, unjudged?: typeof COVERED.mouth])[] = [
  ["4.3", "alone"],
  // Before the pose: under a scarf the chin is often read as lowered, and no movement of the head puts that right.
  ["2.2", "uncover-face", COVERED.mouth],
  ["1.3", "head-straight"],
  ["1.1", { over: "turn-right", under: "turn-left" }],
  ["1.2", { over: "chin-up", under: "chin-down" }],
  ["3.2", "glasses"],
  ["6.4", "glasses"],
  ["3.1", "open-eyes"],
  ["3.3", "look-here"],
  ["2.2", "close-mouth"],
  ["2.1", "neutral"],
  ["2.3", "neutral"],
  ["7.2", "hold-still"],
  ["7.1", "light"],
  ["6.1", "light"],
  ["6.2", "light"],
];

const sideOf = ({ result, limit }: Check, sides: Sides): FaceHint =>
  result.kind === "assessed" && result.raw > (limit?.atMost ?? Infinity) ? sides.over : sides.under;

/** Of the failed criteria, and of a mouth under cover, the first that the person can put right; undefined: none failed, or nothing that one could do. */
export const remedyOf = (checks: readonly Check[]): FaceHint | undefined => {
  for (const [id, remedy, unjudged] of REMEDIES) {
    const criterion = CRITERIA.find((one) => one.id === id);
    const check = criterion && checks.find((one) => one.id === checkIdOf(criterion));
    if (check === undefined) continue;
    const { result, passed } = check;
    const stands =
      unjudged === undefined
        ? passed === false
        : result.kind === "failure-to-assess" && result.reason === unjudged;
    if (stands) return typeof remedy === "string" ? remedy : sideOf(check, remedy);
  }
  return undefined;
};
