import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restored, sessionMachine } from "../../../kiosk/session/machine.ts";
import { parsePolicy } from "../../../kiosk/session/policy.ts";
import type { SessionInput, SessionState } from "../../../kiosk/session/state.ts";
import { packetIdOf, T0 } from "../stand.ts";
import { good, goodDevices, Play, policies, poor } from "./play.ts";

const DAY_MS = 86_400_000;

const confirmed = (policy = policies.attended) =>
  new Play(policy)
    .begin()
    .present(good())
    .present(good())
    .present(good())
    .present(good())
    .give({ kind: "confirm" });

describe("people a session must fit", () => {
  test("a child below six gives no prints; the reason is recorded", () => {
    const play = new Play(policies.attended).begin({ age: 5, by: "guardian" });
    expect(play.effects.at(-1)).toMatchObject({ kind: "capture", portrait: "infant" });
    play.present(good());
    expect(play.state.kind).toBe("review");
    expect(play.data.missing.map(({ reason }) => reason)).toEqual(["exempt", "exempt"]);
    expect(play.data.signature).toEqual({ kind: "cannot-sign", reason: "below-age" });
  });

  test("a minor's guardian consents with two people in view; then one face alone", () => {
    const play = new Play(policies.attended);
    play.give({ kind: "start", packetId: packetIdOf(1), mode: "attended", facts: goodDevices });
    play.give({ kind: "reference-given", reference: "R1", age: 12 });
    expect(play.effects.at(-1)).toEqual({ kind: "show", message: "guardian-consents-with-child" });
    expect(() => play.give({ kind: "consent-given", language: "fr", by: "applicant" })).toThrow("illegal");
    play.give({ kind: "consent-given", language: "fr", by: "guardian" });
    expect(play.effects.slice(-2)).toMatchObject([
      { kind: "show", message: "guardian-steps-back" },
      { kind: "capture", target: "face" },
    ]);
  });

  test("who is of age on the day consents alone, and nobody for them", () => {
    const { adult } = policies.attended.ages;
    for (const [age, by, other] of [
      [adult - 1, "guardian", "applicant"],
      [adult, "applicant", "guardian"],
    ] as const) {
      expect(new Play(policies.attended).begin({ age, by }).state.kind).toBe("face");
      expect(() => new Play(policies.attended).begin({ age, by: other })).toThrow("illegal");
    }
  });

  test("a head covering travels to the assessment", () => {
    const play = new Play(policies.attended).begin().give({ kind: "head-covering", reason: "religious" });
    play.give({ kind: "captured" });
    expect(play.effects.at(-1)).toMatchObject({ kind: "assess", headCovering: true });
  });

  test("who cannot sign is enrolled all the same", () => {
    const play = new Play(policies.attended).begin().present(good()).present(good()).present(good());
    play.give({ kind: "cannot-sign", reason: "cannot-write" });
    expect(play.state.kind).toBe("review");
    expect(play.data.doubts).toEqual([]);
  });

  test("without consent nothing is captured", () => {
    const play = new Play(policies.attended);
    play.give({ kind: "start", packetId: packetIdOf(1), mode: "attended", facts: goodDevices });
    play.give({ kind: "reference-given", reference: "R1", age: 40 }).give({ kind: "consent-refused" });
    expect(play.state).toMatchObject({ kind: "ended", reason: "consent-refused" });
    expect(play.said("capture")).toEqual([]);
  });
});

describe("interruptions", () => {
  test("a device's fault costs no attempt, and the capture begins again when it is back", () => {
    const play = new Play(policies.attended).begin();
    play.present(poor()).present(poor());
    play.give({ kind: "device-failed", code: "unplugged" });
    expect(play.effects.at(-1)).toEqual({ kind: "device-fault", target: "face", code: "unplugged" });
    play.give({ kind: "device-ready" });
    expect(play.target).toBe("face");
    expect(play.present(poor()).target).toBe("right-index");
  });

  test("the time that a device was away is not taken from the person's", () => {
    const { budgetMs = 0 } = policies.selfService.unattended.face.limit;
    const play = new Play(policies.selfService).begin();
    play.give({ kind: "device-failed", code: "unplugged" }, 1000);
    play.give({ kind: "device-ready" }, 2 * budgetMs);
    expect(play.present(poor()).target).toBe("face");
    expect(play.present(poor(), budgetMs).target).toBe("right-index");
  });

  test("after a power cut a session resumes to its reference or an operator, to nobody else", () => {
    const play = new Play(policies.attended).begin().present(good());
    play.state = restored(play.state);
    expect(play.state.kind).toBe("paused");
    play.give({ kind: "resume", by: { kind: "reference", reference: "R2" } });
    expect(play.state.kind).toBe("paused");
    play.give({ kind: "resume", by: { kind: "reference", reference: "R1" } });
    expect(play.target).toBe("right-index");
    expect(play.data.face).toBeDefined();
    play.give({ kind: "pause" }).give({ kind: "resume", by: { kind: "operator", id: "op-1" } });
    expect(play.target).toBe("right-index");
  });

  test.each(["tick", "resume"] as const)("nobody comes for ten minutes: wiped (%s)", (kind) => {
    const play = new Play(policies.attended).begin().present(good());
    play.state = restored(play.state);
    const input = kind === "tick" ? { kind } : { kind, by: { kind: "reference" as const, reference: "R1" } };
    play.give(input, policies.attended.wipeMs);
    expect(play.state).toMatchObject({ kind: "ended", reason: "timed-out" });
    expect(play.said("wipe")).toEqual([{ kind: "wipe", reason: "timed-out" }]);
  });

  test("nobody comes for ten minutes, and the clock went back three days meanwhile: wiped all the same", () => {
    for (const stopped of [true, false]) {
      const play = new Play(policies.attended).begin().present(good());
      if (stopped) play.state = restored(play.state);
      play.give({ kind: "tick" }, -3 * DAY_MS);
      const { state } = play;
      // Written once, not each second.
      expect(play.give({ kind: "tick" }, 1000).state).toBe(state);
      play.give({ kind: "tick" }, policies.attended.wipeMs - 2000);
      expect(play.state.kind).toBe(stopped ? "paused" : "fingers");
      play.give({ kind: "tick" }, 2000);
      expect(play.state).toMatchObject({ kind: "ended", reason: "timed-out" });
    }
  });

  test("who waits for the desk waits no longer because the clock went back", () => {
    const play = confirmed(policies.selfService);
    expect(play.state.kind).toBe("awaiting-control");
    play.give({ kind: "tick" }, -3 * DAY_MS);
    play.give({ kind: "tick" }, policies.selfService.control.hours * 3_600_000 - 1);
    expect(play.state.kind).toBe("awaiting-control");
    play.give({ kind: "tick" }, 1);
    expect(play.state).toMatchObject({ kind: "ended", reason: "control-expired" });
  });

  test("what does not pass by itself sets the session aside for the desk, with its cause, and seals it later", () => {
    const sentence = "The recipient certificate ended; install the new one.";
    const play = confirmed().give({ kind: "seal-failed", code: "key-expired", sentence });
    const hours = policies.attended.control.hours * 3_600_000;
    expect(play.state).toMatchObject({
      kind: "awaiting-control",
      until: play.now + hours,
      data: { held: { code: "key-expired", sentence, at: play.now } },
    });
    expect(play.said("park")).toHaveLength(1);
    expect(play.said("wipe")).toEqual([]);
    expect(play.give({ kind: "seal-again" }).state.kind).toBe("sealing");
  });

  test("a disk that stays full does not keep the person for more than two minutes", () => {
    const play = confirmed();
    const failed = { kind: "seal-failed", code: "disk-full", sentence: "full" } as const;
    for (let tries = 0; tries < 12; tries += 1) {
      play.give(failed, 0);
      expect(play.state.kind).toBe("sealing");
      play.give({ kind: "seal-again" }, 10_000);
    }
    expect(play.give(failed, 0).state).toMatchObject({
      kind: "awaiting-control",
      data: { held: { code: "disk-full" } },
    });
  });

  test("who goes while the seal fails leaves the session to the desk; one that seals is not interrupted", () => {
    expect(() => confirmed().give({ kind: "set-aside" })).toThrow(/set-aside/u);
    const play = confirmed().give({ kind: "seal-failed", code: "disk-full", sentence: "full" });
    expect(play.give({ kind: "set-aside" }).state.kind).toBe("awaiting-control");
  });

  test("only what was set aside is sealed without the desk", () => {
    const state = { ...confirmed().state, kind: "awaiting-control", until: Number.MAX_SAFE_INTEGER } as const;
    const play = new Play(policies.attended);
    play.state = state as SessionState;
    expect(() => play.give({ kind: "seal-again" })).toThrow(/seal-again/u);
  });

  test("a disk that is full at the seal keeps everything for another try", () => {
    const play = new Play(policies.attended)
      .begin()
      .present(good())
      .present(good())
      .present(good())
      .present(good());
    play.give({ kind: "confirm" }).give({ kind: "seal-failed", code: "disk-full", sentence: "full" });
    expect(play.state).toMatchObject({ kind: "sealing", fault: "disk-full" });
    expect(play.said("wipe")).toEqual([]);
    expect(play.give({ kind: "seal-again" }).said("seal")).toHaveLength(2);
  });
});

const FINE = good();
/** Every input there is, for the attempt that runs. */
const inputs = (at: number, number: number): readonly SessionInput[] => [
  { kind: "start", at, packetId: packetIdOf(1), mode: "unattended", facts: goodDevices },
  { kind: "reference-given", at, reference: "R1", age: 30 },
  { kind: "consent-given", at, language: "fr", by: "applicant" },
  { kind: "captured", at, number },
  { kind: "retry", at, number, reason: "removed-too-soon" },
  { kind: "device-failed", at, number, code: "stalled" },
  { kind: "assessed", at, number, assessment: FINE },
  { kind: "assessed", at, number, assessment: poor() },
  { kind: "assessed", at, number, assessment: { ...good(), duplicateOf: "right-index" } },
  { kind: "assessed", at, number, assessment: { ...good(), attackSuspected: true } },
  { kind: "device-ready", at },
  { kind: "finger-missing", at, finger: { position: "left-index", reason: "bandaged", note: "" } },
  { kind: "cannot-sign", at, reason: "cannot-write" },
  { kind: "redo", at, part: "face" },
  { kind: "confirm", at },
  { kind: "take-over", at, by: "op", comparison: "face" },
  { kind: "control-passed", at, by: "op", comparison: "face" },
  { kind: "sealed", at },
  { kind: "pause", at },
  { kind: "resume", at, by: { kind: "reference", reference: "R1" } },
  { kind: "abandon", at },
  { kind: "tick", at },
];

describe("in whatever order things happen", () => {
  test("samples are sealed or wiped, numbers never repeat, and an unattended session is never sealed without control", () => {
    expect.hasAssertions();
    const machine = sessionMachine(policies.selfService);
    const ends = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1000), fc.nat(20_000)), { minLength: 60, maxLength: 150, size: "max" }),
        (history) => {
          let state = { kind: "idle" } as SessionState;
          let at = T0;
          let asked = 0;
          for (const [choice, later] of history) {
            at += later;
            const running = "acquiring" in state ? state.acquiring.number : 0;
            const before = state;
            // Bad luck, giving up and going back are rarer than going on, or nobody would ever arrive.
            const likely = (input: SessionInput) =>
              (choice % 29 === 0 || !/abandon|redo|pause|missing/u.test(input.kind)) &&
              (choice % 5 === 0 || input.kind !== "assessed" || input.assessment === FINE);
            const legal = inputs(at, running).filter(
              (input) => machine(before, input) !== undefined && likely(input),
            );
            const next = machine(state, legal[choice % Math.max(1, legal.length)]!);
            if (next === undefined) break;
            ({ state } = next);
            for (const effect of next.effects) {
              if (effect.kind === "capture") {
                expect(effect.number).toBeGreaterThan(asked);
                expect(effect.deadline).toBeGreaterThan(0);
                asked = effect.number;
              }
              if (effect.kind === "seal") expect(state).toMatchObject({ data: { control: { by: "op" } } });
            }
            if (state.kind === "ended" && state.reason !== "completed")
              expect(before.kind === "ended" || next.effects.some(({ kind }) => kind === "wipe")).toBe(true);
            ends.add(state.kind === "ended" ? state.reason : state.kind);
            if (state.kind !== "idle" && state.kind !== "ended") {
              const numbers = state.data.tries.map(({ number }) => number);
              expect(new Set(numbers).size).toBe(numbers.length);
            }
          }
        },
      ),
      { numRuns: 120 },
    );
    // The walk gets everywhere, or it proves nothing.
    expect([...ends]).toEqual(
      expect.arrayContaining([
        "review",
        "awaiting-control",
        "sealing",
        "ticket",
        "completed",
        "abandoned",
        "paused",
      ]),
    );
  });
});

const parse = (value: object) => parsePolicy(Buffer.from(JSON.stringify(value)), "p.json");

describe("policies", () => {
  test("are stamped, and refuse unknown keys and values out of range", () => {
    expect(policies.selfService.sha256).toMatch(/^[0-9a-f]{64}$/u);
    const { sha256: _stamp, ...content } = policies.selfService;
    expect(parse(content).id).toBe("self-service");
    expect(() => parse({ ...content, extra: 1 })).toThrow(
      expect.objectContaining({ code: "input-unknown-key" }),
    );
    expect(() => parse({ ...content, control: { when: "never", hours: 500 } })).toThrow("control.hours");
    expect(() =>
      parse({ ...content, unattended: { ...content.unattended, face: { limit: {}, captureMs: 5000 } } }),
    ).toThrow("a limit needs budgetMs or attempts");
  });
});
