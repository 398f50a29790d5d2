import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { placeOf } from "../../../models/face/guidance/observation.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";
import { amissIn, FaceGuide } from "../../../kiosk/server/look/face-look.ts";
import { observe } from "../../../kiosk/server/look/observe.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";

const FRAME = { width: 1500, height: 2000 };

/** The eyes' middle at (x, y), that far apart, the head leaning by degrees. */
const seen = (at: number, x: number, y: number, distance: number, lean = 0): FaceObservation => {
  const turn = (lean * Math.PI) / 180;
  const [dx, dy] = [(Math.cos(turn) * distance) / 2, (Math.sin(turn) * distance) / 2];
  const eyes = { left: { x: x + dx, y: y + dy }, right: { x: x - dx, y: y - dy } };
  return { at, frame: at, faces: 1, face: placeOf(FRAME, eyes, PORTRAIT_PROFILES.live) };
};

/** The same thing seen for two seconds, a look each `step` ms; the last answer. */
const watch = (make: (at: number) => FaceObservation, step = 100) => {
  const guidance = new FaceGuide();
  let look = guidance.next(make(0));
  for (let at = step; at <= 2000; at += step) look = guidance.next(make(at));
  return look;
};

describe("live guidance in the walk's words", () => {
  test.each([
    ["ready", 750, 950, 340, 0],
    ["come-closer", 750, 950, 200, 0],
    ["go-back", 750, 950, 600, 0],
    ["move-left", 300, 950, 340, 0],
    ["move-right", 1200, 950, 340, 0],
    ["move-down", 750, 250, 340, 0],
    ["move-up", 750, 1850, 340, 0],
    ["head-straight", 750, 950, 340, 14],
  ] as const)("%s", (hint, x, y, distance, lean) => {
    const look = watch((at) => seen(at, x, y, distance, lean));
    expect(look.hint).toBe(hint);
    expect(look.ready).toBe(hint === "ready");
    expect(look.present).toBe(true);
    // A picture that was taken unseen says the same by itself.
    expect(amissIn(seen(0, x, y, distance, lean))).toBe(hint === "ready" ? undefined : hint);
  });

  test("a slow machine comes to a picture too", () => {
    expect(watch((at) => seen(at, 750, 950, 340), 500).ready).toBe(true);
  });

  test("nobody there: look here, and nobody is present", () => {
    expect(watch((at) => ({ at, frame: at, faces: 0 }))).toEqual({
      hint: "look-here",
      ready: false,
      present: false,
    });
  });

  test("a camera that repeats itself never counts as ready", () => {
    const frozen = watch((at) => ({ ...seen(at, 750, 950, 340), frame: 1 }));
    expect(frozen.ready).toBe(false);
    expect(frozen.present, "nobody contests a frame that repeats into a picture").toBe(false);
  });

  test("the specimen's frame is seen where it is", async () => {
    const jpeg = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
    const observation = await observe(jpeg, 0);
    expect(observation.face?.size).toBeGreaterThan(1);
    const truth = JSON.parse(
      readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.json"), "utf8"),
    ) as { readonly pose: { readonly roll: number } };
    expect(Math.abs((observation.face?.roll ?? 90) - truth.pose.roll)).toBeLessThan(1.5);
  });
});
