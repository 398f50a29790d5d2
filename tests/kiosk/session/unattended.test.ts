import { describe, expect, test } from "vitest";
import { good, goodDevices, Play, policies, poor } from "./play.ts";

const begun = () => new Play(policies.selfService).begin();
const toFingers = () => begun().present(good());

describe("unattended self-service (TR-03121-3.2 v6.0, 4.9)", () => {
  test("face, right index, left index, signature, review, control, seal, ticket", () => {
    const play = begun();
    expect(play.target).toBe("face");
    expect(play.present(good()).target).toBe("right-index");
    expect(play.present(good()).target).toBe("left-index");
    expect(play.present(good()).target).toBe("signature");
    expect(play.present(good()).state.kind).toBe("review");
    play.give({ kind: "confirm" });
    expect(play.state).toMatchObject({ kind: "awaiting-control", until: play.now + 24 * 3_600_000 });
    play.give({ kind: "control-passed", by: "op-1", comparison: "fingers matched" });
    expect(play.said("seal")).toHaveLength(1);
    expect(play.data.control).toMatchObject({ by: "op-1" });
    play.give({ kind: "sealed" });
    expect(play.said("wipe")).toEqual([{ kind: "wipe", reason: "completed" }]);
    expect(play.give({ kind: "ticket-taken" }).state).toMatchObject({ kind: "ended", reason: "completed" });
  });

  test("prints are compared with those already accepted", () => {
    const play = toFingers().present(good()).give({ kind: "captured" });
    expect(play.effects.at(-1)).toMatchObject({ kind: "assess", target: "left-index", against: [2] });
  });

  test("poor prints are repeated until the time is up; then the fingers are left to the desk", () => {
    const play = toFingers();
    const since = play.now;
    while (play.target === "right-index") play.present(poor(), 4000);
    expect(play.now - since).toBeGreaterThanOrEqual(30_000);
    expect(play.target).toBe("signature");
    expect(play.data.doubts).toEqual([{ part: "fingers", doubt: "insufficient" }]);
    expect(play.said("show")).toContainEqual({ kind: "show", message: "go-to-desk" });
  });

  test("no capture is given more time than the budget has left", () => {
    const play = toFingers();
    play.give({ kind: "retry", reason: "nothing-presented" }, 25_000);
    expect(play.effects.at(-1)).toMatchObject({ kind: "capture", deadline: 5000 });
  });

  test("at the time limit the best face is kept, the newer of equals", () => {
    const play = begun();
    play.present({ ...poor(), rank: [5, 1] }, 9000);
    play.present({ ...poor(), rank: [6, 0] }, 9000);
    play.present({ ...poor(), rank: [6, 0] }, 20_000);
    expect(play.data.face?.number).toBe(3);
    expect(play.data.doubts).toEqual([{ part: "face", doubt: "insufficient" }]);
  });

  test("the same finger twice: first discarded and begun again, the second time left to the desk", () => {
    const twice = { ...good(), duplicateOf: "right-index" as const };
    const play = toFingers().present(good());
    expect(play.target).toBe("left-index");
    play.present(twice);
    expect(play.said("discard")).toEqual([{ kind: "discard", numbers: [2, 3] }]);
    expect(play.said("show")).toContainEqual({ kind: "show", message: "same-finger-twice" });
    expect(play.target).toBe("right-index");
    play.present(good()).present(twice);
    expect(play.target).toBe("signature");
    expect(play.data).toMatchObject({
      fingers: [],
      doubts: [{ part: "fingers", doubt: "same-finger-twice" }],
    });
    expect(play.said("tell-operator")).toHaveLength(1);
    expect(play.said("discard").at(-1)).toEqual({ kind: "discard", numbers: [2, 3, 4, 5] });
  });

  test("a missing index finger sends the fingers to the desk at once", () => {
    const finger = { position: "left-index", reason: "bandaged", note: "" } as const;
    const play = toFingers().give({ kind: "finger-missing", finger });
    expect(play.target).toBe("signature");
    expect(play.data.doubts).toEqual([{ part: "fingers", doubt: "finger-missing" }]);
    expect(play.data.tries.at(-1)?.verdict).toEqual({ kind: "cancelled" });
  });

  test("a suspected attack ends the fingers; the applicant sees nothing of it, the image stays", () => {
    const play = toFingers().present({ ...good(), attackSuspected: true });
    expect(play.data.doubts).toEqual([{ part: "fingers", doubt: "attack-suspected" }]);
    expect(play.said("tell-operator")).toHaveLength(1);
    expect(play.said("discard")).toEqual([]);
    expect(play.said("show").slice(-1)).toEqual([{ kind: "show", message: "go-to-desk" }]);
  });

  test("the desk takes over what was left open, attended, then the session is sealed", () => {
    const play = toFingers().present(poor(), 31_000).present(good()).give({ kind: "confirm" });
    expect(play.state.kind).toBe("awaiting-control");
    play.give({ kind: "take-over", by: "op-1", comparison: "face by eye" }, 3_600_000);
    expect(play.target).toBe("right-index");
    play.present(good()).present(good());
    expect(play.state.kind).toBe("review");
    expect(play.data.doubts).toEqual([]);
    expect(play.give({ kind: "confirm" }).state.kind).toBe("sealing");
    expect(play.data.control).toMatchObject({ by: "op-1", comparison: "face by eye" });
  });

  test("control that does not come in its hours wipes, and the ticket holder is told", () => {
    const play = toFingers().present(good()).present(good()).present(good()).give({ kind: "confirm" });
    play.give({ kind: "tick" }, 23 * 3_600_000);
    expect(play.state.kind).toBe("awaiting-control");
    play.give({ kind: "tick" }, 3_600_000);
    expect(play.state).toMatchObject({ kind: "ended", reason: "control-expired" });
    expect(play.said("tell-ticket-holder")).toHaveLength(1);
    expect(play.said("wipe")).toEqual([{ kind: "wipe", reason: "control-expired" }]);
  });

  test("a policy without control seals at once, unless the devices are below its limits", () => {
    const policy = { ...policies.selfService, control: { when: "when-forced" as const, hours: 24 } };
    const run = (facts: typeof goodDevices) =>
      new Play(policy).begin({ facts }).present(good()).present(good()).present(good()).present(good());
    expect(run(goodDevices).give({ kind: "confirm" }).state.kind).toBe("sealing");
    const blind = { ...goodDevices, fingerAttackDetection: false };
    expect(run(blind).give({ kind: "confirm" }).state.kind).toBe("awaiting-control");
    const small = { ...goodDevices, fingerAreaMm: { width: 14.6, height: 18.1 } };
    expect(run(small).give({ kind: "confirm" }).state.kind).toBe("awaiting-control");
    const { fingerPpi: _unknown, ...unknown } = goodDevices;
    expect(run(unknown as typeof goodDevices).give({ kind: "confirm" }).state.kind).toBe("awaiting-control");
  });
});
