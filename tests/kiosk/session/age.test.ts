import { describe, expect, test } from "vitest";
import { ageOn } from "../../../kiosk/session/run/age.ts";

const on = (day: string) => Date.parse(`${day}T12:00:00Z`);

describe("an age in completed years", () => {
  test.each([
    ["2026-11-20", 29],
    ["2026-11-21", 30],
    ["2026-11-22", 30],
    ["2026-10-30", 29],
    ["2026-12-01", 30],
  ])("born on 21 November 1996: on %s it is %d", (day, age) => {
    expect(ageOn({ year: 1996, month: 11, day: 21 }, on(day))).toBe(age);
  });

  // Doc 9303-3, 4.8: parts of a birth date may be unknown; a child must not be taken for an adult by it.
  test.each([
    [{ year: 2008 }, "2026-12-30", 17],
    [{ year: 2008 }, "2026-12-31", 18],
    [{ year: 2008, month: 11 }, "2026-11-29", 17],
    [{ year: 2008, month: 11 }, "2026-11-30", 17],
    [{ year: 2008, month: 11 }, "2026-12-01", 18],
    [{ year: 2030, month: 1, day: 1 }, "2026-11-21", 0],
  ])("born on %o: on %s it is %d, the fewest that this allows", (birth, day, age) => {
    expect(ageOn(birth, on(day))).toBe(age);
  });
});
