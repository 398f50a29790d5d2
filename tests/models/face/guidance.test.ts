import { assert as check, boolean, double, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { FaceInstruction } from "../../../api/words/guidance.ts";
import { planCrop } from "../../../models/face/crop.ts";
import { guide, startGuidance, tick } from "../../../models/face/guidance/guide.ts";
import type { GuidanceState } from "../../../models/face/guidance/guide.ts";
import { cameraSuffices } from "../../../models/face/guidance/observation.ts";
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { wouldCorrect } from "../../../models/face/guidance/problems.ts";
import { GUIDANCE_TIMES } from "../../../models/params/guidance.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";
import { FRAME, ScriptedPerson } from "./scripted-person.ts";
import type { Start } from "./scripted-person.ts";

const STEP = 33;
const seeded = (seed: number) => {
  let state = seed % 2_147_483_647 || 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

const straight: Start = {
  x: 0.5,
  y: 0.46,
  distance: 380,
  roll: 0,
  yaw: 0,
  pitch: 0,
  eyesShut: false,
  mouthOpen: false,
  glasses: false,
  scarf: false,
  looksAway: false,
  companion: false,
};

interface Run {
  readonly end: GuidanceState;
  readonly person: ScriptedPerson;
  /** Each instruction as it came up, and when. */
  readonly shown: { readonly instruction: FaceInstruction; readonly at: number }[];
}

/** Thirty frames a second; the person reacts to what was on show 300 ms ago. */
const enact = (start: Start, seed: number, limitMs = 90_000): Run => {
  const person = new ScriptedPerson(start, seeded(seed));
  const times = { ...GUIDANCE_TIMES, limitMs };
  let state = startGuidance(0);
  const shown: Run["shown"] = [{ instruction: state.instruction, at: 0 }];
  const history: FaceInstruction[] = [];
  for (let at = STEP, frame = 1; at <= limitMs + STEP && state.kind === "guiding"; at += STEP, frame += 1) {
    history.push(state.instruction);
    person.obey(history[Math.max(0, history.length - 10)] ?? "hold-still", STEP);
    state = guide(state, person.seen(at, frame), times);
    if (state.instruction !== shown.at(-1)!.instruction) shown.push({ instruction: state.instruction, at });
  }
  return { end: state, person, shown };
};

const anyStart = record({
  x: double({ min: 0.05, max: 0.95, noNaN: true }),
  y: double({ min: 0.1, max: 0.9, noNaN: true }),
  distance: double({ min: 120, max: 700, noNaN: true }),
  roll: double({ min: -25, max: 25, noNaN: true }),
  yaw: double({ min: -40, max: 40, noNaN: true }),
  pitch: double({ min: -25, max: 25, noNaN: true }),
  eyesShut: boolean(),
  mouthOpen: boolean(),
  glasses: boolean(),
  scarf: boolean(),
  looksAway: boolean(),
  companion: boolean(),
});

/** Everything that is said in two and a half seconds to somebody who does nothing, after the first words. */
const saidOf = (change: Partial<Start>): FaceInstruction[] => {
  const person = new ScriptedPerson({ ...straight, ...change }, seeded(3));
  const said = new Set<FaceInstruction>();
  let state = startGuidance(0);
  for (let at = STEP, frame = 1; at < 2500; at += STEP, frame += 1) {
    state = guide(state, person.seen(at, frame));
    expect(state.kind).toBe("guiding");
    if (state.instruction !== "come-into-view") said.add(state.instruction);
  }
  return [...said];
};

const still = (at: number, frame: number, change: Partial<FaceObservation> = {}): FaceObservation => ({
  ...new ScriptedPerson(straight, () => 0.5).seen(at, frame),
  ...change,
});
/** Somebody who stands well, of whose face this is read. */
const reads = (change: Partial<NonNullable<FaceObservation["face"]>>) => (i: number) => {
  const seen = still(i * STEP, i);
  return { ...seen, face: { ...seen.face!, ...change } };
};
const feed = (
  frames: (i: number) => FaceObservation,
  count: number,
  state = startGuidance(0),
): GuidanceState =>
  Array.from({ length: count }, (_, i) => i).reduce((last, i) => guide(last, frames(i)), state);

const swaying = (i: number) => {
  const seen = still(i * STEP, i);
  return { ...seen, face: { ...seen.face!, x: seen.face!.x + 40 * Math.sin(i / 3) } };
};

const nobody = (i: number): FaceObservation => ({ at: i * 100, frame: i, faces: 0 });

const bare = (i: number): FaceObservation => {
  const { faces, face } = still(i * STEP, i);
  const { size, fill, needRight, needLeft, needDown, needUp, x, y, distance, roll } = face!;
  return {
    at: i * STEP,
    frame: i,
    faces,
    face: { size, fill, needRight, needLeft, needDown, needUp, x, y, distance, roll },
  };
};

describe("guidance", () => {
  test("from any start a person who obeys is captured, well framed, looking and still", () => {
    check(
      property(anyStart, integer({ min: 1, max: 1e6 }), (start, seed) => {
        const { end, person } = enact(start, seed);
        expect(end.kind).toBe("capture");
        expect(planCrop(FRAME, person.eyes, PORTRAIT_PROFILES.live).kind).toBe("crop");
        expect(Math.abs(person.pose.yaw)).toBeLessThanOrEqual(5.7);
        expect(Math.abs(person.pose.pitch)).toBeLessThanOrEqual(6.7);
        expect(Math.abs(person.pose.roll)).toBeLessThanOrEqual(8.5);
        expect(Object.values(person.flags).some(Boolean)).toBe(false);
      }),
      { numRuns: 150, seed: 20_261_121 },
    );
  });

  test("the words never flicker: none comes back within its time, and there are few of them", () => {
    check(
      property(anyStart, integer({ min: 1, max: 1e6 }), (start, seed) => {
        const { shown } = enact(start, seed);
        for (let i = 2; i < shown.length; i += 1) {
          const [before, now] = [shown[i - 2]!, shown[i]!];
          if (now.instruction === before.instruction && now.instruction !== "stay-like-this")
            expect(now.at - before.at).toBeGreaterThanOrEqual(GUIDANCE_TIMES.leastShownMs);
          expect(now.at - before.at).toBeGreaterThanOrEqual(150);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test("a pose exactly on a limit, with noise, changes the words at most once", () => {
    const random = seeded(5);
    let state = startGuidance(0);
    const person = new ScriptedPerson({ ...straight, yaw: 5 }, random);
    const words = new Set<string>();
    let changes = 0;
    for (let at = STEP, frame = 1; at < 20_000 && state.kind === "guiding"; at += STEP, frame += 1) {
      const before = state.instruction;
      state = guide(state, person.seen(at, frame));
      words.add(state.instruction);
      if (state.instruction !== before) changes += 1;
    }
    expect(changes).toBeLessThanOrEqual(2);
    expect(
      [...words].every((word) => ["come-into-view", "turn-right", "stay-like-this"].includes(word)),
    ).toBe(true);
  });

  test.each([
    ["come-closer", { distance: 200 }],
    ["step-back", { distance: 640 }],
    ["move-left", { x: 0.2, distance: 330 }],
    ["move-right", { x: 0.8, distance: 330 }],
    ["move-down", { y: 0.2, distance: 330 }],
    ["move-up", { y: 0.8, distance: 330 }],
    ["turn-right", { yaw: 15 }],
    ["turn-left", { yaw: -15 }],
    ["chin-up", { pitch: 12 }],
    ["chin-down", { pitch: -12 }],
    ["straighten-head-left", { roll: 12, distance: 330 }],
    ["straighten-head-right", { roll: -12, distance: 330 }],
    ["open-eyes", { eyesShut: true }],
    ["close-mouth", { mouthOpen: true }],
    ["look-here", { looksAway: true }],
    ["uncover-eyes", { glasses: true }],
    ["uncover-face", { scarf: true }],
    ["one-person-only", { companion: true }],
  ] as const)("says %s", (instruction, change) => {
    expect(saidOf(change)).toEqual([instruction]);
  });

  test.each([
    ["uncover-face", "an open mouth", { scarf: true, mouthOpen: true }],
    ["uncover-face", "a lowered chin", { scarf: true, pitch: 9 }],
    ["uncover-face", "shut eyes that look away", { scarf: true, eyesShut: true, looksAway: true }],
    ["uncover-face", "hidden eyes", { scarf: true, glasses: true }],
    ["uncover-eyes", "shut eyes", { glasses: true, eyesShut: true }],
    ["uncover-eyes", "eyes that look away", { glasses: true, looksAway: true }],
    ["uncover-eyes", "an open mouth", { glasses: true, mouthOpen: true }],
  ] as const)("says %s and nothing else where %s is read as well", (instruction, _read, change) => {
    expect(saidOf(change)).toEqual([instruction]);
  });

  test("a covered mouth has no opening: whatever is read of it, it is never asked to close", () => {
    const opening = double({ min: 0, max: 1, noNaN: true });
    const share = double({ min: 0.301, max: 1, noNaN: true });
    check(
      property(opening, share, (mouthOpen, mouthCovered) => {
        expect(feed(reads({ mouthOpen, mouthCovered }), 40)).toMatchObject({
          kind: "guiding",
          instruction: "uncover-face",
        });
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test("what covers the face is asked only of frames of which something read off it would be said, or taken back", () => {
    expect(wouldCorrect(still(0, 0))).toBe(false);
    expect(
      wouldCorrect(reads({ size: 0.5, needRight: 1 })(0)),
      "where the head is, is seen though it is covered",
    ).toBe(false);
    expect(wouldCorrect(nobody(0))).toBe(false);
    for (const change of [
      { mouthOpen: 0.045 },
      { pitch: 5.5 },
      { yaw: -4.5 },
      { eyesClosed: 0.5 },
      { gaze: 10 },
    ])
      expect(wouldCorrect(reads(change)(0)), JSON.stringify(change)).toBe(true);
  });

  test("a mouth is judged as it is read while a moustache or a finger hides less than the criterion bears", () => {
    expect(feed(reads({ mouthOpen: 0.15, mouthCovered: 0.29 }), 40).instruction).toBe("close-mouth");
    expect(feed(reads({ mouthOpen: 0.01, mouthCovered: 0.29 }), 40).kind).toBe("capture");
  });

  test("captures only after everything held for its time, and names the frame", () => {
    const after = (count: number) => feed((i) => still(i * STEP, i), count);
    const needed = Math.ceil(GUIDANCE_TIMES.holdMs / STEP) + 2;
    expect(after(needed - 2).kind).toBe("guiding");
    expect(after(needed + 1)).toMatchObject({ kind: "capture" });
    const end = after(needed + 1);
    expect(end.kind === "capture" && end.frame * STEP).toBe(end.kind === "capture" ? end.at : undefined);
  });

  test("a blink breaks the hold but is not spoken of; shut eyes are", () => {
    const blink = (i: number) => {
      const seen = still(i * STEP, i);
      return i >= 10 && i < 16 ? { ...seen, face: { ...seen.face!, eyesClosed: 0.95 } } : seen;
    };
    const [during, after] = [feed(blink, 16), feed(blink, 60)];
    expect(during.instruction).not.toBe("open-eyes");
    expect(after.kind).toBe("capture");
    expect(after.kind === "capture" && after.at).toBeGreaterThan(16 * STEP + GUIDANCE_TIMES.holdMs - STEP);
  });

  test("movement is asked to stop, and nothing is captured while it lasts", () => {
    expect(feed(swaying, 100)).toMatchObject({ kind: "guiding", instruction: "hold-still" });
  });

  test("light: dark, bright, from behind", () => {
    expect(feed((i) => still(i * STEP, i, { backdrop: 90 }), 60).instruction).toBe("light-too-dark");
    expect(feed((i) => still(i * STEP, i, { backdrop: 254 }), 60).instruction).toBe("light-too-bright");
    expect(feed((i) => still(i * STEP, i, { faceLight: 0.03 }), 60).instruction).toBe("light-from-behind");
  });

  test("a repeated frame is never captured, and a frozen camera is said to be frozen", () => {
    const frozen = feed((i) => still(i * STEP, Math.min(i, 5)), 200);
    expect(frozen).toMatchObject({ kind: "guiding", instruction: "camera-frozen" });
    // It goes on when the camera does, and holds anew.
    const again = feed((i) => still((200 + i) * STEP, 200 + i), 10, frozen);
    expect(again.kind).toBe("guiding");
    expect(feed((i) => still((210 + i) * STEP, 210 + i), 30, again).kind).toBe("capture");
  });

  test("frames that stop coming: frozen, then the time limit, by ticks alone", () => {
    const state = feed((i) => still(i * STEP, i), 5);
    expect(tick(state, 5 * STEP + GUIDANCE_TIMES.staleMs).instruction).toBe("camera-frozen");
    expect(tick(state, GUIDANCE_TIMES.limitMs).kind).toBe("timed-out");
  });

  test("a gap between frames starts the hold anew", () => {
    const held = feed((i) => still(i * STEP, i), 15);
    const late = still(15 * STEP + 2000, 99);
    const next = guide(held, late);
    expect(next.kind).toBe("guiding");
    expect(guide(next, still(15 * STEP + 2033, 100)).kind).toBe("guiding");
  });

  test("who leaves is gone after a while, who never came is not; the limit ends it all", () => {
    const seenOnce = guide(startGuidance(0), still(0, -1));
    expect(feed(nobody, 32, seenOnce).kind).toBe("gone");
    expect(feed(nobody, 32).kind).toBe("guiding");
    expect(feed(nobody, 302).kind).toBe("timed-out");
    const end = feed(nobody, 302);
    expect(guide(end, still(99_999, 5))).toBe(end);
  });

  test("near and far cannot block each other: where they would, the camera is said not to suffice", () => {
    const { live, basic } = PORTRAIT_PROFILES;
    expect(cameraSuffices(FRAME, live)).toBe(true);
    expect(cameraSuffices({ width: 1944, height: 2592 }, live)).toBe(true);
    expect(cameraSuffices({ width: 2560, height: 1440 }, live)).toBe(false);
    expect(cameraSuffices({ width: 1280, height: 720 }, live)).toBe(false);
    expect(cameraSuffices({ width: 1920, height: 1080 }, basic)).toBe(true);
  });

  test("what nobody can say is no problem: without pose, gaze or segmentation it still captures", () => {
    expect(feed(bare, 40).kind).toBe("capture");
  });
});
