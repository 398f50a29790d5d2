/** Where the bounds of what files may say lie: the last value that is taken, and the first that is not. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Availability } from "../../../api/issuance/availability.ts";
import { openingOf, parseCatalogue } from "../../../kiosk/session/catalogue.ts";
import { parsePolicy } from "../../../kiosk/session/policy.ts";
import { subjectSchema } from "../../../kiosk/session/subject-schema.ts";

type Tree = Record<string, unknown>;

/** The value at a path of dots, in a copy; undefined takes it away. */
const withValue = (given: object, path: string, value: unknown): Tree => {
  const copy = structuredClone(given) as Tree;
  const places = path.split(".");
  const last = places.pop()!;
  let at = copy;
  for (const place of places) at = at[place] as Tree;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
};

const x = (length: number): string => "x".repeat(length);

describe("a subject", () => {
  const subject = {
    surname: "A",
    givenNames: "B",
    birth: { year: 1990, month: 1, day: 1 },
    sex: "female",
    nationality: "UTO",
    synthetic: true,
  };
  const taken = (path: string, value: unknown) =>
    subjectSchema.safeParse(withValue(subject, path, value)).success;

  test.each<[string, unknown, unknown]>([
    ["surname", x(1), ""],
    ["surname", x(200), x(201)],
    ["givenNames", "", undefined],
    ["givenNames", x(200), x(201)],
    ["birth.year", 1850, 1849],
    ["birth.year", 2200, 2201],
    ["birth.month", 1, 0],
    ["birth.month", 12, 13],
    ["birth.day", 1, 0],
    ["birth.day", 31, 32],
    ["birthPlace", x(200), x(201)],
    ["nationality", "D", ""],
    ["nationality", "UTO", "UTOP"],
    ["nationalNumber", x(40), x(41)],
    ["address", x(400), x(401)],
    ["telephone", x(40), x(41)],
    ["synthetic", false, "no"],
  ])("%s", (path, last, first) => {
    expect([taken(path, last), taken(path, first)]).toEqual([true, false]);
  });
});

describe("a policy", () => {
  const given = JSON.parse(readFileSync("kiosk/session/policies/self-service.json", "utf8")) as Tree;
  const taken = (path: string, value: unknown): boolean => {
    try {
      parsePolicy(Buffer.from(JSON.stringify(withValue(given, path, value))), "p.json");
      return true;
    } catch (error) {
      expect(String(error)).toMatch(/p\.json, .*correct it/u);
      return false;
    }
  };

  test.each<[string, unknown, unknown]>([
    ["id", x(40), x(41)],
    ["version", "1.0.0", "1.0"],
    ["source", x(400), x(401)],
    ["unattended.face.captureMs", 1000, 999],
    ["unattended.face.captureMs", 86_400_000, 86_400_001],
    ["unattended.face.limit", { attempts: 1 }, { attempts: 0 }],
    ["unattended.face.limit", { attempts: 10 }, { attempts: 11 }],
    ["attended.fingers.limit", { budgetMs: 1000 }, {}],
    ["unattended.fingers.order", ["index", "thumb", "middle", "ring", "little"], []],
    ["attended.fingers.order", ["little"], ["index", "thumb", "middle", "ring", "little", "index"]],
    ["fingerQuality.index", 0, -1],
    ["fingerQuality.thumb", 100, 101],
    ["ages.adult", 99, 100],
    ["ages.fingers", 0, -1],
    ["control.hours", 1, 0],
    ["control.hours", 72, 73],
    ["calibration", { without: "warn", days: 1 }, { without: "warn", days: 0 }],
    ["calibration", { without: "refuse", days: 730 }, { without: "refuse", days: 731 }],
    ["calibration", { without: "warn", days: 9, graceDays: 0 }, { without: "warn", days: 9, graceDays: -1 }],
    [
      "calibration",
      { without: "warn", days: 9, graceDays: 365 },
      { without: "warn", days: 9, graceDays: 366 },
    ],
    ["devices.fingerPpi", 250, 249],
    ["devices.fingerPpi", 2000, 2001],
    ["devices.fingerAreaMm.width", 0.1, 0],
    ["wipeMs", 1000, 999],
    ["consentTextVersion", x(40), x(41)],
    ["penPath", "keep", "send"],
  ])("%s", (path, last, first) => {
    expect([taken(path, last), taken(path, first)]).toEqual([true, false]);
  });
});

describe("a catalogue", () => {
  const given = JSON.parse(readFileSync("kiosk/session/catalogues/specimen.json", "utf8")) as Tree;
  const taken = (path: string, value: unknown): boolean => {
    try {
      parseCatalogue(Buffer.from(JSON.stringify(withValue(given, path, value))), "c.json");
      return true;
    } catch {
      return false;
    }
  };
  const [service] = (given as { services: Tree[] }).services;

  test.each<[string, unknown, unknown]>([
    ["services", [service], []],
    ["services", [service], [service, service]],
    ["services.0.id", x(40), x(41)],
    ["services.0.name", { fr: x(300) }, { fr: x(301) }],
    ["services.0.name", { ses: "x" }, { s: "x" }],
    ["services.0.documentCode", "PE", "PEX"],
    [
      "services.0.fees",
      [{ amount: 0, currency: "XOF", source: "x" }],
      [{ amount: -1, currency: "XOF", source: "x" }],
    ],
    ["services.0.fees", [], [{ amount: 0, currency: "XOFX", source: "x" }]],
  ])("%s", (path, last, first) => {
    expect([taken(path, last), taken(path, first)]).toEqual([true, false]);
  });
});

describe("an availability window", () => {
  const [from, to, later] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"];
  const published: readonly Availability[] = [
    { service: "s", open: [{ from: later }, { from: from, to: to }, { from: "2026-04-01T00:00:00Z" }] },
  ];

  test.each([
    [Date.parse(from) - 1, { kind: "closed", resumes: Date.parse(from) }],
    [Date.parse(from), { kind: "open", until: Date.parse(to) }],
    [Date.parse(to), { kind: "open", until: Date.parse(to) }],
    [Date.parse(to) + 1, { kind: "closed", since: Date.parse(to), resumes: Date.parse(later) }],
    [Date.parse(later) - 1, { kind: "closed", since: Date.parse(to), resumes: Date.parse(later) }],
    [Date.parse(later), { kind: "open" }],
  ])("at %d", (now, opening) => {
    expect(openingOf("s", published, now)).toEqual(opening);
  });
});
