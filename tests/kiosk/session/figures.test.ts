/** What one ended session adds to the operator's figures. */
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import type { AttemptsLog } from "../../../kiosk/session/log/attempts-log.ts";
import {
  bucketOf,
  countFigures,
  figuresOf,
  readFigures,
  STEP_LIMITS,
  sumFigures,
  type Figure,
} from "../../../kiosk/session/log/figures.ts";
import type { Data } from "../../../kiosk/session/state.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { temporaryFolder } from "../stand.ts";

const log = (change: object = {}): AttemptsLog =>
  ({
    endedAt: "2026-11-21T08:00:00.000Z",
    end: "completed",
    devices: [{ driver: "uvc", make: "UVC", model: "camera" }],
    attempts: [],
    ...change,
  }) as unknown as AttemptsLog;

const data = (change: object = {}): Data =>
  ({
    mode: "unattended",
    tries: [],
    overrides: [],
    doubts: [],
    age: 30,
    sex: "female",
    consent: { language: "fr" },
    ...change,
  }) as unknown as Data;

const tried = (target: string, startedAt: number, endedAt: number, kind = "accepted") => ({
  target,
  startedAt,
  endedAt,
  verdict: { kind },
});
const shown = (all: readonly Figure[], ...kinds: readonly Figure["kind"][]) =>
  all.filter(({ kind }) => kinds.includes(kind)).map(({ kind, name, value }) => `${kind} ${name} ${value}`);
const fair = (all: readonly Figure[]) =>
  new Set(all.filter(({ kind, name }) => kind === "fair" && name === "sex:female").map(({ value }) => value));

describe("a step's time", () => {
  test.each([
    [0, 1],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [5000, 5],
    [5001, 6],
    [120_000, 120],
    [999_999, 120],
  ])("%d ms is in the bucket of %d s", (ms, bucket) => {
    expect(bucketOf(ms)).toBe(bucket);
  });

  test("the guideline's limits are 30 s and 5 s", () => {
    expect(STEP_LIMITS).toEqual({ face: 30_000, finger: 5000 });
  });

  test("the face from its first attempt to its last, each finger and signature by itself", () => {
    const tries = [
      tried("face", 1000, 3000),
      tried("face", 4000, 9500),
      tried("right-index", 10_000, 12_000),
      tried("signature", 20_000, 27_500),
    ];
    expect(shown(figuresOf(log(), data({ tries })), "step")).toEqual([
      "step face 9",
      "step finger 2",
      "step signature 8",
    ]);
    expect(shown(figuresOf(log(), data()), "step")).toEqual([]);
  });
});

const names = (change: object) => [
  ...new Set(figuresOf(log(), data(change)).flatMap(({ kind, name }) => (kind === "fair" ? [name] : []))),
];

describe("an ended session", () => {
  test("its day, its way and its devices; why an attempt was repeated", () => {
    const attempts = [
      { what: "face", device: "uvc", verdict: "retry", code: "retry/too-dark" },
      { what: "face", device: "uvc", verdict: "accepted", code: "retry/too-dark" },
      { what: "right-index", device: "other", verdict: "failed", code: "device/unplugged" },
      { what: "right-index", device: "other", verdict: "rejected" },
    ];
    const all = figuresOf(log({ attempts, end: "abandoned" }), data());
    expect(shown(all, "end", "device", "retry")).toEqual([
      "end abandoned unattended",
      "device UVC camera retry",
      "device UVC camera accepted",
      "device other device/unplugged",
      "device other rejected",
      "retry face retry/too-dark",
      "retry fingers device/unplugged",
    ]);
    expect(new Set(all.map(({ kind, period }) => `${kind === "fair"} ${period}`))).toEqual(
      new Set(["false 2026-11-21", "true 2026-11"]),
    );
  });

  test("what was overridden, refused and contested", () => {
    const change = {
      overrides: [{ part: "face" }],
      refusals: [{ part: "fingers" }],
      contests: [
        { check: "7.1", statement: "wrong", by: "applicant" },
        { check: "7.2", statement: "right", by: "moussa" },
      ],
    };
    expect(shown(figuresOf(log(), data(change)), "veto", "contest")).toEqual([
      "veto face accepted",
      "veto fingers rejected",
      "contest 7.1 applicant/wrong",
      "contest 7.2 right",
    ]);
  });

  test.each<[string, object, object, readonly string[]]>([
    ["at once", {}, {}, ["sessions"]],
    ["after a retry", {}, { tries: [tried("face", 0, 1, "retry")] }, ["sessions", "retried"]],
    ["after a rejection", {}, { tries: [tried("face", 0, 1, "rejected")] }, ["sessions", "retried"]],
    [
      "overridden",
      {},
      { overrides: [{ part: "face" }], doubts: [{ part: "face" }] },
      ["sessions", "overridden"],
    ],
    ["refused", {}, { refusals: [{ part: "face" }] }, ["sessions", "overridden"]],
    ["with a doubt that nobody settled", {}, { doubts: [{ part: "fingers" }] }, ["sessions", "failed"]],
    [
      "with another one settled",
      {},
      { overrides: [{ part: "face" }], doubts: [{ part: "face" }, { part: "fingers" }] },
      ["sessions", "overridden", "failed"],
    ],
    ["broken off", { end: "timed-out" }, {}, ["sessions", "failed"]],
    ["before consent", { end: "abandoned" }, { consent: undefined }, []],
  ])("%s: what is compared among people", (_name, ended, change, measures) => {
    expect(fair(figuresOf(log(ended), data(change)))).toEqual(new Set(measures));
  });

  test("groups of people, each by itself", () => {
    expect(names({ headCovering: { reason: "religious" } })).toEqual([
      "age:18+",
      "sex:female",
      "head-covering:religious",
      "language:fr",
    ]);
    expect(names({ age: undefined, sex: undefined })).toEqual([
      "age:unknown",
      "sex:unknown",
      "head-covering:none",
      "language:fr",
    ]);
  });
});

const figure = (period: string, value: string): Figure => ({ period, kind: "step", name: "face", value });

test("are counted, read with both ends of a span, and added up", async () => {
  using folder = temporaryFolder();
  await using store = await openStore(folder.path, systemFiles);
  await store.database.transaction(async (statements) => {
    await countFigures(statements, [
      figure("2026-11-20", "9"),
      figure("2026-11-21", "9"),
      figure("2026-11-21", "9"),
    ]);
    await countFigures(statements, [figure("2026-11-22", "4"), figure("2026-11-23", "9")]);
  });
  const read = await readFigures(store.database, "step", "2026-11-21", "2026-11-22");
  expect(read.map(({ period, value, number }) => [period, value, number])).toEqual([
    ["2026-11-21", "9", 2],
    ["2026-11-22", "4", 1],
  ]);
  const sums = await sumFigures(store.database, "step", "2026-11-20", "2026-11-22");
  expect(sums.map(({ value, number }) => [value, number])).toEqual([
    ["4", 1],
    ["9", 3],
  ]);
  expect(await readFigures(store.database, "veto", "2026-01-01", "2026-12-31")).toEqual([]);
});
