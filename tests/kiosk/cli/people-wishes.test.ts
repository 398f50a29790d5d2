import { describe, expect, test } from "vitest";
import { looking, type Face, type Look } from "../../../kiosk/cli/people/gallery.ts";

const FACES: readonly Face[] = [
  { folder: "a", sex: "female", years: 30, covering: "headtie", glasses: false, skin: "dark" },
  { folder: "b", sex: "female", years: 60, covering: "none", glasses: true, skin: "dark" },
  { folder: "c", sex: "male", years: 30, covering: "kufi", glasses: true, skin: "dark" },
];

const refusal = (look: Look): string => {
  try {
    looking(FACES, look);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("there is such a face");
};

describe("wishes for a face that no face of the gallery meets", () => {
  test("how many faces there are without each of them", () => {
    expect(refusal({ sex: "female", headCovering: "kufi", skin: "dark" })).toContain(
      "(without sex female: 1 face; without skin dark: 0 faces; without covering kufi: 2 faces);",
    );
  });

  test("the most of them that can be had at once, where leaving one out is not enough", () => {
    expect(refusal({ sex: "male", headCovering: "turban", skin: "light", glasses: true })).toContain(
      "(at most sex male, glasses yes: 1 face);",
    );
  });

  test("none of them can be had; and a single one is no choice", () => {
    expect(refusal({ headCovering: "turban", skin: "light" })).toContain("(nor any one of these alone);");
    expect(refusal({ skin: "light" })).toContain("has skin light; wish for less, have one rendered");
  });
});
