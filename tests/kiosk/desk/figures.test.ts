import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import path from "node:path";
import { readSpeeches } from "../../../kiosk/desk/speech.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { csvOf } from "../../../kiosk/desk/csv.ts";
import { apart, quantile, wilson } from "../../../kiosk/desk/figures/interval.ts";
import { fairnessSheet } from "../../../kiosk/desk/figures/sheet.ts";
import { countsTable, FIGURE_TABLES } from "../../../kiosk/desk/figures/tables.ts";
import { figuresPart } from "../../../kiosk/desk/parts/figures.ts";
import { bucketOf } from "../../../kiosk/session/log/figures.ts";
import { openLogs } from "../../../kiosk/session/log/kept-logs.ts";
import { openStatistics } from "../../../kiosk/session/log/statistics.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { temporaryFolder } from "../stand.ts";
import { sessionsOfYear } from "./year.ts";

const cells = (line: string | undefined) => line?.split(",") ?? [];

describe("rates", () => {
  // Values of the textbook formula, to four places: Brown, Cai, DasGupta (2001), and by hand for the ends.
  test.each([
    [5, 10, 0.2366, 0.7634],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 1000, 0.0002, 0.0056],
  ])("Wilson, %i of %i: %f to %f", (number, of, low, high) => {
    const rate = wilson(number, of);
    expect(rate?.low).toBeCloseTo(low, 4);
    expect(rate?.high).toBeCloseTo(high, 4);
  });

  test("nothing counted has no rate", () => {
    expect(wilson(0, 0)).toBeUndefined();
  });

  test("two rates are apart when their intervals do not touch", () => {
    expect(apart(wilson(50, 100)!, wilson(20, 100)!)).toBe(true);
    expect(apart(wilson(5, 10)!, wilson(2, 10)!)).toBe(false);
  });

  test("quantiles of a histogram", () => {
    const buckets = new Map([
      [3, 1],
      [1, 8],
      [9, 1],
    ]);
    expect(quantile(buckets, 0.5)).toBe(1);
    expect(quantile(buckets, 0.9)).toBe(3);
    expect(quantile(buckets, 1)).toBe(9);
    expect(quantile(new Map(), 0.5)).toBeUndefined();
    expect([bucketOf(0), bucketOf(5000), bucketOf(5001), bucketOf(1e9)]).toEqual([1, 5, 6, 120]);
  });
});

const count = (name: string, value: string, number: number) => ({ name, value, number });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the fairness sheet", () => {
  test("says rates with intervals, marks who is apart from the others, and says nothing of few", () => {
    const sheet = fairnessSheet([
      count("sex:female", "sessions", 1000),
      count("sex:female", "retried", 300),
      count("sex:male", "sessions", 1000),
      count("sex:male", "retried", 200),
      count("sex:male", "failed", 10),
      count("sex:unspecified", "sessions", 9),
      count("sex:unspecified", "failed", 9),
      count("age:18+", "sessions", 2009),
    ]);
    const women = sheet.find(({ group }) => group === "female");
    expect(women).toMatchObject({
      by: "sex",
      sessions: 1000,
      rates: { retried: { share: 0.3, apart: true }, failed: { share: 0 } },
    });
    expect(women?.rates?.retried.low).toBeCloseTo(0.2724, 3);
    expect(women?.rates?.retried.high).toBeCloseTo(0.3291, 3);
    expect(sheet.find(({ group }) => group === "unspecified")).toEqual({ by: "sex", group: "unspecified" });
    // Nobody to compare with.
    expect(sheet.find(({ group }) => group === "18+")?.rates?.retried.apart).toBe(false);
  });
});

describe("counting", () => {
  test("what ended sessions leave adds up, holds no id, and is forgotten after 36 months", async () => {
    using folder = temporaryFolder();
    await using store = await openStore(folder.path, systemFiles);
    const { database } = store;
    const logs = openLogs(database);
    const until = Date.UTC(2026, 10, 21);
    const all = sessionsOfYear(until, 60);
    for (const { log, data } of all) await logs.add(log, data.age, data);
    // The log of one session is counted once.
    for (const { log, data } of all.slice(0, 5)) await logs.add(log, data.age, data);
    const speeches = await readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));
    const part = figuresPart({ database, speeches });
    const read = async () =>
      (await part.reads?.["all"]?.run(
        { from: "2025-11-01", to: "2026-11-30" } as never,
        undefined as never,
      )) as {
        days: { enrolled: number; ended: number; attempts: number }[];
        steps: { step: string; count: number; over?: number; median: number }[];
        retries: { number: number }[];
        fairness: { by: string; sessions?: number }[];
      };
    const figures = await read();
    expect(sum(figures.days.map(({ enrolled, ended }) => enrolled + ended))).toBe(60);
    expect(sum(figures.days.map(({ attempts }) => attempts))).toBe(
      sum(all.map(({ log }) => log.attempts.length)),
    );
    expect(sum(figures.retries.map(({ number }) => number))).toBe(
      sum(all.map(({ log }) => log.attempts.filter(({ verdict }) => verdict === "retry").length)),
    );
    expect(figures.steps.find(({ step }) => step === "face")?.count).toBe(60);
    expect(sum(figures.fairness.filter(({ by }) => by === "sex").map(({ sessions }) => sessions ?? 0))).toBe(
      60,
    );
    const rows = JSON.stringify(await database.all("SELECT * FROM figures"));
    for (const { data } of all) {
      expect(rows).not.toContain(data.packetId);
      expect(rows).not.toContain(data.reference);
    }
    expect(rows).not.toMatch(/edge of the cloth|awa/u);
    const saved = async (table: string, language: "fr" | "en") => {
      const asked = { table, from: "2025-11-01", to: "2026-11-30" } as never;
      const csv = await part.files?.["csv"]?.run(asked, { language } as never);
      return Buffer.from(csv?.bytes ?? []).toString();
    };
    expect(await saved("fairness", "en")).toMatch(
      /^By,Group,Sessions,Measure,Number,Share,95 % from,95 % to\r\n/u,
    );
    expect(await saved("fairness", "fr")).toMatch(/^Selon,Groupe,.*\r\nSexe,femmes,\d+,Refait/su);
    for (const table of FIGURE_TABLES) {
      const [fr, en] = [await saved(table, "fr"), await saved(table, "en")].map((text) => text.split("\r\n"));
      expect(fr).toHaveLength(en?.length ?? 0);
      expect(fr?.[0]).not.toBe(en?.[0]);
      // What a device is called and what is a number are the same everywhere; no word is.
      const same = cells(fr?.[1]).filter((cell, at) => /[a-z]{3}/u.test(cell) && cell === cells(en?.[1])[at]);
      expect(same.filter((cell) => !/^(Acme|DigitalPersona)/u.test(cell))).toEqual([]);
    }
    await openStatistics(database).prune(until + 40 * 31 * 86_400_000);
    expect((await read()).days).toEqual([]);
  });

  test("contested verdicts and ends of sessions are said in the language of who saves them", async () => {
    const speeches = await readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));
    const twice = { period: "2026-11-21", number: 2 };
    const rows = (language: "fr" | "en") =>
      countsTable(speeches[language], [
        { ...twice, name: "TR-03121 2.2 mouth closed", value: "it-is-not-so" },
        { ...twice, name: "attended", value: "completed" },
      ]).rows.map((row) => row.slice(1, 3).join(": "));
    expect(rows("en")).toEqual(["2.2 Mouth closed: It is not so", "with an operator: enrolled"]);
    expect(rows("fr")).toEqual(["2.2 Bouche fermée: Ce n'est pas ainsi", "avec opérateur: enrôlée"]);
  });

  test("a cell that a spreadsheet would run is text", () => {
    expect(Buffer.from(csvOf(["a"], [["=1+1"], ['say "hi", you'], [-3]])).toString()).toBe(
      `a\r\n'=1+1\r\n"say ""hi"", you"\r\n-3\r\n`,
    );
  });
});
