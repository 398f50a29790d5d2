import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { extractFinger, fingerFeatures } from "../../../models/finger/extract.ts";
import { fullTracer } from "../../../models/trace.ts";
import { quarterTurn, waves } from "./waves.ts";

const apart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);

describe("extraction of known waves", () => {
  test("parallel ridges have no minutiae", () => {
    expect(extractFinger(waves(256, 256, 9), 500).template.minutiae).toEqual([]);
  });

  test.each([
    { x: 120, y: 130, turn: 1 as const },
    { x: 120, y: 130, turn: -1 as const },
    { x: 150, y: 90, turn: 1 as const },
  ])(
    "a spiral at $x,$y of turn $turn is one minutia there, along the ridges, on the side with more of them",
    (spiral) => {
      for (const phase of [0, 1.5, 3, 4.5]) {
        const { minutiae } = extractFinger(waves(256, 256, 9, [spiral], phase), 500).template;
        expect(minutiae).toHaveLength(1);
        const found = minutiae[0]!;
        expect(Math.hypot(found.x - spiral.x, found.y - spiral.y)).toBeLessThan(8);
        // Phase grows downwards; crossing the spiral's right side it gains turn * pi, its left side loses as much.
        // More lines between top and bottom on the right for turn +1: both conventions point to that side.
        expect(apart(found.angle, spiral.turn === 1 ? 0 : 180)).toBeLessThan(8);
        expect(found.quality).toBeGreaterThan(60);
      }
    },
  );

  test("half a period of phase turns an ending into a bifurcation", () => {
    const kinds = [0, 0.8, 1.6, 2.4, 3.2, 4, 4.8, 5.6].map(
      (phase) =>
        extractFinger(waves(256, 256, 9, [{ x: 128, y: 128, turn: 1 }], phase), 500).template.minutiae[0]
          ?.kind,
    );
    expect(kinds.filter((kind) => kind === "ending").length).toBeGreaterThan(2);
    expect(kinds.filter((kind) => kind === "bifurcation").length).toBeGreaterThan(2);
  });

  test("a quarter turn of the print turns its minutiae", () => {
    const image = waves(256, 256, 9, [
      { x: 100, y: 140, turn: 1 },
      { x: 170, y: 80, turn: -1 },
    ]);
    const plain = extractFinger(image, 500).template.minutiae;
    const turned = extractFinger(quarterTurn(image), 500).template.minutiae;
    expect(plain).toHaveLength(2);
    expect(turned).toHaveLength(2);
    for (const minutia of plain) {
      const twin = turned.find((m) => Math.hypot(m.x - minutia.y, m.y - (255 - minutia.x)) < 5);
      expect(twin).toBeDefined();
      expect(apart(twin!.angle, minutia.angle + 90)).toBeLessThan(6);
    }
  });

  test("resolution is an input: 1000 ppi pixels land on the 500 ppi frame", () => {
    const fine = waves(512, 512, 18, [{ x: 240, y: 260, turn: 1 }]);
    const { template } = extractFinger(fine, 1000);
    expect([template.width, template.height, template.ppi]).toEqual([256, 256, 500]);
    expect(template.minutiae).toHaveLength(1);
    expect(Math.hypot(template.minutiae[0]!.x - 120, template.minutiae[0]!.y - 130)).toBeLessThan(8);
  });

  test("the ridge period is measured", () => {
    for (const period of [6, 9, 12]) {
      const { frequency } = fingerFeatures(waves(256, 256, period), 500);
      expect(frequency.period.data[8 * frequency.period.columns + 8]).toBeCloseTo(period, 0);
    }
  });
});

const flat = (value: number) => ({ width: 200, height: 200, pixels: new Uint8Array(40_000).fill(value) });

describe("what is no print", () => {
  test.each([0, 128, 255])("a field of grey %d has no print and no minutiae", (value) => {
    const { template, features } = extractFinger(flat(value), 500);
    expect(template.minutiae).toEqual([]);
    expect(features.segmentation.area).toBe(0);
  });

  test.each([
    {
      why: "no area",
      image: { width: 0, height: 10, pixels: new Uint8Array(0) },
      ppi: 500,
      code: "input-malformed",
    },
    {
      why: "missing bytes",
      image: { width: 20, height: 20, pixels: new Uint8Array(399) },
      ppi: 500,
      code: "input-malformed",
    },
    { why: "no resolution", image: flat(9), ppi: 0, code: "input-malformed" },
    { why: "not a number", image: flat(9), ppi: Number.NaN, code: "input-malformed" },
    {
      why: "too many pixels",
      image: { width: 5000, height: 5000, pixels: new Uint8Array(25_000_000) },
      ppi: 500,
      code: "input-too-large",
    },
  ])("$why is refused with its reason", ({ image, ppi, code }) => {
    let caught: unknown;
    try {
      extractFinger(image, ppi);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(OutsideFault);
    expect((caught as OutsideFault).code).toBe(code);
  });

  test.each([1, 2, 5, 17])("a picture of %d pixels a side is measured, not crashed on", (side) => {
    const { template } = extractFinger(
      { width: side, height: side, pixels: new Uint8Array(side * side).fill(7) },
      500,
    );
    expect(template.minutiae).toEqual([]);
  });
});

describe("trace", () => {
  test("names every stage in order, times it with the given clock and keeps its picture", () => {
    let now = 0;
    const tracer = fullTracer(() => (now += 1));
    extractFinger(waves(256, 256, 9), 500, { tracer });
    const names = tracer.stages.map((stage) => stage.name);
    expect(names).toContain("orientation");
    expect(names.indexOf("segmentation")).toBeLessThan(names.indexOf("thinning"));
    expect(tracer.stages.every((stage) => stage.ms === 1)).toBe(true);
    const enhanced = tracer.stages.find((stage) => stage.name === "second enhancement")?.picture;
    expect(enhanced?.data).toHaveLength(256 * 256);
  });
});
