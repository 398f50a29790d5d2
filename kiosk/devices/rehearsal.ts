/**
 * Instruments to rehearse with: twins behind the real drivers that are shown synthetic targets, sound or with a fault that
 * the wizard must find. Nothing that they certify is worth anything, and their certificates say so.
 */
import { silentLog } from "../../api/base/log.ts";
import { seededRandom } from "../../api/base/random.ts";
import { Bug, never } from "../../api/base/faults.ts";
import {
  CALIBRATION_STEPS,
  type CalibratedCharacteristic,
  type CalibrationStep,
} from "../../api/words/calibration.ts";
import type { PenTrajectory } from "../../api/words/sample.ts";
import type { DriverModule, IdRow } from "../../drivers/driver.ts";
import { futronicFs81 } from "../../drivers/fingerprint/futronic-fs81/driver.ts";
import { twinFs81 } from "../../drivers/fingerprint/futronic-fs81/model.ts";
import { wacomStu } from "../../drivers/signature/wacom-stu/driver.ts";
import { twinPad } from "../../drivers/signature/wacom-stu/model.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { GREY_CARDS, PATCH_RADIUS, SKIN_PATCHES } from "../../models/calibration/sheet-layout.ts";
import type { PadMark } from "../../models/calibration/pad-pattern.ts";
import { bars, gratings, strip, uniform, type Reflectance } from "../../models/synthetic/targets/coverage.ts";
import { hatch, pressSlowly, touchMarks, type SyntheticPad } from "../../models/synthetic/targets/pen.ts";
import { renderSensor, type SyntheticSensor } from "../../models/synthetic/targets/sensor.ts";
import type { Instrument } from "./instrument.ts";
import type { RehearsedFault } from "./rehearsed-faults.ts";
import { rehearsedCamera } from "./rehearsed-camera.ts";
import type { CalibrationTarget } from "./reference.ts";
import { stepwiseInstrument, type Plug, type StepwiseParts } from "./stepwise.ts";

const certificate = {
  number: "SYNTHETIC",
  laboratory: "made by this program",
  issued: "2026-01-01",
  expires: "2049-12-31",
};
const common = { format: "calibration-target/1", maker: "synthetic", serial: "none", certificate } as const;
const REFLECTANCES = [0.05, 0.14, 0.25, 0.36, 0.47, 0.58, 0.69, 0.8, 0.9];
const FREQUENCIES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The references of the synthetic targets. */
export const REHEARSAL_TARGETS: readonly CalibrationTarget[] = [
  { ...common, id: "synthetic-bars", kind: "bars", perMm: 1, relativeUncertainty: 0.0002 },
  {
    ...common,
    id: "synthetic-steps",
    kind: "steps",
    patchMm: 1.7,
    reflectances: REFLECTANCES,
    uncertainty: 0.003,
  },
  { ...common, id: "synthetic-gratings", kind: "gratings", fieldMm: 4, frequencies: FREQUENCIES },
  { ...common, id: "synthetic-uniform", kind: "uniform", light: 0.9, dark: 0.04 },
  {
    ...common,
    id: "synthetic-colours",
    kind: "colour",
    uncertainty: 0.3,
    patches: [
      ...SKIN_PATCHES.map(({ id, x, y, lab }) => ({
        id,
        kind: "skin" as const,
        x,
        y,
        radius: PATCH_RADIUS,
        lab: [...lab] as [number, number, number],
      })),
      ...GREY_CARDS.map(({ id, x, y, lab }) => ({
        id,
        kind: "grey" as const,
        x,
        y,
        radius: PATCH_RADIUS,
        lab: [...lab] as [number, number, number],
      })),
    ],
  },
];

const firstRow = ({ id, matches }: DriverModule): IdRow => {
  const [row] = matches;
  if (row === undefined) throw new Bug(`${id} matches nothing`);
  return row;
};

/** What is rehearsed with. */
export interface Rehearsed {
  readonly kind: CalibratedCharacteristic;
  readonly fault?: RehearsedFault | undefined;
  /** The same seed, the same pictures. */
  readonly seed: string;
}

const contextAt = (clock: ReplayClock, seed: string) => ({
  clock,
  random: seededRandom(seed),
  log: silentLog,
});

const scannerTarget = (what: string): Reflectance => {
  switch (what) {
    case "bars upright":
      return bars(1, "x");
    case "bars lying":
      return bars(1, "y");
    case "step tablet":
      return strip(REFLECTANCES, 1.7, 0.4, 0.95);
    case "gratings along rows":
      return gratings(FREQUENCIES, 4, 4, "x");
    case "gratings along columns":
      return gratings(FREQUENCIES, 4, 4, "y");
    case "dark target":
      return uniform(0.04);
    default:
      return uniform(0.92);
  }
};

const sensorWith = (fault: RehearsedFault | undefined, what: string, seed: string): SyntheticSensor => ({
  width: 320,
  height: 480,
  ppi: fault === "scale" ? { x: 510, y: 510 } : { x: 500.6, y: 499.5 },
  seed: `${seed} ${what}`,
  tilt: 1.2,
  noise: 0.5,
  vignetting: 0.01,
  blurPixels: fault === "blur" ? 0.95 : 0.4,
  ...(fault === "dead-pixels"
    ? { deadPixels: [40, 77, 120, 160, 200, 260, 300].map((x) => ({ x, y: 2 * x - 40, level: 0 })) }
    : {}),
  ...(fault === "dirt" && what === "empty platen"
    ? {
        residue: 10,
        dirt: [
          { x: 3.5, y: 4, radius: 1.1, depth: 70 },
          { x: 12, y: 19, radius: 0.7, depth: 45 },
          { x: 13.5, y: 6, radius: 0.5, depth: 50 },
        ],
      }
    : {}),
});

const scanner = ({ fault, seed }: Rehearsed, what?: string): Plug => {
  const clock = new ReplayClock(0);
  const shown = what === undefined ? [] : [renderSensor(scannerTarget(what), sensorWith(fault, what, seed))];
  return {
    module: futronicFs81,
    row: firstRow(futronicFs81),
    transport: twinFs81(shown, { clock }),
    context: contextAt(clock, seed),
  };
};

const SOUND_PAD: SyntheticPad = {
  seed: "pad",
  maxX: 9600,
  maxY: 6000,
  maxPressure: 1023,
  widthMm: 96,
  rate: 200,
};
const DYING: Partial<SyntheticPad> = {
  dead: [{ x: 60, y: 30, width: 16, height: 14 }],
  top: 0.45,
  lost: 0.06,
  scale: { x: 1.02, y: 1 },
};

const SHIFTED: Partial<SyntheticPad> = { offset: { x: 4, y: -2.5 } };

const written = (what: string, pad: SyntheticPad, marks: readonly PadMark[] | undefined): PenTrajectory => {
  if (marks !== undefined) return touchMarks(pad, marks);
  return what === "pressed slowly" ? pressSlowly(pad) : hatch(pad);
};

const pad = (
  { fault, seed }: Rehearsed,
  step?: CalibrationStep,
  what?: string,
  marks?: readonly PadMark[],
): Plug => {
  const clock = new ReplayClock(0);
  // Who touches what a shifted screen shows touches beside it.
  const own = fault === "dying" ? DYING : fault === "screen" && step === "screen" ? SHIFTED : {};
  const shown = what === undefined ? [] : [written(what, { ...SOUND_PAD, seed, ...own }, marks)];
  const twin = twinPad(shown, { clock });
  const row = wacomStu.matches.find(({ productId }) => productId === twin.productId) ?? firstRow(wacomStu);
  return { module: wacomStu, row, transport: twin, context: contextAt(clock, seed) };
};

/** Prints of a sound scanner, for the dynamic range: levels of each. */
export const rehearsedRanges = (): readonly number[] =>
  Array.from({ length: 40 }, (_none, i) => 205 + (i % 30));

const plugsOf = (rehearsed: Rehearsed): Pick<StepwiseParts, "plug" | "sample"> => {
  switch (rehearsed.kind) {
    case "finger":
      return {
        sample: scanner(rehearsed),
        plug: (_step, what) => Promise.resolve(scanner(rehearsed, what)),
      };
    case "face":
      return rehearsedCamera(rehearsed.fault, rehearsed.seed);
    case "signature":
      return {
        sample: pad(rehearsed),
        plug: (step, what, marks) => Promise.resolve(pad(rehearsed, step, what, marks)),
      };
    default:
      return never(rehearsed.kind);
  }
};

/** With `recorded`, what passes is kept, and marks are drawn from that lot. */
export const rehearsalInstrument = (
  kind: CalibratedCharacteristic,
  fault?: RehearsedFault,
  seed = "rehearsal",
  recorded: Pick<StepwiseParts, "keep" | "lot"> = {},
): Promise<Instrument> => {
  const plugs = plugsOf({ kind, fault, seed });
  return stepwiseInstrument({
    ...plugs,
    ...recorded,
    characteristic: kind,
    resting: CALIBRATION_STEPS[kind][0],
    permits: plugs.sample.module.calibration ?? {},
    rehearsal: `synthetic target${fault === undefined ? "" : `, fault: ${fault}`}`,
  });
};
