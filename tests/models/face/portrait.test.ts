import { describe, expect, test } from "vitest";
import { decodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { planCrop } from "../../../models/face/crop.ts";
import { makePortrait } from "../../../models/face/portrait.ts";
import type { Portrait } from "../../../models/face/portrait.ts";
import { cutRgb, decodeRgb } from "../../../models/image.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";
import { drawFace } from "./drawn-face.ts";

const live = PORTRAIT_PROFILES.live;
const eyesAt = (x: number, y: number, distance: number, roll = 0) => {
  const angle = (roll * Math.PI) / 180;
  const [dx, dy] = [(Math.cos(angle) * distance) / 2, (Math.sin(angle) * distance) / 2];
  return { right: { x: x - dx, y: y - dy }, left: { x: x + dx, y: y + dy } };
};

describe("where to cut", () => {
  test("the wanted framing where there is room", () => {
    const plan = planCrop({ width: 3000, height: 4000 }, eyesAt(1500, 1800, 500), live);
    expect(plan.kind).toBe("crop");
    if (plan.kind !== "crop") return;
    expect(plan.crop.scale).toBeCloseTo(330 / 500, 3);
    expect(plan.crop.turn).toBe(0);
    expect(plan.crop.centre.x).toBeCloseTo(1500, 0);
  });

  test("never larger: eyes too near together are refused with both numbers", () => {
    const plan = planCrop({ width: 3000, height: 4000 }, eyesAt(1500, 1800, 299), live);
    expect(plan).toMatchObject({
      kind: "refused",
      reason: expect.stringMatching(/299 pixels apart; 300/u) as string,
    });
  });

  test("300 pixels are enough and are not made more", () => {
    const plan = planCrop({ width: 3000, height: 4000 }, eyesAt(1500, 1800, 300.2), live);
    expect(plan.kind === "crop" && plan.crop.scale).toBeLessThanOrEqual(1);
  });

  test("a face near the edge is framed otherwise, within the limits, or refused with the side", () => {
    const near = planCrop({ width: 2000, height: 2600 }, eyesAt(1020, 905, 480), live);
    expect(near.kind).toBe("crop");
    const cut = planCrop({ width: 2000, height: 2600 }, eyesAt(1000, 500, 480), live);
    expect(cut).toMatchObject({ kind: "refused", reason: expect.stringContaining("above") as string });
    const side = planCrop({ width: 2000, height: 2600 }, eyesAt(500, 1200, 480), live);
    expect(side).toMatchObject({ kind: "refused", reason: expect.stringContaining("on its left") as string });
  });
});

describe("cutting and turning", () => {
  test.each([0, 3.3, 7, -7, 14.4, -12])(
    "turned by %d degrees, points come out where geometry says",
    async (degrees) => {
      const [width, height] = [600, 500];
      const pixels = new Uint8Array(width * height * 3).fill(10);
      const mark = (x: number, y: number) => {
        for (let dy = -2; dy <= 2; dy += 1)
          for (let dx = -2; dx <= 2; dx += 1)
            pixels.fill(250, ((y + dy) * width + x + dx) * 3, ((y + dy) * width + x + dx) * 3 + 3);
      };
      mark(300, 200);
      const cut = await cutRgb(
        { width, height, pixels },
        { centre: { x: 260, y: 180 }, width: 201, height: 221, degrees },
      );
      let [sx, sy, n] = [0, 0, 0];
      for (let i = 0; i < cut.width * cut.height; i += 1)
        if ((cut.pixels[i * 3] ?? 0) > 130) {
          sx += i % cut.width;
          sy += Math.floor(i / cut.width);
          n += 1;
        }
      const angle = (degrees * Math.PI) / 180;
      expect(sx / n - 100).toBeCloseTo(Math.cos(angle) * 40 - Math.sin(angle) * 20, -0.1);
      expect(Math.abs(sx / n - 100 - (Math.cos(angle) * 40 - Math.sin(angle) * 20))).toBeLessThan(0.8);
      expect(Math.abs(sy / n - 110 - (Math.sin(angle) * 40 + Math.cos(angle) * 20))).toBeLessThan(0.8);
    },
  );
});

/** Darkest near a point: the iris that was drawn there. */
const darkestNear = (pixels: Uint8Array, width: number, at: { x: number; y: number }, reach: number) => {
  let [sx, sy, weight] = [0, 0, 0];
  for (let y = Math.round(at.y) - reach; y <= at.y + reach; y += 1)
    for (let x = Math.round(at.x) - reach; x <= at.x + reach; x += 1) {
      const value = pixels[(y * width + x) * 3] ?? 255;
      if (value < 90) {
        sx += x;
        sy += y;
        weight += 1;
      }
    }
  return { x: sx / weight, y: sy / weight };
};

describe("portrait", () => {
  const face = drawFace({ width: 1700, height: 2300, x: 880, y: 1080, distance: 400, roll: 6 });

  test("live: sizes, caps, upright eyes at the places it states", async () => {
    const made = await makePortrait(face.image, { left: face.left, right: face.right });
    expect(made.kind).toBe("portrait");
    const portrait = made as Portrait;
    expect([portrait.pixels.width, portrait.pixels.height]).toEqual([1244, 1600]);
    const master = await decodeRgb(portrait.master.bytes);
    expect([master.width, master.height]).toEqual([1244, 1600]);
    for (const small of [portrait.chip, await portrait.production()]) {
      const back = await decodeJp2(small.bytes);
      expect([back.width, back.height, small.width, small.height]).toEqual([622, 800, 622, 800]);
    }
    expect(portrait.chip.bytes.length).toBeLessThanOrEqual(17_000);
    expect(portrait.chip.bytes.length).toBeGreaterThanOrEqual(16_538);
    expect((await portrait.chipJpeg()).bytes.length).toBeLessThanOrEqual(17_000);
    expect(portrait.processing.join("; ")).toMatch(/^rotate -6\.0 degrees; crop \d+ x \d+ .*; scale down/u);
    const { leftEyeCentre: left, rightEyeCentre: right } = portrait.points!;
    expect(Math.abs(left.y - right.y)).toBeLessThanOrEqual(1);
    expect(left.x - right.x).toBeGreaterThanOrEqual(150);
    const chip = await decodeJp2(portrait.chip.bytes);
    for (const eye of [left, right]) {
      const seen = darkestNear(chip.pixels, 622, eye, 14);
      expect(Math.hypot(seen.x - eye.x, seen.y - eye.y)).toBeLessThan(3);
    }
  });

  test("without eyes it says so and claims no points", async () => {
    const made = (await makePortrait(face.image, undefined)) as Portrait;
    expect(made.processing[0]).toBe("eyes not located");
    expect(made.points).toBeUndefined();
    expect([made.pixels.width, made.pixels.height]).toEqual([1244, 1600]);
  });

  test("a small picture is refused, with and without eyes", async () => {
    const small = drawFace({ width: 640, height: 800, x: 320, y: 380, distance: 150 });
    const eyes = { left: small.left, right: small.right };
    expect((await makePortrait(small.image, eyes)).kind).toBe("refused");
    expect((await makePortrait(small.image, undefined)).kind).toBe("refused");
    // The same picture does for the profile that is chosen on purpose.
    const basic = await makePortrait(
      drawFace({ width: 800, height: 1000, x: 400, y: 460, distance: 170 }).image,
      eyesAt(400, 460, 170),
      PORTRAIT_PROFILES.basic,
    );
    expect(basic).toMatchObject({ kind: "portrait", profile: "basic", master: { width: 622, height: 800 } });
  });

  test("pixels are moved, not changed: an upright crop at scale one equals the frame's pixels", async () => {
    const frame = drawFace({ width: 1500, height: 1900, x: 750, y: 860, distance: 305 });
    const made = (await makePortrait(frame.image, { left: frame.left, right: frame.right })) as Portrait;
    expect(made.processing).toEqual([expect.stringMatching(/^crop 1244 x 1600 /u)]);
    const { leftEyeCentre } = made.masterPoints!;
    const dx = Math.round(frame.left.x - leftEyeCentre.x);
    const dy = Math.round(frame.left.y - leftEyeCentre.y);
    let worst = 0;
    for (let y = 0; y < 1600; y += 97)
      for (let x = 0; x < 1244; x += 89)
        worst = Math.max(
          worst,
          Math.abs(
            (made.pixels.pixels[(y * 1244 + x) * 3] ?? 0) -
              (frame.image.pixels[((y + dy) * 1500 + x + dx) * 3] ?? 0),
          ),
        );
    expect(worst).toBe(0);
  });
});
