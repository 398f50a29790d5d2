/** What was checked of the samples that are to be enrolled, one line a criterion: value against limit, OK or not. */
import type { Criterion, Judged, JudgedPart } from "../../../api/words/judged.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { Try } from "../../session/acquire.ts";
import type { Data } from "../../session/state.ts";

/** Attempts that are to be enrolled, in the order face, fingers, signature. */
export const chosenOf = (data: Data): readonly { readonly part: JudgedPart; readonly attempt: Try }[] => [
  ...(data.face === undefined ? [] : [{ part: "face" as const, attempt: data.face }]),
  ...data.fingers.flatMap(({ chosen }) =>
    chosen === undefined ? [] : [{ part: "fingers" as const, attempt: chosen }],
  ),
  ...(data.signature?.kind === "signed"
    ? [{ part: "signature" as const, attempt: data.signature.attempt }]
    : []),
];

const verdictOf = ({ limit, passed }: Check): Pick<Criterion, "verdict"> => {
  if (limit === undefined) return passed === undefined ? {} : { verdict: passed ? "ok" : "not-ok" };
  if (passed === undefined) return { verdict: "not-assessed" };
  return { verdict: passed ? "ok" : "not-ok" };
};

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;

/** A face's limits are of the raw values, a finger's of its quality from 0 to 100. */
const valueOf = (part: JudgedPart, { result, limit }: Check): Pick<Criterion, "value" | "raw" | "why"> => {
  if (result.kind !== "assessed") return { why: result.reason };
  if (limit === undefined) return { value: result.scalar, raw: thousandths(result.raw) };
  return { value: part === "face" ? thousandths(result.raw) : result.scalar };
};

const criterionOf = (part: JudgedPart, check: Check, contested: string | undefined): Criterion => {
  const { id, limit } = check;
  return {
    id,
    ...valueOf(part, check),
    ...(limit === undefined ? {} : { source: limit.source }),
    ...(limit?.atLeast === undefined ? {} : { atLeast: limit.atLeast }),
    ...(limit?.atMost === undefined ? {} : { atMost: limit.atMost }),
    ...verdictOf(check),
    ...(contested === undefined ? {} : { contested }),
  };
};

const ORDER = { "not-ok": 0, "not-assessed": 1, ok: 2 } as const;
const rank = ({ verdict }: Criterion): number => (verdict === undefined ? 3 : ORDER[verdict]);

/** What is wrong comes first, what gates nothing last. */
export const criteriaOf = (data: Data, checksOf: (number: number) => readonly Check[]): readonly Judged[] =>
  chosenOf(data).map(({ part, attempt }) => ({
    part,
    what: attempt.target,
    number: attempt.number,
    sufficient: attempt.assessment?.sufficient === true,
    criteria: checksOf(attempt.number)
      .map((check) => {
        const contest = data.contests?.find((one) => one.part === part && one.check === check.id);
        return criterionOf(part, check, contest?.statement);
      })
      .toSorted((a, b) => rank(a) - rank(b)),
  }));
