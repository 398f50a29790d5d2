import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readIncits378, writeIncits378 } from "../../api/formats/iso19794/incits378.ts";
import { MAX_MINUTIAE } from "../../api/formats/iso19794/minutiae-view.ts";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import {
  FINGER_POSITIONS,
  IMPRESSION_TYPES,
  type FingerPosition,
  type ImpressionType,
} from "../../api/words/characteristic.ts";
import type { FingerTemplate, Minutia } from "../../api/words/finger.ts";

const FORMATS = {
  "ISO/IEC 19794-2:2005": { write: writeMinutiaeRecord, read: readMinutiaeRecord, unit: 360 / 256 },
  "INCITS 378-2004": { write: writeIncits378, read: readIncits378, unit: 2 },
} as const;

const minutia = fc.record({
  kind: fc.constantFrom("ending", "bifurcation", "other"),
  x: fc.integer({ min: 0, max: 299 }),
  y: fc.integer({ min: 0, max: 399 }),
  angle: fc.double({ min: 0, max: 359.999, noNaN: true }),
  quality: fc.integer({ min: 0, max: 100 }),
}) satisfies fc.Arbitrary<Minutia>;

const template = fc.record({
  position: fc.constantFrom(...(Object.keys(FINGER_POSITIONS) as FingerPosition[]), "unknown" as const),
  impression: fc.constantFrom(...(Object.keys(IMPRESSION_TYPES) as ImpressionType[])),
  width: fc.constant(300),
  height: fc.constant(400),
  ppi: fc.constantFrom(500, 508, 1000),
  quality: fc.integer({ min: 0, max: 100 }),
  minutiae: fc.array(minutia, { maxLength: 120 }),
}) satisfies fc.Arbitrary<FingerTemplate>;

const ringWith = (x: number, y: number): FingerTemplate => ({
  position: "left-ring",
  impression: "live-plain",
  width: 300,
  height: 400,
  ppi: 500,
  quality: 50,
  minutiae: [{ kind: "ending", x, y, angle: 0, quality: 50 }],
});

/** The record with another width or height: in the header of either format it stands first where its two bytes do. */
const narrowed = (bytes: Uint8Array, from: number, to: number) => {
  const hex = Buffer.from(bytes).toString("hex");
  return Buffer.from(
    hex.replace(from.toString(16).padStart(4, "0"), to.toString(16).padStart(4, "0")),
    "hex",
  );
};

describe.each(Object.entries(FORMATS))("%s", (_name, { write, read, unit }) => {
  test("what is written reads back, to the units of the record, and writes the same bytes", () => {
    fc.assert(
      fc.property(template, (given) => {
        const bytes = write(given);
        const [view, second] = read(bytes);
        expect(second).toBeUndefined();
        expect(view).toMatchObject({ ...given, minutiae: view!.minutiae, ppi: view!.ppi });
        expect(Math.abs(view!.ppi - given.ppi)).toBeLessThanOrEqual(2);
        expect(view!.minutiae.length).toBe(given.minutiae.length);
        for (const [i, { angle, ...rest }] of view!.minutiae.entries()) {
          const { angle: wanted, ...original } = given.minutiae[i]!;
          expect(rest).toEqual(original);
          const turn = Math.abs(angle - wanted) % 360;
          expect(Math.min(turn, 360 - turn)).toBeLessThanOrEqual(unit / 2 + 1e-9);
          expect(angle).toBeLessThan(360);
        }
        expect(write(view!)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test("a minutia on the last row and column is read, one beside the image refused", () => {
    expect(read(write(ringWith(299, 399)))[0]?.minutiae).toMatchObject([{ x: 299, y: 399 }]);
    for (const [x, y, from] of [
      [299, 1, 300],
      [1, 399, 400],
    ] as const)
      expect(() => read(narrowed(write(ringWith(x, y)), from, from - 1))).toThrow(
        expect.objectContaining({ code: "input-malformed", message: expect.stringContaining("outside") }),
      );
  });

  test("keeps the best 255 in their order", () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      kind: "ending" as const,
      x: i % 300,
      y: 1,
      angle: 0,
      quality: i % 101,
    }));
    const [view] = read(
      write({
        position: "left-ring",
        impression: "live-plain",
        width: 300,
        height: 400,
        ppi: 500,
        quality: 50,
        minutiae: many,
      }),
    );
    expect(view!.minutiae).toHaveLength(MAX_MINUTIAE);
    const least = Math.min(...view!.minutiae.map(({ quality }) => quality));
    expect(many.filter(({ quality }) => quality < least).length).toBeGreaterThan(40);
  });
});

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

// The tables of the two standards, byte by byte: one ending at 100, 200, 90 degrees, quality 60; right index, live plain.
test("bytes", () => {
  const given: FingerTemplate = {
    position: "right-index",
    impression: "live-plain",
    width: 300,
    height: 400,
    ppi: 500,
    quality: 77,
    minutiae: [{ kind: "ending", x: 100, y: 200, angle: 90, quality: 60 }],
  };
  expect(hex(writeMinutiaeRecord(given))).toBe(
    "464d520020323000000000240000012c019000c500c5010002004d01406400c8403c0000",
  );
  expect(hex(writeIncits378(given))).toBe(
    "464d5200203230000026000000000000012c019000c500c5010002004d01406400c82d3c0000",
  );
});

describe("a header of ISO/IEC 19794-2:2005 that cannot be", () => {
  const sound = "464d520020323000000000240000012c019000c500c50100";
  const view = "00014d01406400c8403c0000";
  test.each([
    ["resolutions that differ", "00c500c5", "00c500c6", 18],
    ["no resolution", "00c500c5", "00000000", 18],
    ["no finger view", "00c500c50100", "00c500c50000", 22],
    ["a length that is not the record's", "00000024", "00000025", 8],
  ])("%s: refused with its place", (_what, from, to, offset) => {
    expect(() => readMinutiaeRecord(Buffer.from((sound + view).replace(from, to), "hex"), "record")).toThrow(
      expect.objectContaining({
        code: "input-malformed",
        message: expect.stringContaining(`record, offset ${offset}:`),
      }),
    );
  });
});
