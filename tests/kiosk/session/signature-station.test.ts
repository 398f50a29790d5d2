import { describe, expect, test } from "vitest";
import type { SignatureSample } from "../../../api/words/sample.ts";
import { examineSignature } from "../../../kiosk/session/run/signature-station.ts";

const pen = (points: readonly (readonly [x: number, y: number])[]): SignatureSample => ({
  characteristic: "signature",
  trajectory: {
    maxX: 1000,
    maxY: 600,
    maxPressure: 100,
    widthMm: 120,
    points: points.map(([x, y], n) => ({ x, y, pressure: 50, t: n * 10_000, contact: true })),
  },
  device: { driver: "test", make: "Test", model: "pad" },
  capturedAt: 7,
});

const written = pen(Array.from({ length: 100 }, (_, n) => [200 + n * 5, 300 + 120 * Math.sin(n / 6)]));
const dot = pen([
  [500, 300],
  [501, 300],
]);

describe("a signature at its station", () => {
  test("good: it stands above one that is not, and is kept as a picture fit for DG7", async () => {
    const { assessment, enrolled } = await examineSignature(written);
    expect(assessment).toEqual({ sufficient: true, rank: [1], reason: "" });
    expect(enrolled).toMatchObject({ ppi: 300, capturedAt: 7, image: { mediaType: "image/jpeg" } });
  });

  test("not good: why, and kept all the same, for who takes the best of several", async () => {
    const { assessment, enrolled } = await examineSignature(dot);
    expect(assessment).toEqual({ sufficient: false, rank: [0], reason: "dot" });
    expect(enrolled).toBeDefined();
  });

  test("empty: there is nothing to rank or to keep", async () => {
    const { assessment, enrolled } = await examineSignature(pen([]));
    expect(assessment).toEqual({ sufficient: false, rank: [], reason: "empty" });
    expect(enrolled).toBeUndefined();
  });
});
