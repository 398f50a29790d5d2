/**
 * Anonymous statistics, apart from every session: counters by day, without any id, kept for 36 months
 * (TR-03121-3.2 v6.0, 5.11.4.1.5 and 5.11.7.1.5) and then deleted.
 */
import { integer, text, type Database, type Statements } from "../../../api/base/sqlite.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { AttemptsLog } from "./attempts-log.ts";

export type AgeBand = "0-5" | "6-17" | "18+" | "unknown";
export const ageBand = (age: number | undefined): AgeBand => {
  if (age === undefined) return "unknown";
  if (age < 6) return "0-5";
  return age < 18 ? "6-17" : "18+";
};

export interface Count {
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
  /** "session", "face", "signature", or a finger. */
  readonly what: string;
  /** How it ended: an end, a verdict, or a code. */
  readonly outcome: string;
  readonly band: AgeBand;
  readonly number: number;
}

/** What one session adds. */
export const countsOf = (log: AttemptsLog, age: number | undefined): readonly Omit<Count, "number">[] => {
  const day = log.endedAt.slice(0, 10);
  const band = ageBand(age);
  return [
    { day, what: "session", outcome: log.end, band },
    ...log.attempts.map(({ what, verdict, code }) => ({ day, what, outcome: code ?? verdict, band })),
    ...log.vetoes.map(({ part }) => ({ day, what: part, outcome: "veto", band })),
  ];
};

/** Calendar months. */
const KEPT_MONTHS = 36;

export interface Statistics {
  add(log: AttemptsLog, age: number | undefined): Promise<void>;
  all(): Promise<readonly Count[]>;
  /** Deletes what is older than 36 months. */
  prune(now: Milliseconds): Promise<void>;
}

/** Within the transaction of whatever else the session's end writes. */
export const countIn = async (
  statements: Statements,
  log: AttemptsLog,
  age: number | undefined,
): Promise<void> => {
  for (const { day, what, outcome, band } of countsOf(log, age))
    await statements.run(
      `INSERT INTO statistics (day, what, outcome, band, number) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT (day, what, outcome, band) DO UPDATE SET number = number + 1`,
      day,
      what,
      outcome,
      band,
    );
};

export const openStatistics = (database: Database): Statistics => ({
  add: (log, age) => database.transaction((statements) => countIn(statements, log, age)),
  all: async () =>
    (await database.all("SELECT * FROM statistics ORDER BY day, what, outcome, band")).map((row) => ({
      day: text(row, "day"),
      what: text(row, "what"),
      outcome: text(row, "outcome"),
      band: text(row, "band") as AgeBand,
      number: integer(row, "number"),
    })),
  prune: async (now) => {
    const oldest = new Date(now);
    oldest.setUTCMonth(oldest.getUTCMonth() - KEPT_MONTHS);
    const day = oldest.toISOString().slice(0, 10);
    await database.run("DELETE FROM statistics WHERE day < ?", day);
    await database.run("DELETE FROM figures WHERE period < ?", day.slice(0, 7));
  },
});
