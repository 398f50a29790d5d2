/** Guidance, lights and picture on a clock of our own, fed as a busy machine feeds them. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { FaceSample } from "../../../api/words/sample.ts";
import { takeFace, type FaceRun } from "../../../kiosk/server/face-run.ts";
import { FaceGuide } from "../../../kiosk/server/look/face-look.ts";
import { Mirror } from "../../../kiosk/server/mirror.ts";
import { PACE } from "../../../kiosk/server/pace.ts";
import type { Live } from "../../../kiosk/server/presentation.ts";
import type { Look } from "../../../kiosk/server/station.ts";
import { placeOf, type FaceObservation } from "../../../models/face/guidance/observation.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";

/** Milliseconds from one look to the next. */
type Gaps = (at: number) => number;

/** What the screen said, each line once while it stood; and the number of the frame that was taken. */
const run = async (gaps: Gaps, look: (at: number, frame: number) => Look, deadline = 30_000) => {
  const clock = new VirtualClock(1_000_000);
  const began = clock.now();
  const said: { readonly at: number; readonly line: string }[] = [];
  async function* frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    for (let frame = 0; !signal.aborted; frame += 1) {
      yield { capturedAt: clock.now(), bytes: Uint8Array.of(frame % 256) } as FaceSample;
      await clock.sleep(gaps(frame), signal);
    }
  }
  const mirror = new Mirror(frames, (error) => {
    throw error;
  });
  const seen = new Map<FaceSample, number>();
  const show = ({ phase, hint, count }: Live["face"]) => {
    const line = phase === "guide" ? hint : phase === "countdown" ? String(count) : phase;
    if (said.at(-1)?.line !== line) said.push({ at: clock.now() - began, line });
  };
  const parts: FaceRun = {
    mirror,
    clock,
    pace: PACE,
    look: (frame) => {
      seen.set(frame, seen.size);
      return Promise.resolve(look(clock.now() - began, seen.size - 1));
    },
    show,
    present: () => undefined,
    contestable: () => false,
    contested: () => false,
  };
  mirror.show(true);
  const over = new AbortController();
  const taking = takeFace(parts, deadline, new AbortController().signal).finally(() => over.abort());
  while (!over.signal.aborted) {
    // Everything that follows from this moment is done before the next comes.
    await new Promise((resolve) => setImmediate(resolve));
    if (!over.signal.aborted) clock.advanceToNext();
  }
  const taken = await taking;
  mirror.show(false);
  return { said, lines: said.map(({ line }) => line), frame: taken && seen.get(taken) };
};

const READY: Look = { hint: "ready", ready: true, present: true };
const every = (ms: number) => () => ms;
/** From 30 ms to nearly a second, as the scheduler pleases. */
const starved = (seed: string): Gaps => {
  const bytes = seededRandom(seed)("gaps", 2000);
  return (at) => 30 + ((bytes[at] ?? 0) / 255) ** 3 * 900;
};

const FRAME = { width: 1500, height: 2000 };
/** A head that stands as heads stand: it trembles by a few pixels. */
const standing = (at: number, frame: number, tremble: number): FaceObservation => {
  const [x, y] = [750 + tremble, 950 - tremble];
  const eyes = { left: { x: x + 170, y }, right: { x: x - 170, y } };
  return { at, frame, faces: 1, face: placeOf(FRAME, eyes, PORTRAIT_PROFILES.live) };
};

describe("three lights and a picture", () => {
  test.each([10, 66, 400, 900, 2000])("none is left out with a look every %i ms", async (ms) => {
    const { said, lines } = await run(every(ms), () => READY);
    expect(lines).toEqual(["ready", "3", "2", "1", "taking"]);
    const stood = said.slice(1).map(({ at }, index) => at - (said[index]?.at ?? 0));
    expect(stood[0]).toBeGreaterThanOrEqual(PACE.steady);
    for (const light of stood.slice(1)) expect(light).toBeGreaterThanOrEqual(PACE.count);
  });

  test("a frame of which nothing can be said costs no light, and is never the picture", async () => {
    const unsure: Look = { hint: "hold-still", ready: false, present: true, unsure: true };
    const { lines, frame } = await run(every(100), (_at, at) => (at % 3 === 2 ? unsure : READY));
    expect(lines).toEqual(["ready", "3", "2", "1", "taking"]);
    expect((frame ?? 2) % 3).not.toBe(2);
  });

  test("nothing but such frames: the lights go out and it is said", async () => {
    const unsure: Look = { hint: "hold-still", ready: false, present: true, unsure: true };
    const { lines, frame } = await run(every(100), (at) => (at < 1300 ? READY : unsure), 10_000);
    expect(lines).toEqual(["ready", "3", "2", "hold-still"]);
    expect(frame).toBeUndefined();
  });

  test("who moves during the lights is told at once, and they begin anew", async () => {
    const moved: Look = { hint: "hold-still", ready: false, present: true };
    const { lines } = await run(every(100), (at) => (at > 1300 && at < 2500 ? moved : READY));
    expect(lines).toEqual(["ready", "3", "2", "hold-still", "ready", "3", "2", "1", "taking"]);
  });
});

describe("a machine that is starved", () => {
  test.each(["a", "b", "c", "d", "e", "f", "g", "h"])(
    "does not make the guidance waver: one that stands well is praised once and taken (%s)",
    async (seed) => {
      const guidance = new FaceGuide();
      const trembling = seededRandom(seed)("trembling", 2000);
      const { lines } = await run(starved(seed), (at, frame) =>
        guidance.next(standing(at, frame, ((trembling[frame] ?? 0) - 128) / 60)),
      );
      expect(lines).toEqual(["look-here", "ready", "3", "2", "1", "taking"]);
    },
  );

  test("nor does a camera whose frame comes twice, or a blink", async () => {
    const guidance = new FaceGuide();
    const { lines, frame } = await run(every(100), (at, number) => {
      const twice = number % 4 === 3 ? number - 1 : number;
      const observation = standing(at, twice, 0);
      const shut = number % 10 === 5 && observation.face !== undefined;
      return guidance.next(
        shut ? { ...observation, face: { ...observation.face, eyesClosed: 0.9 } } : observation,
      );
    });
    expect(lines).toEqual(["look-here", "ready", "3", "2", "1", "taking"]);
    expect((frame ?? 3) % 4).not.toBe(3);
    expect((frame ?? 5) % 10).not.toBe(5);
  });

  test("but who walks away while the lights burn is never taken", async () => {
    const guidance = new FaceGuide();
    const { lines, frame } = await run(
      starved("away"),
      (at, number) => guidance.next(at < 2500 ? standing(at, number, 0) : { at, frame: number, faces: 0 }),
      20_000,
    );
    expect(lines.slice(0, 3)).toEqual(["look-here", "ready", "3"]);
    expect(lines.at(-1)).toBe("look-here");
    expect(frame).toBeUndefined();
  });

  test("and a frozen camera is never taken from", async () => {
    const guidance = new FaceGuide();
    const { lines, frame } = await run(
      every(100),
      (at, number) => guidance.next(standing(at, Math.min(number, 15), 0)),
      20_000,
    );
    expect(lines.at(-1)).toBe("look-here");
    expect(frame).toBeUndefined();
  });
});
