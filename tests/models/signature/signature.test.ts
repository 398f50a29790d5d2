import { describe, expect, test } from "vitest";
import type { PenPoint, PenTrajectory } from "../../../api/words/sample.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { decodeGrey } from "../../../models/image.ts";
import { assessSignature } from "../../../models/signature/assess.ts";
import { encodeSignature, renderSignature } from "../../../models/signature/render.ts";

const pad = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96 } as const;
const pen = (points: readonly (readonly [number, number, boolean?])[], pressure = 600): PenTrajectory => ({
  ...pad,
  points: points.map(([x, y, contact = true], i): PenPoint => ({
    x,
    y,
    pressure: contact ? pressure : 0,
    t: i * 5000,
    contact,
  })),
});
const loops = pen(
  Array.from({ length: 200 }, (_, i) => [2000 + i * 25, 3000 + 900 * Math.sin(i / 6)] as const),
);

describe("signature checks", () => {
  test("loops across the pad are a signature", () => {
    const { checks, fault } = assessSignature(loops);
    expect(fault).toBeUndefined();
    expect(checks.every((check) => check.passed)).toBe(true);
  });

  test.each([
    ["empty", pen([])],
    [
      "empty",
      pen([
        [100, 100, false],
        [5000, 3000, false],
      ]),
    ],
    [
      "dot",
      pen([
        [4000, 3000],
        [4010, 3005],
        [4005, 3001],
      ]),
    ],
    [
      "too-small",
      pen([
        [4000, 3000],
        [4400, 3000],
      ]),
    ],
    [
      "clipped",
      pen(
        Array.from(
          { length: 100 },
          (_, i) => [4000 + i * 40, i < 90 ? Math.max(0, 400 - i * 20) : i * 30] as const,
        ),
      ),
    ],
  ] as const)("%s", (fault, trajectory) => {
    const found = assessSignature(trajectory);
    expect(found.fault).toBe(fault);
    expect(found.checks.some((check) => check.passed === false)).toBe(true);
  });

  test("a pad of unknown width needs the configuration's word", () => {
    const { widthMm: _, ...unknown } = loops;
    expect(() => assessSignature(unknown)).toThrow(OutsideFault);
    expect(assessSignature(unknown, 96).fault).toBeUndefined();
  });
});

describe("signature picture", () => {
  test("has the size that pad and resolution say, and ink where the pen went", () => {
    const image = renderSignature(loops, { ppi: 254, trim: false });
    expect([image.width, image.height]).toEqual([960, 600]);
    const at = (x: number, y: number): number => image.pixels[Math.round(y) * 960 + Math.round(x)]!;
    for (const p of loops.points) expect(at(p.x / 10, p.y / 10)).toBeLessThan(90);
    expect(at(20, 20)).toBe(255);
    const inked = image.pixels.filter((value) => value < 128).length;
    expect(inked / image.pixels.length).toBeLessThan(0.1);
  });

  test("lifting the pen leaves no ink between", () => {
    const image = renderSignature(
      pen([
        [1000, 1000],
        [2000, 1000],
        [2000, 1000, false],
        [6000, 1000, false],
        [6000, 1000],
        [7000, 1000],
      ]),
      { ppi: 254, trim: false },
    );
    expect(image.pixels[100 * 960 + 400]).toBe(255);
    expect(image.pixels[100 * 960 + 150]!).toBeLessThan(90);
  });

  test("more pressure, more ink; twice the resolution, twice the size", () => {
    const line = [
      [1000, 1000],
      [8000, 1000],
    ] as const;
    const ink = (pressure: number, ppi: number) =>
      renderSignature(pen(line, pressure), { ppi, trim: false }).pixels.filter((value) => value < 128).length;
    expect(ink(1000, 300)).toBeGreaterThan(1.3 * ink(100, 300));
    const [one, two] = [renderSignature(loops, { ppi: 150 }), renderSignature(loops, { ppi: 300 })];
    expect(Math.abs(two.width - 2 * one.width)).toBeLessThanOrEqual(1);
  });

  test("PNG keeps every pixel, JPEG opens at the same size", async () => {
    const image = renderSignature(loops, { ppi: 300 });
    const png = await encodeSignature(loops, { ppi: 300 });
    expect((await decodeGrey(png.bytes)).pixels).toEqual(Buffer.from(image.pixels));
    const jpeg = await encodeSignature(loops, { ppi: 300, mediaType: "image/jpeg" });
    const back = await decodeGrey(jpeg.bytes);
    expect([back.width, back.height]).toEqual([jpeg.width, jpeg.height]);
    expect([jpeg.width, jpeg.height]).toEqual([image.width, image.height]);
  });

  test("an empty trajectory is a white pad", () => {
    expect(renderSignature(pen([]), { ppi: 100 }).pixels.every((value) => value === 255)).toBe(true);
  });
});
