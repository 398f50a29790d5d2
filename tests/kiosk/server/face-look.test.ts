import { describe, expect, test } from "vitest";
import { hintFor } from "../../../kiosk/server/look/face-look.ts";

/** A frame of 1500 x 2000 with the eyes' middle at (x, y), that far apart, and the head leaning by degrees. */
const seen = (x: number, y: number, distance: number, lean = 0) => {
  const [dx, dy] = [
    (Math.cos((lean * Math.PI) / 180) * distance) / 2,
    (Math.sin((lean * Math.PI) / 180) * distance) / 2,
  ];
  return hintFor(
    { left: { x: x + dx, y: y + dy }, right: { x: x - dx, y: y - dy } },
    { width: 1500, height: 2000 },
    1,
  );
};

describe("one instruction from one frame", () => {
  test.each([
    ["ready", seen(750, 950, 330)],
    ["come-closer", seen(750, 950, 200)],
    ["go-back", seen(750, 950, 600)],
    ["move-left", seen(400, 950, 330)],
    ["move-right", seen(1100, 950, 330)],
    ["move-down", seen(750, 300, 330)],
    ["move-up", seen(750, 1800, 330)],
    ["head-straight", seen(750, 950, 330, 12)],
  ])("%s", (wanted, hint) => {
    expect(hint).toBe(wanted);
  });

  test("nobody there: look here", () => {
    expect(hintFor(undefined, { width: 10, height: 10 }, 1)).toBe("look-here");
  });

  test("distance comes before place, and is measured in capture pixels", () => {
    expect(seen(100, 100, 200)).toBe("come-closer");
    const small = { left: { x: 183, y: 190 }, right: { x: 117, y: 190 } };
    expect(hintFor(small, { width: 300, height: 400 }, 5)).toBe("ready");
    expect(hintFor(small, { width: 300, height: 400 }, 1)).toBe("come-closer");
  });
});
