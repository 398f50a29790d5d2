import { describe, expect, test } from "vitest";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { good, goodDevices, Play, policies, poor } from "./play.ts";

const toFingers = () => new Play(policies.attended).begin().present(good());
const missing = (position: FingerPosition) => ({
  kind: "finger-missing" as const,
  finger: { position, reason: "amputated" as const, note: "" },
});
const chosen = (play: Play) => play.data.fingers.map(({ position }) => position);

describe("attended (TR-03121-3.2 v6.0, 4.7)", () => {
  test("three attempts a finger, then the next of the same hand: index, thumb, middle, ring", () => {
    const play = toFingers();
    const asked: string[] = [];
    while (play.target !== "left-index") {
      asked.push(play.target!);
      play.present(poor());
    }
    expect(asked).toEqual(
      ["right-index", "right-thumb", "right-middle", "right-ring"].flatMap((name) => [name, name, name]),
    );
  });

  test("when no finger of a hand is good enough, its best counts", () => {
    const play = toFingers();
    const scores: Record<string, number> = {
      "right-index": 11,
      "right-thumb": 19,
      "right-middle": 15,
      "right-ring": 3,
    };
    while (play.target !== "left-index") play.present(poor(scores[play.target!]));
    play.present(good()).present(good());
    expect(chosen(play)).toEqual(["right-thumb", "left-index"]);
    expect(play.data.doubts).toEqual([{ part: "fingers", doubt: "insufficient" }]);
  });

  test("a good finger ends its hand", () => {
    const play = toFingers();
    play.present(poor()).present(poor()).present(poor());
    expect(play.target).toBe("right-thumb");
    play.present(good()).present(good());
    expect(play.target).toBe("signature");
    expect(chosen(play)).toEqual(["right-thumb", "left-index"]);
  });

  test("where one hand has no fingers, the other gives two", () => {
    const play = toFingers();
    for (const kind of ["thumb", "middle", "ring", "index"] as const) play.give(missing(`right-${kind}`));
    expect(play.target).toBe("left-index");
    expect(play.present(good()).target).toBe("left-thumb");
    play.present(good());
    expect(chosen(play)).toEqual(["left-index", "left-thumb"]);
    expect(play.data.missing).toHaveLength(4);
    expect(play.data.doubts).toEqual([]);
  });

  test("no fingers at all is a fact, not a failure", () => {
    const play = toFingers();
    for (const hand of ["right", "left"] as const)
      for (const kind of ["thumb", "middle", "ring", "index"] as const) play.give(missing(`${hand}-${kind}`));
    expect(play.target).toBe("signature");
    expect(play.data).toMatchObject({ fingers: [], doubts: [] });
  });

  test("the operator is warned of the same finger twice and of a suspected attack, and decides", () => {
    const play = toFingers().present(good());
    play.present({ ...good(), duplicateOf: "right-index", attackSuspected: true });
    expect(play.target).toBe("signature");
    expect(play.said("tell-operator")).toHaveLength(2);
    play.present(good());
    const confirm = () => play.give({ kind: "confirm" });
    expect(confirm).toThrow("illegal transition: confirm");
    play.give({ kind: "veto-accept", part: "fingers", by: "op-1", reason: "twins' scanner test" });
    expect(confirm().state.kind).toBe("sealing");
    expect(play.data.overrides).toMatchObject([
      { by: "op-1", part: "fingers", reason: "twins' scanner test" },
    ]);
  });

  test("each doubt of the fingers stands by itself: an attack, nothing captured; a missing finger is a fact, not a doubt", () => {
    const attacked = toFingers()
      .present({ ...good(), attackSuspected: true })
      .present(good())
      .present(good());
    expect(attacked.data.doubts).toEqual([{ part: "fingers", doubt: "attack-suspected" }]);
    expect(() => attacked.give({ kind: "confirm" })).toThrow("illegal");

    const leftGone = toFingers().present(good());
    for (const kind of ["thumb", "middle", "ring", "index"] as const) leftGone.give(missing(`left-${kind}`));
    while (leftGone.target !== "signature") leftGone.present(good());
    expect(leftGone.data.doubts).toEqual([]);

    const nothing = toFingers();
    while (nothing.target !== "signature") nothing.give({ kind: "retry", reason: "nothing-presented" });
    expect(nothing.data.doubts).toEqual([{ part: "fingers", doubt: "not-captured" }]);
  });

  test("a veto needs a typed reason, and the unattended applicant has none", () => {
    const play = toFingers().present(good()).present(good()).present(good());
    expect(() => play.give({ kind: "veto-accept", part: "face", by: "op-1", reason: "  " })).toThrow(
      "illegal",
    );
    const alone = new Play(policies.selfService)
      .begin()
      .present(good())
      .present(good())
      .present(good())
      .present(good());
    expect(() => alone.give({ kind: "veto-accept", part: "face", by: "me", reason: "because" })).toThrow(
      "illegal",
    );
  });

  test("a sufficient portrait the operator refuses is taken again", () => {
    const play = toFingers().present(good()).present(good()).present(good());
    const before = play.data.face?.number;
    play.give({ kind: "veto-reject", part: "face", by: "op-1", reason: "eyes half closed" });
    expect(play.target).toBe("face");
    play.present(good());
    expect(play.state.kind).toBe("review");
    expect(play.data.face?.number).not.toBe(before);
    expect(play.data.fingers).toHaveLength(2);
  });

  test("a scanner without attack detection needs a typed override", () => {
    const facts = { ...goodDevices, fingerAttackDetection: false };
    const play = new Play(policies.attended).begin({ facts });
    play.present(good()).present(good()).present(good()).present(good());
    expect(() => play.give({ kind: "confirm" })).toThrow("illegal");
    play.give({
      kind: "veto-accept",
      part: "device-limits",
      by: "op-1",
      reason: "only scanner at this mission",
    });
    expect(play.give({ kind: "confirm" }).state.kind).toBe("sealing");
  });
});
