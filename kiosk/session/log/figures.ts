/**
 * What the operator's figures are made of: counters, apart from every session, without any id, kept for 36 months like
 * the statistics beside them (TR-03121-3.2 v6.0, 5.11.4.1.5). Days and devices are counted by day; what is known of
 * people (age band, sex, head covering, language) by month, each by itself, so that no counter is one person.
 */
import { integer, text, type Database, type Statements } from "../../../api/base/sqlite.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { APPLICANT, type AcquiredPart, type Data } from "../state.ts";
import { partOf } from "../steps.ts";
import type { AttemptsLog } from "./attempts-log.ts";
import { ageBand } from "./statistics.ts";

export const FIGURE_KINDS = ["end", "device", "step", "retry", "veto", "contest", "fair"] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

export interface Figure {
  /** UTC, YYYY-MM-DD; of kind "fair" YYYY-MM. */
  readonly period: string;
  readonly kind: FigureKind;
  readonly name: string;
  readonly value: string;
}
export interface CountedFigure extends Figure {
  readonly number: number;
}

/** The guideline's limits of a step, milliseconds (facts of TR-03121-3.2 v6.0: face with everything 30 s, finger 5 s). */
export const STEP_LIMITS = { face: 30_000, finger: 5000 } as const;
export const STEPS = ["face", "finger", "signature"] as const;
export type Step = (typeof STEPS)[number];

/** Longer ones share the last bucket. */
const LONGEST_S = 120;
/** Whole seconds, rounded up: a bucket's name is the time it does not exceed. */
export const bucketOf = (ms: Milliseconds): number => Math.min(LONGEST_S, Math.max(1, Math.ceil(ms / 1000)));

const SUCCESS = new Set<string>(["completed"]);
const STEP_OF: Readonly<Record<AcquiredPart, Step>> = {
  face: "face",
  fingers: "finger",
  signature: "signature",
};

/** The face from its first attempt to its last; a finger or signature by attempt, as the limits are worded. */
const stepTimes = (data: Data): readonly (readonly [Step, Milliseconds])[] => {
  const faces = data.tries.filter(({ target }) => target === "face");
  const first = faces[0];
  const last = faces.at(-1);
  const others = data.tries.filter(({ target }) => target !== "face");
  return [
    ...(first === undefined || last === undefined ? [] : [["face", last.endedAt - first.startedAt] as const]),
    ...others.map(
      ({ target, startedAt, endedAt }) => [STEP_OF[partOf(target)], endedAt - startedAt] as const,
    ),
  ];
};

export const FAIR_MEASURES = ["sessions", "retried", "overridden", "failed"] as const;
export type FairMeasure = (typeof FAIR_MEASURES)[number];

/** Retried: an attempt had to be repeated. Failed: ended without an enrolment, or with a part that nobody captured well. */
const measuresOf = (data: Data, end: string): readonly FairMeasure[] => {
  const overruled = data.overrides.length + (data.refusals?.length ?? 0) > 0;
  const open = data.doubts.some(({ part }) => !data.overrides.some((veto) => veto.part === part));
  return [
    "sessions",
    ...(data.tries.some(({ verdict }) => verdict.kind === "retry" || verdict.kind === "rejected")
      ? (["retried"] as const)
      : []),
    ...(overruled ? (["overridden"] as const) : []),
    ...(!SUCCESS.has(end) || open ? (["failed"] as const) : []),
  ];
};

/** "age:18+", "sex:female", "head-covering:religious", "language:fr". */
const groupsOf = (data: Data): readonly string[] => [
  `age:${ageBand(data.age)}`,
  `sex:${data.sex ?? "unknown"}`,
  `head-covering:${data.headCovering?.reason ?? "none"}`,
  `language:${data.consent?.language ?? "unknown"}`,
];

/** What one ended session adds. Nobody is compared who did not begin: without consent there is nothing to count. */
export const figuresOf = (log: AttemptsLog, data: Data): readonly Figure[] => {
  const day = log.endedAt.slice(0, 10);
  const month = day.slice(0, 7);
  const daily = (kind: FigureKind, name: string, value: string): Figure => ({
    period: day,
    kind,
    name,
    value,
  });
  const models = new Map(log.devices.map(({ driver, make, model }) => [driver, `${make} ${model}`]));
  return [
    daily("end", log.end, data.mode),
    ...log.attempts.map(({ device, verdict, code }) =>
      daily("device", models.get(device) ?? device, code?.startsWith("device/") === true ? code : verdict),
    ),
    ...stepTimes(data).map(([step, ms]) => daily("step", step, String(bucketOf(ms)))),
    ...log.attempts.flatMap(({ what, verdict, code }) =>
      verdict === "accepted" || code === undefined ? [] : [daily("retry", partOf(what), code)],
    ),
    ...data.overrides.map(({ part }) => daily("veto", part, "accepted")),
    ...(data.refusals ?? []).map(({ part }) => daily("veto", part, "rejected")),
    ...(data.contests ?? []).map(({ check, statement, by }) =>
      daily("contest", check, by === APPLICANT ? `${APPLICANT}/${statement}` : statement),
    ),
    ...(data.consent === undefined
      ? []
      : groupsOf(data).flatMap((name) =>
          measuresOf(data, log.end).map((value): Figure => ({ period: month, kind: "fair", name, value })),
        )),
  ];
};

/** Within the transaction of whatever else the session's end writes. */
export const countFigures = async (statements: Statements, all: readonly Figure[]): Promise<void> => {
  for (const { period, kind, name, value } of all)
    await statements.run(
      `INSERT INTO figures (period, kind, name, value, number) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT (kind, period, name, value) DO UPDATE SET number = number + 1`,
      period,
      kind,
      name,
      value,
    );
};

/** From a period to another, both with it, of the kinds asked for. */
export const readFigures = async (
  database: Database,
  kind: FigureKind,
  from: string,
  to: string,
): Promise<readonly CountedFigure[]> =>
  (
    await database.all(
      `SELECT period, name, value, number FROM figures
         WHERE kind = ? AND period >= ? AND period <= ? ORDER BY period, name, value`,
      kind,
      from,
      to,
    )
  ).map((row) => ({
    period: text(row, "period"),
    kind,
    name: text(row, "name"),
    value: text(row, "value"),
    number: integer(row, "number"),
  }));

/** The same, added up over all periods. */
export const sumFigures = async (
  database: Database,
  kind: FigureKind,
  from: string,
  to: string,
): Promise<readonly Omit<CountedFigure, "period">[]> =>
  (
    await database.all(
      `SELECT name, value, sum(number) AS number FROM figures
         WHERE kind = ? AND period >= ? AND period <= ? GROUP BY name, value ORDER BY name, value`,
      kind,
      from,
      to,
    )
  ).map((row) => ({
    kind,
    name: text(row, "name"),
    value: text(row, "value"),
    number: integer(row, "number"),
  }));
