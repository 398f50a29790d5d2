/** Figures as tables to be saved: heads and names in a language, numbers as a spreadsheet reads them. */
import type { Speech } from "../speech.ts";
import { LEAST, type FairRow } from "./sheet.ts";

export const FIGURE_TABLES = [
  "days",
  "ends",
  "devices",
  "steps",
  "retries",
  "vetoes",
  "contests",
  "fairness",
] as const;

export interface FigureTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface DayFigures {
  readonly day: string;
  readonly enrolled: number;
  readonly ended: number;
  readonly attempts: number;
}

const headsOf = (speech: Speech, keys: readonly string[]): readonly string[] =>
  keys.map((key) => speech.words(key) ?? key);

export const daysTable = (speech: Speech, days: readonly DayFigures[]): FigureTable => ({
  heads: headsOf(speech, ["csv-day", "figures-enrolled", "figures-ended", "figures-attempts"]),
  rows: days.map(({ day, enrolled, ended, attempts }) => [day, enrolled, ended, attempts]),
});

/** A language by its name; one that nobody has a name for, by its tag. */
const languageName = (speech: Speech, tag: string): string => {
  try {
    return new Intl.DisplayNames(speech.language, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};

const groupName = (speech: Speech, by: string, group: string): string =>
  speech.words(`group-${by}-${group.replace("+", "")}`) ??
  (by === "language" ? languageName(speech, group) : group);

export const fairnessTable = (speech: Speech, fairness: readonly FairRow[]): FigureTable => {
  const say = (key: string) => speech.words(key) ?? key;
  return {
    heads: headsOf(speech, [
      "csv-by",
      "fair-group",
      "fair-sessions",
      "csv-measure",
      "figures-number",
      "csv-share",
      "csv-low",
      "csv-high",
    ]),
    rows: fairness.flatMap(({ by, group, sessions, rates }) => {
      const of = [say(`fair-by-${by}`), groupName(speech, by, group)];
      if (rates === undefined)
        return [[...of, speech.words("fair-few", { least: LEAST }) ?? "", "", "", "", "", ""]];
      return Object.entries(rates).map(([measure, { number, share, low, high }]) => [
        ...of,
        sessions ?? 0,
        say(`fair-${measure}`),
        number,
        share.toFixed(4),
        low.toFixed(4),
        high.toFixed(4),
      ]);
    }),
  };
};

export interface DayCount {
  readonly period: string;
  readonly name: string;
  readonly value: string;
  readonly number: number;
}

const GUIDELINE = /^TR-03121 (\d)\.(\d) /u;

/** A step, a part, a way to enrol or a criterion, which keeps its number; a device is called what it is called. */
const whatWords = (speech: Speech, name: string): string => {
  const [, row, line] = GUIDELINE.exec(name) ?? [];
  if (row !== undefined) return `${row}.${line} ${speech.words(`check-${row}-${line}`) ?? name}`;
  const keys = ["what", "mode", "check"].map((kind) => `${kind}-${name.replaceAll(" ", "-")}`);
  return keys.map((key) => speech.words(key)).find((words) => words !== undefined) ?? name;
};

const reasonWords = (speech: Speech, value: string): string | undefined =>
  speech.words(`code-${value}`) ?? speech.words(`contest-${value}`);

/** What was counted of what: a device's model stays, a step, a part or a code is said. */
export const countsTable = (speech: Speech, counts: readonly DayCount[]): FigureTable => ({
  heads: headsOf(speech, ["csv-day", "figures-what", "figures-reason", "figures-number"]),
  rows: counts.map(({ period, name, value, number }) => [
    period,
    whatWords(speech, name),
    reasonWords(speech, value.replaceAll("/", "-")) ?? value,
    number,
  ]),
});
