/** Figures of a span of days: enrolments, attempts by device, times against limits, retries, vetoes, the fairness sheet. */
import { z } from "zod";
import type { Database } from "../../../api/base/sqlite.ts";
import {
  readFigures,
  STEP_LIMITS,
  STEPS,
  sumFigures,
  type CountedFigure,
  type FigureKind,
  type Step,
} from "../../session/log/figures.ts";
import { csvOf } from "../csv.ts";
import { countsTable, daysTable, fairnessTable, FIGURE_TABLES } from "../figures/tables.ts";
import type { Speeches } from "../speech.ts";
import { quantile } from "../figures/interval.ts";
import { fairnessSheet, LEAST } from "../figures/sheet.ts";
import { gives, reads, type DeskPart } from "../part.ts";

const day = z.iso.date();
const KIND_OF = {
  devices: "device",
  steps: "step",
  retries: "retry",
  vetoes: "veto",
  ends: "end",
  contests: "contest",
} as const satisfies Record<string, FigureKind>;

const span = z.strictObject({ from: day, to: day });
type Span = z.output<typeof span>;

/** What a step's histogram says: median, nine of ten, and how many were over the guideline's limit. */
const stepOf = (step: Step, buckets: ReadonlyMap<number, number>) => {
  const limit = step === "signature" ? undefined : STEP_LIMITS[step] / 1000;
  const all = [...buckets.values()].reduce((sum, count) => sum + count, 0);
  const over = [...buckets].reduce(
    (sum, [seconds, count]) => sum + (limit !== undefined && seconds > limit ? count : 0),
    0,
  );
  return {
    step,
    count: all,
    median: quantile(buckets, 0.5),
    nineOfTen: quantile(buckets, 0.9),
    ...(limit === undefined ? {} : { limit, over }),
    buckets: [...buckets].toSorted(([a], [b]) => a - b),
  };
};

/** How a session ended is counted by its end; people ask first which kind of session it was. */
const turned = (table: string, counts: readonly CountedFigure[]): readonly CountedFigure[] =>
  table === "ends" ? counts.map((one) => ({ ...one, name: one.value, value: one.name })) : counts;

const figuresIn = async (database: Database, { from, to }: Span) => {
  const [ends, attempts, steps, devices, retries, vetoes, contests, fair] = await Promise.all([
    readFigures(database, "end", from, to),
    readFigures(database, "device", from, to),
    sumFigures(database, "step", from, to),
    sumFigures(database, "device", from, to),
    sumFigures(database, "retry", from, to),
    sumFigures(database, "veto", from, to),
    sumFigures(database, "contest", from, to),
    sumFigures(database, "fair", from.slice(0, 7), to.slice(0, 7)),
  ]);
  const days = new Map<string, { enrolled: number; ended: number; attempts: number }>();
  const of = (period: string) => {
    const one = days.get(period) ?? { enrolled: 0, ended: 0, attempts: 0 };
    days.set(period, one);
    return one;
  };
  for (const { period, name, number } of ends)
    of(period)[name === "completed" ? "enrolled" : "ended"] += number;
  for (const { period, number } of attempts) of(period).attempts += number;
  const histograms = new Map<string, Map<number, number>>(STEPS.map((step) => [step, new Map()]));
  for (const { name, value, number } of steps) histograms.get(name)?.set(Number(value), number);
  return {
    from,
    to,
    least: LEAST,
    days: [...days].toSorted(([a], [b]) => a.localeCompare(b)).map(([date, one]) => ({ day: date, ...one })),
    ends: await sumFigures(database, "end", from, to),
    steps: STEPS.map((step) => stepOf(step, histograms.get(step) ?? new Map())),
    devices,
    retries,
    vetoes,
    contests,
    fairness: fairnessSheet(fair),
  };
};

export const figuresPart = ({
  database,
  speeches,
}: {
  readonly database: Database;
  readonly speeches: Speeches;
}): DeskPart => ({
  reads: { all: reads("look", span, (asked) => figuresIn(database, asked)) },
  files: {
    csv: gives(
      "look",
      span.extend({ table: z.enum(FIGURE_TABLES) }),
      async ({ table, from, to }, { language }) => {
        const speech = speeches[language];
        const { heads, rows } =
          table === "days"
            ? daysTable(speech, (await figuresIn(database, { from, to })).days)
            : table === "fairness"
              ? fairnessTable(speech, (await figuresIn(database, { from, to })).fairness)
              : countsTable(speech, turned(table, await readFigures(database, KIND_OF[table], from, to)));
        return { mediaType: "text/csv", name: `${table}-${from}-${to}.csv`, bytes: csvOf(heads, rows) };
      },
    ),
  },
});
