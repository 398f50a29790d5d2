import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { countFigures, readFigures } from "../../../kiosk/session/log/figures.ts";
import { ageBand, countsOf, openStatistics } from "../../../kiosk/session/log/statistics.ts";
import type { AttemptsLog } from "../../../kiosk/session/log/attempts-log.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { packetIdOf, temporaryFolder } from "../stand.ts";

const log = (endedAt: string): AttemptsLog => ({
  format: "attempts-log/1",
  transaction: packetIdOf(77),
  profile: "p",
  station: { kiosk: "kiosk-1", mission: "m", software: "0" },
  policy: { id: "p", version: "1.0.0", sha256: "" },
  startedAt: endedAt,
  endedAt,
  end: "completed",
  fingerprintCaptureAllowed: true,
  devices: [],
  attempts: (["retry/nothing-presented", undefined] as const).map((code, index) => ({
    number: index + 1,
    what: "face",
    startedAt: endedAt,
    endedAt,
    device: "uvc",
    captureMs: 1,
    verdict: code === undefined ? "accepted" : "retry",
    ...(code === undefined ? {} : { code }),
    checks: [],
    uniqueness: "not-checked",
    attackDetection: "not-performed",
    discarded: false,
    selected: code === undefined,
  })),
  missingFingers: [],
  doubts: [],
  vetoes: [{ part: "face", outcome: "accepted", by: "op", at: endedAt, reason: "r" }],
  shown: [],
});

describe("anonymous statistics", () => {
  test("count outcomes by day and age band, and hold no id", async () => {
    using folder = temporaryFolder();
    await using store = await openStore(folder.path, systemFiles);
    const statistics = openStatistics(store.database);
    await statistics.add(log("2026-11-21T08:00:00.000Z"), 30);
    await statistics.add(log("2026-11-21T09:00:00.000Z"), 40);
    await statistics.add(log("2026-11-21T09:00:00.000Z"), 4);
    const all = await statistics.all();
    expect(all).toContainEqual({
      day: "2026-11-21",
      what: "face",
      outcome: "retry/nothing-presented",
      band: "18+",
      number: 2,
    });
    expect(all).toContainEqual({
      day: "2026-11-21",
      what: "session",
      outcome: "completed",
      band: "0-5",
      number: 1,
    });
    expect(all.reduce((sum, { number }) => sum + number, 0)).toBe(
      3 * countsOf(log("2026-11-21T08:00:00.000Z"), 1).length,
    );
    expect(JSON.stringify(all)).not.toMatch(/kiosk-1|00000000|op"/u);
  });

  test("are deleted after 36 months, not before", async () => {
    using folder = temporaryFolder();
    await using store = await openStore(folder.path, systemFiles);
    const statistics = openStatistics(store.database);
    for (const day of ["2023-11-20", "2023-11-21", "2026-11-21"])
      await statistics.add(log(`${day}T08:00:00.000Z`), 30);
    await statistics.prune(Date.UTC(2026, 10, 21, 12));
    expect([...new Set((await statistics.all()).map(({ day }) => day))]).toEqual([
      "2023-11-21",
      "2026-11-21",
    ]);
  });

  test("of figures, which are counted by the month, the month in which the 36 began stays whole", async () => {
    using folder = temporaryFolder();
    await using store = await openStore(folder.path, systemFiles);
    const figure = { kind: "fair", name: "sex:female", value: "sessions" } as const;
    const figures = ["2023-10", "2023-11", "2023-12"].map((period) => ({ ...figure, period }));
    await store.database.transaction((statements) => countFigures(statements, figures));
    await openStatistics(store.database).prune(Date.UTC(2026, 10, 21, 12));
    const kept = await readFigures(store.database, "fair", "2000-01", "2099-12");
    expect(kept.map(({ period }) => period)).toEqual(["2023-11", "2023-12"]);
  });

  test.each([
    [undefined, "unknown"],
    [5, "0-5"],
    [6, "6-17"],
    [17, "6-17"],
    [18, "18+"],
  ] as const)("age %s is band %s", (age, band) => {
    expect(ageBand(age)).toBe(band);
  });
});
