/** A portrait that is refused after the lights: the person hears what to do before the next, and is not left to guess. */
import { afterEach, describe, expect, test } from "vitest";
import type { Comfort } from "../../../api/words/kiosk-comfort.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { Check } from "../../../api/words/quality.ts";
import { checksBehind } from "../../../kiosk/server/look/contestable.ts";
import { readingOf } from "../../../kiosk/server/pace.ts";
import { remedyOf } from "../../../kiosk/server/look/refused.ts";
import { COVERED } from "../../../models/face/criteria/covered.ts";
import { checkIdOf } from "../../../models/face/criteria/criterion.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import { limitOf, type CriterionId } from "../../../models/params/criteria.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk, QUICK, type PlayedKiosk } from "./played-kiosk.ts";
import { PlayedStation } from "./played-station.ts";

const check = (id: CriterionId, raw: number): Check => {
  const limit = limitOf(id, "adult");
  const passed = raw >= (limit.atLeast ?? -Infinity) && raw <= (limit.atMost ?? Infinity);
  const row = CRITERIA.find((one) => one.id === id)!;
  const algorithm = { name: "test", version: "1" };
  return { id: checkIdOf(row), algorithm, limit, passed, result: { kind: "assessed", raw, scalar: 0 } };
};

const unjudged = (id: CriterionId, reason: string): Check => {
  const { passed: _passed, ...about } = check(id, 0);
  return { ...about, result: { kind: "failure-to-assess", reason } };
};

describe("what to do about a refused portrait", () => {
  test.each([
    ["1.1", 6, "turn-right"],
    ["1.1", -6, "turn-left"],
    ["1.2", 5.4, "chin-up"],
    ["1.2", -5.4, "chin-down"],
    ["1.3", 9, "head-straight"],
    ["2.2", 9, "close-mouth"],
    ["3.1", 1, "open-eyes"],
    ["7.2", 10, "hold-still"],
  ] as const)("criterion %s at %d: %s", (id, raw, hint) => {
    expect(remedyOf([check("4.3", 100), check(id, raw)])).toBe(hint);
  });

  test("one thing at a time, and nothing where nothing failed or nobody could mend it", () => {
    expect(remedyOf([check("2.2", 9), check("1.2", 7)])).toBe("chin-up");
    expect(remedyOf([check("1.2", 4.9), check("2.2", 1)])).toBeUndefined();
    expect(remedyOf([check("4.1", 90)])).toBeUndefined();
  });

  test("a covered mouth is uncovered before anything that is read off the face is put right", () => {
    const covered = unjudged("2.2", COVERED.mouth);
    expect(remedyOf([covered])).toBe("uncover-face");
    for (const [id, raw] of [
      ["1.1", -9],
      ["1.2", 9],
      ["1.3", 12],
      ["2.1", 0],
      ["3.1", 1],
      ["3.2", 0],
      ["3.3", 20],
    ] as const)
      expect(remedyOf([check(id, raw), covered]), id).toBe("uncover-face");
    expect(remedyOf([check("4.3", 0), covered]), "whose mouth it is comes first").toBe("alone");
  });

  test("a mouth that no network looked at is not called covered", () => {
    expect(remedyOf([unjudged("2.2", "No landmarks were located.")])).toBeUndefined();
  });

  test("eyes behind dark glasses are uncovered, not opened", () => {
    const hidden = [unjudged("3.1", COVERED.eyes), check("3.2", 0), unjudged("3.3", COVERED.eyes)];
    expect(remedyOf(hidden)).toBe("glasses");
    expect(remedyOf([check("3.1", 1), check("3.2", 0), check("3.3", 20)])).toBe("glasses");
  });

  test("is said for the criterion that the same instruction can be contested for", () => {
    for (const { id } of CRITERIA) {
      for (const raw of [-1e6, 1e6]) {
        const hint = remedyOf([check(id, raw)]);
        if (hint === undefined || hint === "hold-still") continue;
        expect(checksBehind(hint), `${id} ${hint}`).toContain(check(id, raw).id);
      }
    }
  });
});

const open: PlayedKiosk[] = [];
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk[Symbol.asyncDispose]();
});

/** Good in the mirror; the criteria refuse it once. */
class Strict extends PlayedStation {
  override async judge(...asked: Parameters<PlayedStation["judge"]>) {
    const judged = await super.judge(...asked);
    return judged.assessment.sufficient ? judged : { ...judged, amiss: "chin-up" as const };
  }
}

const lineOf = (screen: Screen): string => {
  if (screen.kind !== "face") return screen.kind;
  return screen.phase === "guide" ? screen.hint : screen.phase;
};

const strict = async () => {
  const kiosk = await playedKiosk(
    { face: ["poor", "good"], frameMs: 10 },
    { pace: QUICK, stationOf: (script) => new Strict(script) },
  );
  open.push(kiosk);
  return { clock: kiosk.clock, walk: kiosk.walk, hand: new PageHand(kiosk.walk) };
};

test("the lights go out, the instruction stands, and only then the lights burn again", async () => {
  const { walk, hand } = await strict();
  const lines: string[] = [];
  walk.onChange(() => {
    const line = lineOf(walk.screen());
    if (lines.at(-1) !== line) lines.push(line);
  });
  await hand.begin();
  await hand.until("face-review");
  const taken = lines.indexOf("taking");
  const again = lines.slice(taken + 1);
  expect(again[0], "nothing else flickers before it").toBe("chin-up");
  expect(again.indexOf("chin-up")).toBeLessThan(again.indexOf("countdown"));
  expect(again.slice(again.indexOf("countdown"))).not.toContain("chin-up");
  expect(lines.slice(0, taken), "nothing is amiss before the first").not.toContain("chin-up");
});

test.each([
  ["who asked for more time reads", true],
  ["anybody else reads", false],
])("%s what was wrong for so long before the next is looked at", async (_who, unhurried) => {
  const { clock, walk, hand } = await strict();
  const stood: number[] = [];
  let since: number | undefined;
  walk.onChange(() => {
    const line = lineOf(walk.screen());
    if (line === "chin-up") since ??= clock.now();
    else if (since !== undefined) {
      stood.push(clock.now() - since);
      since = undefined;
    }
  });
  await hand.send({ kind: "comfort", comfort: { unhurried } });
  await hand.begin();
  await hand.until("face-review");
  const wanted = readingOf(QUICK, { ...walk.view().comfort, unhurried });
  expect(stood[0]).toBeGreaterThanOrEqual(wanted);
});

test("four times as long, where more time was asked for", () => {
  const comfort = { unhurried: false } as Comfort;
  expect(readingOf(QUICK, { ...comfort, unhurried: true })).toBe(4 * readingOf(QUICK, comfort));
});
