import { expect, test } from "vitest";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import type { FingerTemplate } from "../../api/words/finger.ts";
import { toXyt } from "./xyt.ts";

const template: FingerTemplate = {
  position: "right-index",
  impression: "live-plain",
  width: 300,
  height: 400,
  ppi: 500,
  quality: 80,
  minutiae: [
    { kind: "ending", x: 10, y: 30, angle: 90, quality: 77 },
    { kind: "bifurcation", x: 299, y: 399, angle: 270, quality: 5 },
  ],
};

test("the origin goes to the bottom left and the direction turns round", () => {
  expect(toXyt(template)).toBe("10 370 270 77\n299 1 90 5\n");
});

test("what a record states survives the way through its bytes", () => {
  const [read] = readMinutiaeRecord(writeMinutiaeRecord(template), "test");
  expect(toXyt(read as FingerTemplate)).toBe(toXyt(template));
});

test("other resolutions come to 500 ppi", () => {
  expect(toXyt({ ...template, ppi: 250 })).toBe("20 740 270 77\n598 2 90 5\n");
});
