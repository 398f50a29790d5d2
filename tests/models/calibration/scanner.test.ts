import { describe, expect, test } from "vitest";
import type { Measurement } from "../../../api/words/calibration.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { leastSquares } from "../../../models/calibration/fit.ts";
import { measureContrast } from "../../../models/calibration/contrast.ts";
import { measureGeometry } from "../../../models/calibration/geometry.ts";
import { measureLinearity } from "../../../models/calibration/linearity.ts";
import { measurePlaten } from "../../../models/calibration/platen.ts";
import { greyRange, measurePrintRange } from "../../../models/calibration/prints.ts";
import { measureUniformity } from "../../../models/calibration/uniformity.ts";
import { decodeGrey, encodeGreyJpeg } from "../../../models/image.ts";
import { contrastLimit } from "../../../models/params/calibration.ts";
import { bars, gratings, strip, uniform } from "../../../models/synthetic/targets/coverage.ts";
import {
  renderSensor,
  trueContrastTransfer,
  type SyntheticSensor,
} from "../../../models/synthetic/targets/sensor.ts";

const sensor: SyntheticSensor = { width: 320, height: 260, ppi: { x: 500, y: 500 }, seed: "a sound scanner" };
const of = (measurements: readonly Measurement[], id: string): Measurement => {
  const found = measurements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${measurements.map((one) => one.id).join(", ")}`);
  return found;
};

const geometryOf = async (
  what: Partial<SyntheticSensor>,
  through: (picture: GreyImage) => Promise<GreyImage> = (picture) => Promise.resolve(picture),
) => {
  const [upright, lying] = (["x", "y"] as const).map((across) =>
    renderSensor(bars(1, across), { ...sensor, ...what, seed: `${what.seed ?? sensor.seed} ${across}` }),
  );
  return measureGeometry({
    upright: await through(upright!),
    lying: await through(lying!),
    target: { perMm: 1, relativeUncertainty: 2e-4 },
    stated: 500,
  });
};

describe("geometry of a scanner", () => {
  test.each([
    { ppi: { x: 500, y: 500 }, tilt: 0 },
    { ppi: { x: 510, y: 500 }, tilt: 1.3 },
    { ppi: { x: 497.3, y: 503.9 }, tilt: -4 },
    { ppi: { x: 500, y: 490 }, tilt: 6.5, noise: 3, vignetting: 0.25, blurPixels: 0.9 },
  ])("comes back within 0.1 % of the truth: $ppi at $tilt degrees", async (what) => {
    const found = await geometryOf(what);
    for (const axis of ["x", "y"] as const) {
      const resolution = of(found, `resolution-${axis}`);
      expect(Math.abs(resolution.value / what.ppi[axis] - 1)).toBeLessThan(0.001);
      expect(Math.abs(resolution.value - what.ppi[axis])).toBeLessThan(resolution.uncertainty + 0.05);
      expect(of(found, `scale-${axis}`).passed).toBe(Math.abs(what.ppi[axis] / 500 - 1) <= 0.01);
    }
  });

  test("holds through JPEG compression", async () => {
    const found = await geometryOf({ ppi: { x: 505, y: 500 } }, async (picture) =>
      decodeGrey(await encodeGreyJpeg(picture, 70)),
    );
    expect(Math.abs(of(found, "resolution-x").value / 505 - 1)).toBeLessThan(0.001);
  });

  test("two per cent off in scale is found, by direction, and the distances with it", async () => {
    const found = await geometryOf({ ppi: { x: 500, y: 510 } });
    expect(of(found, "scale-x").passed).toBe(true);
    expect(of(found, "scale-y").value).toBeCloseTo(2, 1);
    expect(of(found, "scale-y").passed).toBe(false);
    expect(of(found, "across-bar").passed).toBe(false);
    expect(of(await geometryOf({}), "across-bar").value).toBe(100);
  });

  test("a lens that bends the picture shows in the bars' straightness", async () => {
    const straight = of(await geometryOf({}), "along-bar").value;
    const bent = of(await geometryOf({ pincushion: 0.02 }), "along-bar").value;
    expect(straight).toBeLessThan(0.01);
    expect(bent).toBeGreaterThan(0.05);
  });

  test("an empty platen, and bars laid alike twice, are said and not measured", async () => {
    const empty = renderSensor(uniform(0.9), sensor);
    const target = { perMm: 1, relativeUncertainty: 0 };
    expect(() => measureGeometry({ upright: empty, lying: empty, target, stated: 500 })).toThrow(
      /lay the bar target/u,
    );
  });
});

describe("grey-scale linearity", () => {
  const reflectances = [0.05, 0.14, 0.25, 0.36, 0.47, 0.58, 0.69, 0.8, 0.9];
  const tablet = { patchMm: 1.7, reflectances, uncertainty: 0.003 };
  const picture = (what: Partial<SyntheticSensor>, values = reflectances) =>
    renderSensor(strip(values, 1.7, 0.4, 0.95), { ...sensor, ...what });

  /** What a perfect measurement of this response would find. */
  const truth = (gamma: number): number => {
    const fit = leastSquares(
      reflectances.map((r) => [1, r]),
      reflectances.map((r) => 12 + 228 * r ** gamma),
    );
    return Math.max(...fit!.residuals.map(Math.abs));
  };

  test.each([1, 1.15, 0.8, 1.6])("finds the departure of a response with exponent %s", (gamma) => {
    const { measurements, line } = measureLinearity({ picture: picture({ gamma }), tablet, ppi: 500 });
    expect(Math.abs(of(measurements, "linearity").value - truth(gamma))).toBeLessThan(0.7);
    expect(of(measurements, "linearity").passed).toBe(truth(gamma) <= 7.65);
    if (gamma === 1) expect(line.slope).toBeCloseTo(228, -0.5);
  });

  test("the tablet may lie the other way round, and turned a little", () => {
    const { measurements } = measureLinearity({
      picture: picture({ tilt: 2 }, reflectances.toReversed()),
      tablet,
      ppi: 500,
    });
    expect(of(measurements, "linearity").value).toBeLessThan(1);
  });

  test("no tablet is said", () => {
    expect(() => measureLinearity({ picture: renderSensor(uniform(0.5), sensor), tablet, ppi: 500 })).toThrow(
      /step tablet/u,
    );
  });
});

describe("contrast transfer", () => {
  test("the equations give table 5.1 of TR-03121-3.2 to its last digit", () => {
    const table500 = [0.948, 0.869, 0.791, 0.713, 0.636, 0.559, 0.483, 0.408, 0.333, 0.259];
    const table1000 = [0.957, 0.904, 0.854, 0.805, 0.76, 0.716, 0.675, 0.636, 0.598, 0.563];
    const beyond = { 12: 0.497, 14: 0.437, 16: 0.382, 18: 0.332, 20: 0.284 };
    for (const [i, value] of table500.entries()) expect(contrastLimit(i + 1, 500)).toBeCloseTo(value, 3);
    for (const [i, value] of table1000.entries()) expect(contrastLimit(i + 1, 1000)).toBeCloseTo(value, 3);
    for (const [f, value] of Object.entries(beyond))
      expect(contrastLimit(Number(f), 1000)).toBeCloseTo(value, 3);
  });

  const frequencies = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const measure = (what: Partial<SyntheticSensor>) =>
    measureContrast({
      picture: renderSensor(gratings(frequencies, 4, 4), { ...sensor, ...what }),
      target: { frequencies, fieldMm: 4 },
      across: "x",
      ppi: 500,
      stated: 500,
    });

  test.each([
    { blurPixels: 0.4, tilt: 0 },
    { blurPixels: 0.55, tilt: 2, noise: 2 },
  ])("follows the optics at every frequency: %o", (what) => {
    for (const [i, { value }] of measure(what).entries())
      expect(Math.abs(value - trueContrastTransfer(i + 1, { ...sensor, ...what }))).toBeLessThan(0.03);
  });

  test("a blurred scanner fails where it must, and only there", () => {
    const blurred = { ...sensor, blurPixels: 0.8 };
    for (const [i, { passed }] of measure(blurred).entries()) {
      const truth = trueContrastTransfer(i + 1, blurred) - contrastLimit(i + 1, 500);
      if (Math.abs(truth) > 0.03) expect(passed, `${i + 1} cy/mm`).toBe(truth > 0);
    }
    expect(measure(blurred).some(({ passed }) => passed === false)).toBe(true);
  });
});

const noiseOf = (what: Partial<SyntheticSensor>) =>
  measureUniformity({
    light: renderSensor(uniform(0.9), { ...sensor, noise: 0.6, ...what }),
    dark: renderSensor(uniform(0.04), { ...sensor, noise: 0.4, ...what, seed: "dark" }),
    ppi: 500,
  });

describe("noise, uniformity and dead pixels", () => {
  test("a sound scanner meets every limit, and the ratio is the true one", () => {
    const { measurements, dead } = noiseOf({});
    expect(measurements.filter(({ passed }) => passed === false)).toEqual([]);
    expect(dead).toEqual([]);
    // Signal 228 x 0.86; noise 0.6 and rounding.
    const truth = (228 * 0.86) / Math.hypot(0.6, 0.289);
    expect(Math.abs(of(measurements, "snr-white-median").value / truth - 1)).toBeLessThan(0.04);
  });

  test("noise, shading and dead pixels are each found by their own name", () => {
    expect(of(noiseOf({ noise: 2.5 }).measurements, "snr-white").passed).toBe(false);
    expect(of(noiseOf({ vignetting: 0.3 }).measurements, "areas-white").passed).toBe(false);
    const deadPixels = [40, 90, 140, 190, 240, 290].map((x) => ({ x, y: 120, level: 255 }));
    const { measurements, dead } = noiseOf({ deadPixels });
    expect(of(measurements, "dead-pixels")).toMatchObject({ value: 6, passed: false });
    expect(dead.map(({ x }) => x)).toEqual([40, 90, 140, 190, 240, 290]);
  });

  test("two pictures of the same target are refused", () => {
    const light = renderSensor(uniform(0.9), sensor);
    expect(() => measureUniformity({ light, dark: light, ppi: 500 })).toThrow(/look alike/u);
  });
});

const platenOf = (what: Partial<SyntheticSensor>) =>
  measurePlaten(renderSensor(uniform(0.95), { ...sensor, vignetting: 0.15, ...what }), 500);

describe("the platen", () => {
  test("a clean one has nothing on it, shaded or not", () => {
    const { measurements, spots } = platenOf({ noise: 1.5 });
    expect(spots).toEqual([]);
    expect(measurements.filter(({ passed }) => passed === false)).toEqual([]);
  });

  test("dirt is found where it lies, with its area, and painted red", () => {
    const dirt = [
      { x: 3, y: 3, radius: 0.8, depth: 60 },
      { x: 13, y: 10, radius: 0.4, depth: 40 },
    ];
    const { measurements, spots, wipeHere } = platenOf({ dirt });
    expect(spots.map(({ where }) => where)).toEqual(["upper left", "lower right"]);
    expect(spots[0]!.x).toBeCloseTo(3, 0.7);
    expect(spots[0]!.areaMm2 / (Math.PI * 0.8 ** 2)).toBeGreaterThan(0.7);
    expect(spots[0]!.areaMm2 / (Math.PI * 0.8 ** 2)).toBeLessThan(1.5);
    expect(of(measurements, "dirt").passed).toBe(false);
    const at = (Math.round((3 / 25.4) * 500) * wipeHere.width + Math.round((3 / 25.4) * 500)) * 3;
    expect([...wipeHere.pixels.subarray(at, at + 3)]).toEqual([214, 40, 30]);
  });

  test("the last finger's ridges are residue, not dirt", () => {
    const { measurements, spots } = platenOf({ residue: 12 });
    expect(of(measurements, "residue").passed).toBe(false);
    expect(of(measurements, "residue").value).toBeGreaterThan(20);
    expect(spots.length).toBe(0);
  });
});

describe("dynamic range of recent prints", () => {
  test("levels count once five pixels have them", () => {
    const pixels = new Uint8Array(400).fill(7);
    pixels.fill(9, 0, 5);
    pixels.fill(11, 5, 9);
    expect(greyRange({ width: 20, height: 20, pixels })).toBe(2);
  });

  test("shares are judged at 200 and at 128 levels; too few prints say nothing", () => {
    const ranges = [
      ...Array.from({ length: 84 }, () => 210),
      ...Array.from({ length: 14 }, () => 150),
      100,
      90,
    ];
    const found = measurePrintRange(ranges);
    expect(of(found, "range-200")).toMatchObject({ value: 84, passed: true });
    expect(of(found, "range-128")).toMatchObject({ value: 98, passed: false });
    expect(() => measurePrintRange([210])).toThrow(/20 are needed/u);
  });
});
