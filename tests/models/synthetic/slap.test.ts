import { describe, expect, test } from "vitest";
import { SLAPS, segmentSlap } from "../../../models/finger/slap/segment.ts";
import { makePerson } from "../../../models/synthetic/person/person.ts";
import { slapOf } from "../../../models/synthetic/person/prints.ts";
import type { Slap } from "../../../models/synthetic/fingerprint/slap.ts";

const person = makePerson("slap person", { missing: 0, ages: [20, 50] });
const lacking = {
  ...person,
  fingers: { ...person.fingers, "left-ring": { kind: "missing", reason: "amputated" } },
} as const;
const condition = { moisture: 0, pressure: 0.5, wear: 0 };
const right = slapOf(person, "1", { hand: "right", turn: 15, condition });
const left = slapOf(lacking, "1", { hand: "left", turn: -25, condition });

const inside = ({ image, fingers }: Slap): boolean =>
  fingers.every(
    ({ box, minutiae }) =>
      box.width > 150 &&
      box.height > 200 &&
      box.x >= 0 &&
      box.y >= 0 &&
      box.x + box.width <= image.width &&
      box.y + box.height <= image.height &&
      minutiae.length > 10 &&
      minutiae.every(
        ({ x, y }) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height,
      ),
  );

describe("slaps", () => {
  test("four fingers lie on the platen with their boxes and minutiae, from index to little", () => {
    expect([right.image.width, right.image.height, right.ppi]).toEqual([1600, 1500, 500]);
    expect(right.fingers.map(({ position }) => position)).toEqual(SLAPS["right-four"]);
    expect(inside(right)).toBe(true);
    const places = right.fingers.map(({ middle }) => middle.x);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("a missing finger leaves no print; a left hand lies mirrored", () => {
    expect(left.fingers.map(({ position }) => position)).toEqual([
      "left-index",
      "left-middle",
      "left-little",
    ]);
    expect(inside(left)).toBe(true);
    const places = left.fingers.map(({ middle }) => middle.x);
    expect(places).toEqual(places.toSorted((a, b) => b - a));
  });

  test("the kiosk's own segmentation finds each finger by name, phalanges and turn notwithstanding", () => {
    for (const [slap, asked] of [
      [right, SLAPS["right-four"]],
      [left, SLAPS["left-four"].filter((position) => position !== "left-ring")],
    ] as const) {
      const found = segmentSlap(slap.image, slap.ppi, asked).fingers;
      const distances = slap.fingers.map(({ position, middle }) => {
        const corners = found.find((one) => one.position === position)?.corners ?? [];
        const x = corners.reduce((sum, corner) => sum + corner.x / 4, 0);
        const y = corners.reduce((sum, corner) => sum + corner.y / 4, 0);
        return Math.hypot(x - middle.x, y - middle.y);
      });
      expect(Math.max(...distances)).toBeLessThan(100);
    }
  });
});
