/** The fairness sheet: for each group, how often an attempt was repeated, a verdict overruled, an enrolment failed. Pure. */
import { FAIR_MEASURES, type FairMeasure } from "../../session/log/figures.ts";
import { apart, wilson, type Rate } from "./interval.ts";

/** Below, a rate says nothing of the group and perhaps something of a person. */
export const LEAST = 10;

export interface FairCell extends Rate {
  /** Apart from all others of the same question by more than chance. */
  readonly apart: boolean;
}

export interface FairRow {
  /** "age", "sex", "head-covering" or "language". */
  readonly by: string;
  readonly group: string;
  /** Absent: fewer than LEAST. */
  readonly sessions?: number;
  readonly rates?: Readonly<Record<Exclude<FairMeasure, "sessions">, FairCell>>;
}

export interface FairCount {
  readonly name: string;
  readonly value: string;
  readonly number: number;
}

const RATES = FAIR_MEASURES.filter((one) => one !== "sessions");

export const fairnessSheet = (counts: readonly FairCount[]): readonly FairRow[] => {
  const table = new Map<string, Map<string, number>>();
  for (const { name, value, number } of counts) {
    const row = table.get(name) ?? new Map<string, number>();
    row.set(value, (row.get(value) ?? 0) + number);
    table.set(name, row);
  }
  const of = (name: string, measure: FairMeasure) => table.get(name)?.get(measure) ?? 0;
  return [...table.keys()]
    .toSorted((a, b) => a.localeCompare(b))
    .map((name): FairRow => {
      const [by = "", group = ""] = name.split(":");
      const sessions = of(name, "sessions");
      if (sessions < LEAST) return { by, group };
      const others = [...table.keys()].filter((other) => other !== name && other.startsWith(`${by}:`));
      const sum = (measure: FairMeasure) => others.reduce((all, other) => all + of(other, measure), 0);
      const cells = RATES.map((measure) => {
        const own = wilson(of(name, measure), sessions);
        const rest = wilson(sum(measure), sum("sessions"));
        const cell =
          own === undefined ? [] : [[measure, { ...own, apart: rest !== undefined && apart(own, rest) }]];
        return cell;
      });
      const rates = Object.fromEntries(cells.flat() as [string, FairCell][]) as Required<FairRow>["rates"];
      return { by, group, sessions, rates };
    });
};
