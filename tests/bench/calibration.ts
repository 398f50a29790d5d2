/** Calibration: how long each computation takes for one capture, and how far measured values are from synthetic truth. */
import { readColourTarget } from "../../models/calibration/colour-target.ts";
import { measureContrast } from "../../models/calibration/contrast.ts";
import { measureDistortion } from "../../models/calibration/distortion.ts";
import { measureGeometry } from "../../models/calibration/geometry.ts";
import { measureLinearity } from "../../models/calibration/linearity.ts";
import { measureDeadZones } from "../../models/calibration/pen.ts";
import { measurePlaten } from "../../models/calibration/platen.ts";
import { edgesOf, measureSharpness } from "../../models/calibration/sharpness.ts";
import { measureUniformity } from "../../models/calibration/uniformity.ts";
import { colourDifference, labOf, reflectanceOfLab } from "../../models/calibration/colour.ts";
import { REHEARSAL_TARGETS } from "../../kiosk/devices/rehearsal.ts";
import { targetOf } from "../../kiosk/devices/reference.ts";
import { bars, gratings, strip, uniform } from "../../models/synthetic/targets/coverage.ts";
import { renderCamera, trueModulation, type SyntheticCamera } from "../../models/synthetic/targets/camera.ts";
import { hatch } from "../../models/synthetic/targets/pen.ts";
import {
  renderSensor,
  trueContrastTransfer,
  type SyntheticSensor,
} from "../../models/synthetic/targets/sensor.ts";
import { geometrySheet, rehearsalSheet, sharpnessSheet } from "../../models/synthetic/targets/sheet.ts";
import { median, type BenchRow } from "./row.ts";

const ROUNDS = 5;
const BAR = "<= 3";

/** Processor time, so that other work on the machine does not count. */
const cpuSeconds = (work: () => unknown): number => {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return median(times);
};

const row = (name: string, value: number, unit: string, bar?: string): BenchRow => ({
  name,
  value,
  unit,
  ...(bar === undefined ? {} : { bar }),
});

const sensor: SyntheticSensor = {
  width: 800,
  height: 750,
  ppi: { x: 503, y: 498 },
  seed: "bench",
  tilt: 1.4,
  noise: 1,
};
const FREQUENCIES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const TABLET = {
  patchMm: 3.4,
  reflectances: [0.05, 0.14, 0.25, 0.36, 0.47, 0.58, 0.69, 0.8, 0.9],
  uncertainty: 0.003,
};

/** A scanner of 800 x 750 pixels, two fingers wide. */
const scanner = (): readonly BenchRow[] => {
  const upright = renderSensor(bars(1, "x"), sensor);
  const lying = renderSensor(bars(1, "y"), { ...sensor, seed: "lying" });
  const geometry = () =>
    measureGeometry({ upright, lying, target: { perMm: 1, relativeUncertainty: 0 }, stated: 500 });
  const found = geometry();
  const off = (id: string, truth: number) =>
    Math.abs((found.find((one) => one.id === id)?.value ?? NaN) / truth - 1) * 100;
  const grating = renderSensor(gratings(FREQUENCIES, 8, 4), sensor);
  const contrast = () =>
    measureContrast({
      picture: grating,
      target: { frequencies: FREQUENCIES, fieldMm: 8 },
      across: "x",
      ppi: 503,
      stated: 500,
    });
  const worst = Math.max(
    ...contrast().map(({ value }, i) => Math.abs(value - trueContrastTransfer(FREQUENCIES[i] ?? 1, sensor))),
  );
  const tablet = renderSensor(strip(TABLET.reflectances, TABLET.patchMm, 1, 0.95), sensor);
  const [light, dark] = [
    renderSensor(uniform(0.9), sensor),
    renderSensor(uniform(0.04), { ...sensor, seed: "dark" }),
  ];
  return [
    row("geometry, both directions", cpuSeconds(geometry), "s", BAR),
    row(
      "geometry: error of the resolution, worst direction",
      Math.max(off("resolution-x", 503), off("resolution-y", 498)),
      "%",
      "<= 0.1",
    ),
    row("contrast transfer, ten frequencies", cpuSeconds(contrast), "s", BAR),
    row("contrast transfer: largest error", worst, ""),
    row(
      "linearity",
      cpuSeconds(() => measureLinearity({ picture: tablet, tablet: TABLET, ppi: 503 })),
      "s",
      BAR,
    ),
    row(
      "noise and uniformity",
      cpuSeconds(() => measureUniformity({ light, dark, ppi: 503 })),
      "s",
      BAR,
    ),
    row(
      "platen",
      cpuSeconds(() => measurePlaten(light, 503)),
      "s",
      BAR,
    ),
  ];
};

const seen: SyntheticCamera = {
  width: 1920,
  height: 1440,
  seed: "bench",
  pixelsPerMm: 6.2,
  tilt: 1,
  lean: { x: 0.03, y: -0.02 },
  noise: 1.2,
  vignetting: 0.2,
};

/** A camera of 1920 x 1440 pixels. */
const camera = (): readonly BenchRow[] => {
  const target = targetOf(REHEARSAL_TARGETS, "colour", 0);
  if (target === undefined) return [];
  const colours = renderCamera(rehearsalSheet(), seen);
  const edges = renderCamera(sharpnessSheet(), seen);
  const bent = renderCamera(geometrySheet(), { ...seen, distortion: [-0.03, 0.008] });
  const errors = readColourTarget(colours, target).map(({ patch, difference }) =>
    Math.abs(difference - colourDifference(patch.lab, labOf(reflectanceOfLab(patch.lab)))),
  );
  let half = 0;
  while (trueModulation(half, seen) > 0.5) half += 0.0002;
  const halves = edgesOf(edges).map(({ response }) => Math.abs((response.half ?? NaN) / half - 1) * 100);
  const distortion = measureDistortion(bent).find(({ id }) => id === "distortion-edge")?.value ?? NaN;
  return [
    row(
      "colour target",
      cpuSeconds(() => readColourTarget(colours, target)),
      "s",
      BAR,
    ),
    row(
      "colour target: error in colour difference, vignetting included, worst patch",
      Math.max(...errors),
      "dE00",
      "<= 1.5",
    ),
    row(
      "sharpness, twenty edges",
      cpuSeconds(() => measureSharpness(edges)),
      "s",
      BAR,
    ),
    row("sharpness: error at half contrast, median edge", median(halves), "%", "<= 3"),
    row(
      "distortion, 108 dots",
      cpuSeconds(() => measureDistortion(bent)),
      "s",
      BAR,
    ),
    row("distortion: error at the edge of the picture", Math.abs(distortion + 2.2), "% points", "<= 0.1"),
  ];
};

const pad = (): readonly BenchRow[] => {
  const hatched = hatch({
    seed: "bench",
    maxX: 10_800,
    maxY: 6480,
    maxPressure: 1023,
    widthMm: 108,
    rate: 200,
  });
  return [
    row(
      "pad: dead zones of a whole hatching",
      cpuSeconds(() => measureDeadZones(hatched)),
      "s",
      BAR,
    ),
  ];
};

export const run = (): Promise<readonly BenchRow[]> => Promise.resolve([...scanner(), ...camera(), ...pad()]);
