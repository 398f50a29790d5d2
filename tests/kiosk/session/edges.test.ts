/** The machine where two answers are next to each other: which of several is best, what stays when one part is taken again, the last millisecond. */
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import type { Assessment } from "../../../kiosk/session/acquire.ts";
import { attemptsLog, type AttemptsLog } from "../../../kiosk/session/log/attempts-log.ts";
import { openLogs } from "../../../kiosk/session/log/kept-logs.ts";
import { openStatistics } from "../../../kiosk/session/log/statistics.ts";
import { contested } from "../../../kiosk/session/review.ts";
import type { Data, DeviceFacts } from "../../../kiosk/session/state.ts";
import { deviceLimits, portraitOf } from "../../../kiosk/session/steps.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { packetIdOf, temporaryFolder } from "../stand.ts";
import { good, Play, policies } from "./play.ts";

const ranked = (...rank: number[]): Assessment => ({ sufficient: false, rank, reason: "too dry" });

/** Of an attended finger that was never good enough: the number of the attempt that is kept. */
const bestOf = (...all: readonly Assessment[]): number | undefined => {
  const play = new Play(policies.attended).begin().present(good());
  for (const assessment of all) play.present(assessment);
  const chosen = play.data.fingerResults[0]?.chosen ?? play.data.fingers[0]?.chosen;
  const prints = play.data.tries.filter(({ target }) => target === "right-index");
  return prints.findIndex((one) => one.number === chosen?.number) + 1;
};

describe("the best of several prints", () => {
  test.each<[string, readonly Assessment[], number]>([
    ["the highest", [ranked(5), ranked(9), ranked(7)], 2],
    ["of equal ones the newest", [ranked(9), ranked(9), ranked(7)], 2],
    ["what is ranked first counts first", [ranked(2, 0), ranked(1, 9), ranked(1, 99)], 1],
    ["then what is ranked second", [ranked(2, 0), ranked(2, 4), ranked(2, 3)], 2],
    ["one of which more is known", [ranked(2), ranked(2, 1), ranked(2)], 2],
    ["none where nothing could be assessed", [ranked(), ranked(), ranked()], 0],
    ["the only one that could be assessed", [ranked(), ranked(1), ranked()], 2],
  ])("%s", (_name, all, wanted) => {
    expect(bestOf(...all)).toBe(wanted);
  });
});

const atReview = () =>
  new Play(policies.attended).begin().present(good()).present(good()).present(good()).present(good());

describe("a part that is taken again", () => {
  test.each(["face", "fingers", "signature"] as const)("%s alone: the others stay", (part) => {
    const play = atReview();
    const before = play.data;
    expect(play.state.kind).toBe("review");
    play.give({ kind: "redo", part });
    const { face, fingers, signature, settled } = play.data;
    expect(face).toEqual(part === "face" ? undefined : before.face);
    expect(signature).toEqual(part === "signature" ? undefined : before.signature);
    expect(fingers).toEqual(part === "fingers" ? [] : before.fingers);
    expect(settled).toEqual(before.settled.filter((name) => name !== part));
  });

  test("one that is left out takes nothing else with it", () => {
    const play = new Play(policies.attended).begin({ optional: ["signature", "fingers"] }).present(good());
    const { face } = play.data;
    play.give({ kind: "skip" });
    expect(play.data).toMatchObject({ without: ["fingers"], fingers: [], missing: [] });
    expect(play.data.face).toEqual(face);
    play.give({ kind: "skip" });
    expect(play.data.without).toEqual(["fingers", "signature"]);
    expect(play.data.face).toEqual(face);
  });
});

const atTicket = () => atReview().give({ kind: "confirm" }).give({ kind: "sealed" });

describe("the slip", () => {
  test("stands for a minute, or until it is taken", () => {
    const play = atTicket();
    expect(play.state.kind).toBe("ticket");
    play.give({ kind: "tick" }, 59_999);
    expect(play.state.kind).toBe("ticket");
    play.give({ kind: "tick" }, 1);
    expect(play.state).toMatchObject({ kind: "ended", reason: "completed" });
    expect(atTicket().give({ kind: "ticket-taken" }).state).toMatchObject({
      kind: "ended",
      reason: "completed",
    });
  });
});

const allowed = (age: number) => {
  const play = new Play(policies.attended).begin({ age, by: "guardian" });
  const context = {
    station: { kiosk: "k", mission: "m", software: "s" },
    policy: play.policy,
    devices: [],
    deviceOf: () => "uvc",
    checksOf: () => [],
    discarded: new Set<number>(),
    shown: [],
    end: "abandoned" as const,
    endedAt: play.now,
  };
  return attemptsLog(play.data, context).fingerprintCaptureAllowed;
};

const log = (end: string, endedAt = "2026-11-21T08:00:00.000Z") =>
  ({
    format: "attempts-log/1",
    transaction: packetIdOf(9),
    end,
    endedAt,
    attempts: [],
    vetoes: [],
    devices: [],
  }) as unknown as AttemptsLog;

describe("the attempts log", () => {
  test("prints may be taken from the policy's age on", () => {
    const { fingers } = policies.attended.ages;
    expect([allowed(fingers - 1), allowed(fingers)]).toEqual([false, true]);
  });

  test("one that waits for control is replaced by its final one; a final one stands, and is counted once", async () => {
    using folder = temporaryFolder();
    await using store = await openStore(folder.path, systemFiles);
    const logs = openLogs(store.database);
    const statistics = openStatistics(store.database);
    const ends = async () => (await logs.list()).map(({ end }) => end);
    const counted = async () =>
      (await statistics.all())
        .filter(({ what }) => what === "session")
        .map(({ outcome, number }) => [outcome, number]);

    await logs.add(log("awaiting-control"), 30);
    expect([await ends(), await counted()]).toEqual([["awaiting-control"], []]);
    await logs.add(log("completed"), 30);
    expect([await ends(), await counted()]).toEqual([["completed"], [["completed", 1]]]);
    await logs.add(log("control-expired"), 30);
    expect([await ends(), await counted()]).toEqual([["completed"], [["completed", 1]]]);
  });
});

describe("limits of age and device", () => {
  const { attended } = policies;

  test("a portrait's template, from one birthday to the next", () => {
    const { infantPortrait, childPortrait } = attended.ages;
    const template = (age?: number) => portraitOf(attended, { age } as Data);
    expect(infantPortrait).toBeLessThan(childPortrait);
    expect(
      [infantPortrait - 1, infantPortrait, childPortrait - 1, childPortrait, undefined].map(template),
    ).toEqual(["infant", "child", "child", "adult", "adult"]);
  });

  test("a device that is exactly what the policy wants is within its limits", () => {
    const devices = { attackDetection: true, fingerPpi: 500, fingerAreaMm: { width: 12.8, height: 16.5 } };
    const policy = { ...attended, devices };
    const limited = (change: Partial<DeviceFacts>) =>
      deviceLimits(policy, {
        facts: {
          faceAttackDetection: true,
          fingerAttackDetection: true,
          fingerPpi: 500,
          fingerAreaMm: { width: 12.8, height: 16.5 },
          ...change,
        },
      } as Data);
    expect(limited({})).toBe(false);
    expect(limited({ fingerPpi: 499 })).toBe(true);
    expect(limited({ fingerAreaMm: { width: 12.7, height: 16.5 } })).toBe(true);
    expect(limited({ fingerAreaMm: { width: 12.8, height: 16.4 } })).toBe(true);
    expect(limited({ faceAttackDetection: false })).toBe(true);
    expect(limited({ fingerAttackDetection: false })).toBe(true);
  });
});

test("a signature that is left out leaves the fingers that were taken", () => {
  const play = new Play(policies.attended).begin({ optional: ["signature"] });
  play.present(good()).present(good()).present(good());
  const { fingers } = play.data;
  expect(fingers).toHaveLength(2);
  play.give({ kind: "skip" });
  expect(play.data).toMatchObject({ without: ["signature"], fingers });
});

const contests = (...all: readonly (readonly [part: "face" | "signature", check: string, by: string])[]) =>
  all
    .reduce(
      (data, [part, check, by], at) =>
        contested(data, { kind: "contest", part, check, by, at, statement: "it-is-not-so" }, at),
      {} as Data,
    )
    .contests?.map((one) => `${one.part} ${one.check} ${one.by} ${one.at}`);

test("a contest is replaced by the same person's about the same check, and by no other", () => {
  expect(contests(["face", "7.1", "a"], ["face", "7.1", "a"])).toEqual(["face 7.1 a 1"]);
  expect(
    contests(["face", "7.1", "a"], ["face", "7.1", "b"], ["face", "7.2", "a"], ["signature", "7.1", "a"]),
  ).toEqual(["face 7.1 a 0", "face 7.1 b 1", "face 7.2 a 2", "signature 7.1 a 3"]);
});
