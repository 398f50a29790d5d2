/** What an operator says and decides at the desk, between the last capture and the seal. */
import { describe, expect, test } from "vitest";
import type { SessionInput } from "../../../kiosk/session/state.ts";
import { good, Play, policies, poor } from "./play.ts";

type Part = Extract<SessionInput, { kind: "contest" }>["part"];

const contest = (part: Part) =>
  ({ kind: "contest", part, check: "7.1", statement: "it-is-not-so", by: "op-1" }) as const;

const reviewed = (policy = policies.attended) =>
  new Play(policy).begin().present(good()).present(good()).present(good()).present(good());

const waiting = () => reviewed(policies.selfService).give({ kind: "confirm" });

const contests = (play: Play) => play.data.contests?.map(({ part, number }) => [part, number]);

describe("a verdict that an operator contests", () => {
  test("stands with the attempt whose picture it is about, where there is one", () => {
    const play = reviewed();
    const { face, signature } = play.data;
    for (const part of ["face", "signature", "fingers"] as const) play.give(contest(part));
    expect(play.state.kind).toBe("review");
    expect(contests(play)).toEqual([
      ["face", face?.number],
      ["signature", signature?.kind === "signed" ? signature.attempt.number : "none"],
      ["fingers", undefined],
    ]);
    expect(face?.number).not.toBe(undefined);
  });

  test("of somebody who cannot sign it is about no attempt", () => {
    const play = new Play(policies.attended).begin().present(good()).present(good()).present(good());
    play.give({ kind: "cannot-sign", reason: "cannot-write" }).give(contest("signature"));
    expect(contests(play)).toEqual([["signature", undefined]]);
  });

  test("is the desk's business: not the unattended applicant's, but the control's", () => {
    const play = reviewed(policies.selfService);
    expect(() => play.give(contest("face"))).toThrow("illegal");
    play.give({ kind: "confirm" }).give(contest("face"));
    expect(play.state.kind).toBe("awaiting-control");
    expect(contests(play)).toEqual([["face", play.data.face?.number]]);
  });
});

describe("at the control", () => {
  const passed = { kind: "control-passed", by: "op-1", comparison: "fingers matched" } as const;
  const refused = { kind: "veto-reject", part: "face", by: "op-1", reason: "another person" } as const;
  const taken = { kind: "veto-accept", part: "face", by: "op-1", reason: "it is she" } as const;

  test("a refused part keeps it from the seal until somebody takes it back", () => {
    const play = waiting().give(refused);
    expect(() => play.give(passed)).toThrow("illegal");
    play.give(taken);
    // The last word on a part is the one that holds.
    play.give(refused);
    expect(play.data.doubts).toEqual([{ part: "face", doubt: "refused-at-desk" }]);
    expect(() => play.give(passed)).toThrow("illegal");
    play.give(taken).give(passed);
    expect(play.state).toMatchObject({ kind: "sealing", data: { control: { by: "op-1" } } });
  });

  test("a part refused twice is doubted once, and the others' doubts stay", () => {
    const play = waiting()
      .give(refused)
      .give({ ...refused, part: "signature" })
      .give(refused);
    expect(play.data.doubts.map(({ part }) => part)).toEqual(["signature", "face"]);
    expect(play.data.refusals).toHaveLength(3);
  });

  test("only a session that could not be sealed is sealed again, and only when nothing is open", () => {
    const play = waiting();
    expect(() => play.give({ kind: "seal-again" })).toThrow("illegal");
    play.give(passed).give({ kind: "seal-failed", code: "disk-full", sentence: "Make room." });
    play.give({ kind: "set-aside" });
    expect(play.state).toMatchObject({ kind: "awaiting-control", data: { held: { code: "disk-full" } } });
    play.give(refused);
    expect(() => play.give({ kind: "seal-again" })).toThrow("illegal");
    play.give(taken).give({ kind: "seal-again" });
    expect(play.state.kind).toBe("sealing");
  });

  test("what was doubted is captured again when the desk takes over, and nothing else", () => {
    const play = new Play(policies.selfService).begin();
    while (play.target === "face") play.present(poor());
    while (play.target !== undefined) play.present(good());
    play.give({ kind: "confirm" });
    const { fingers, signature } = play.data;
    expect(play.data.doubts.map(({ part }) => part)).toEqual(["face"]);
    play.give({ kind: "take-over", by: "op-1", comparison: "fingers matched" });
    expect(play.target).toBe("face");
    play.present(good());
    expect(play.state).toMatchObject({ kind: "review", data: { fingers, signature, doubts: [] } });
  });
});
