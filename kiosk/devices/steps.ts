/** What each step of calibration asks for and how its pictures are measured: THE list the wizards walk. */
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import type { CalibrationStep, Measurement } from "../../api/words/calibration.ts";
import type { CapturedSample, GreyImage, PenTrajectory, RgbImage } from "../../api/words/sample.ts";
import type { Milliseconds, PixelsPerInch } from "../../api/words/units.ts";
import { correctionOf, measureColour } from "../../models/calibration/colour-target.ts";
import { measureContrast } from "../../models/calibration/contrast.ts";
import { measureDistortion } from "../../models/calibration/distortion.ts";
import { measureGeometry } from "../../models/calibration/geometry.ts";
import { measureLinearity } from "../../models/calibration/linearity.ts";
import {
  measureDeadZones,
  measureMapping,
  measurePressure,
  measureReportRate,
  measureScreen,
} from "../../models/calibration/pen.ts";
import { MAPPING_MARKS, screenMarks, type PadMark } from "../../models/calibration/pad-pattern.ts";
import { measurePlaten } from "../../models/calibration/platen.ts";
import { measurePrintRange } from "../../models/calibration/prints.ts";
import { measureBackground, measureFlicker, measureRange } from "../../models/calibration/scene.ts";
import { measureSharpness } from "../../models/calibration/sharpness.ts";
import { measureUniformity } from "../../models/calibration/uniformity.ts";
import { decodeRgb } from "../../models/image.ts";
import type { CalibrationTarget, TargetKind, TargetOf } from "./reference.ts";

export interface Taken {
  readonly what: string;
  readonly sample: CapturedSample;
}

export interface StepInput {
  readonly taken: readonly Taken[];
  readonly target: CalibrationTarget | undefined;
  /** What the device is stated to resolve. */
  readonly ppi: PixelsPerInch | undefined;
  /** Grey levels of each recent print. */
  readonly ranges: readonly number[];
  readonly now: Milliseconds;
  /** What the pad's screen showed meanwhile. */
  readonly marks: readonly PadMark[] | undefined;
}

export interface Measured {
  readonly measurements: readonly Measurement[];
  /** A picture that says more than numbers: where to wipe. */
  readonly picture?: RgbImage;
  /** What to do, where something was found: "Wipe the platen: upper left." */
  readonly advice?: string;
}

export interface StepPlan {
  /** What is to be shown to the device, in order. */
  readonly captures: readonly string[];
  /** The captures are frames of one stream: nothing is laid down in between. */
  readonly stream?: true;
  /** A bought target without which the step cannot be done. */
  readonly needs?: TargetKind;
  /** A bought target that is used where it is owned. */
  readonly uses?: TargetKind;
  /** What a pad shows meanwhile, by lot where the seed says so. */
  readonly shows?: (seed: string) => readonly PadMark[];
  measure(input: StepInput): Promise<Measured>;
}

const sampleOf = ({ taken }: StepInput, what: string): CapturedSample => {
  const found = taken.find((one) => one.what === what)?.sample;
  if (found === undefined) throw new Bug(`the step has no picture "${what}"`);
  return found;
};

const print = (input: StepInput, what: string): GreyImage => {
  const sample = sampleOf(input, what);
  if (sample.characteristic !== "finger") throw new Bug("a scanner's step was given no print");
  return sample.image;
};

const frame = (input: StepInput, what: string): Promise<RgbImage> => frameOf(sampleOf(input, what));

const frameOf = (sample: CapturedSample): Promise<RgbImage> => {
  if (sample.characteristic !== "face") throw new Bug("a camera's step was given no frame");
  return decodeRgb(sample.bytes, "the camera's frame");
};

const pen = (input: StepInput, what: string): PenTrajectory => {
  const sample = sampleOf(input, what);
  if (sample.characteristic !== "signature") throw new Bug("a pad's step was given no trajectory");
  return sample.trajectory;
};

const owned = <K extends TargetKind>({ target }: StepInput, kind: K): TargetOf<K> => {
  if (target?.kind !== kind) throw new Bug(`the step was begun without its ${kind} target`);
  return target as TargetOf<K>;
};

const stated = ({ ppi }: StepInput): PixelsPerInch => {
  if (ppi === undefined)
    throw new OutsideFault(
      "policy-refused",
      "The device does not state its resolution; nothing can be compared with it.",
    );
  return ppi;
};

const only = (measurements: readonly Measurement[]): Promise<Measured> => Promise.resolve({ measurements });

/** What to change, from the grey card: light is never taken from a face to please the backdrop. */
const lightAdvice = ({ light, redOverBlue }: ReturnType<typeof correctionOf>): string => {
  const more = light >= 1 ? `${light.toFixed(2)} times the light` : `${light.toFixed(2)} of the light`;
  const exposure = Math.abs(light - 1) > 0.08 ? `Give the face ${more}: exposure time, or lamps.` : "";
  const cast = redOverBlue > 1 ? "too warm" : "too cold";
  const balance =
    Math.abs(redOverBlue - 1) > 0.08
      ? `Red against blue is ${redOverBlue.toFixed(2)}, ${cast}: set the white balance to the lamps, then measure again.`
      : "";
  return (
    [exposure, balance].filter((words) => words !== "").join(" ") ||
    "Compare lamps and lens with the last certificate."
  );
};

export const RANGE_MARKS = [
  { what: "distance 70, height 170", distanceCm: 70, heightCm: 170 },
  { what: "distance 100, height 170", distanceCm: 100, heightCm: 170 },
  { what: "distance 85, height 140", distanceCm: 85, heightCm: 140 },
  { what: "distance 85, height 200", distanceCm: 85, heightCm: 200 },
] as const;

/** Frames that are looked at for flicker. */
const FLICKER_FRAMES = Array.from({ length: 16 }, (_none, i) => `frame ${i + 1}`);

/** Complete by type. */
export const STEP_PLANS: Readonly<Record<CalibrationStep, StepPlan>> = {
  geometry: {
    captures: ["bars upright", "bars lying"],
    needs: "bars",
    measure: (input) =>
      only(
        measureGeometry({
          upright: print(input, "bars upright"),
          lying: print(input, "bars lying"),
          target: owned(input, "bars"),
          stated: stated(input),
        }),
      ),
  },
  linearity: {
    captures: ["step tablet"],
    needs: "steps",
    measure: (input) =>
      only(
        measureLinearity({
          picture: print(input, "step tablet"),
          tablet: owned(input, "steps"),
          ppi: stated(input),
        }).measurements,
      ),
  },
  contrast: {
    captures: ["gratings along rows", "gratings along columns"],
    needs: "gratings",
    measure: (input) => {
      const target = owned(input, "gratings");
      const ppi = stated(input);
      const common = { target, ppi, stated: ppi < 750 ? 500 : 1000 } as const;
      return only([
        ...measureContrast({ ...common, picture: print(input, "gratings along rows"), across: "x" }),
        ...measureContrast({ ...common, picture: print(input, "gratings along columns"), across: "y" }),
      ]);
    },
  },
  uniformity: {
    captures: ["light target", "dark target"],
    needs: "uniform",
    measure: (input) => {
      const { measurements, dead } = measureUniformity({
        light: print(input, "light target"),
        dark: print(input, "dark target"),
        ppi: stated(input),
      });
      return Promise.resolve({
        measurements,
        ...(dead.length === 0
          ? {}
          : {
              advice: `Dead pixels (column, row): ${dead
                .slice(0, 12)
                .map(({ x, y }) => `${x}, ${y}`)
                .join("; ")}.`,
            }),
      });
    },
  },
  platen: {
    captures: ["empty platen"],
    measure: (input) => {
      const { measurements, spots, wipeHere } = measurePlaten(print(input, "empty platen"), stated(input));
      const places = [...new Set(spots.map(({ where }) => where))];
      const residue = measurements.some(({ id, passed }) => id === "residue" && passed === false);
      const advice = [
        ...(places.length === 0 ? [] : [`Wipe the platen here: ${places.slice(0, 4).join(", ")}.`]),
        ...(residue ? ["The last finger's ridges are still on the platen: wipe all of it."] : []),
      ].join(" ");
      return Promise.resolve({ measurements, picture: wipeHere, ...(advice === "" ? {} : { advice }) });
    },
  },
  "dynamic-range": { captures: [], measure: ({ ranges }) => only(measurePrintRange(ranges)) },
  // Looked at, written and read back by turns (tune.ts).
  tuning: { captures: ["colour target"], needs: "colour", measure: () => only([]) },
  colour: {
    captures: ["colour target"],
    needs: "colour",
    measure: async (input) => {
      const picture = await frame(input, "colour target");
      const target = owned(input, "colour");
      const measurements = measureColour(picture, target);
      if (measurements.every(({ passed }) => passed !== false)) return { measurements };
      return { measurements, advice: lightAdvice(correctionOf(picture, target)) };
    },
  },
  sharpness: {
    captures: ["sharpness sheet"],
    measure: async (input) => ({ measurements: measureSharpness(await frame(input, "sharpness sheet")) }),
  },
  distortion: {
    captures: ["geometry sheet"],
    measure: async (input) => ({ measurements: measureDistortion(await frame(input, "geometry sheet")) }),
  },
  range: {
    captures: RANGE_MARKS.map(({ what }) => what),
    measure: async (input) => ({
      measurements: measureRange(
        await Promise.all(
          RANGE_MARKS.map(async ({ what, distanceCm, heightCm }) => ({
            distanceCm,
            heightCm,
            picture: await frame(input, what),
          })),
        ),
      ),
    }),
  },
  background: {
    captures: ["empty scene"],
    measure: async (input) => ({ measurements: measureBackground(await frame(input, "empty scene")) }),
  },
  flicker: {
    captures: FLICKER_FRAMES,
    stream: true,
    measure: async ({ taken }) => {
      const frames = [];
      for (const { sample } of taken)
        frames.push({ picture: await frameOf(sample), t: sample.capturedAt * 1000 });
      return { measurements: measureFlicker(frames) };
    },
  },
  // Written and read back by the wizard itself (settings.ts).
  settings: { captures: [], measure: () => only([]) },
  mapping: {
    captures: ["five crosses"],
    shows: () => MAPPING_MARKS,
    measure: (input) => only(measureMapping(pen(input, "five crosses"))),
  },
  pressure: {
    captures: ["pressed slowly"],
    uses: "weights",
    measure: (input) =>
      only(
        measurePressure(
          pen(input, "pressed slowly"),
          input.target?.kind === "weights" ? input.target.grams : [],
        ),
      ),
  },
  "dead-zones": {
    captures: ["hatching"],
    measure: (input) => {
      const { measurements, dead } = measureDeadZones(pen(input, "hatching"));
      return Promise.resolve({
        measurements,
        ...(dead.length === 0
          ? {}
          : {
              advice: `The pad does not answer at ${dead
                .slice(0, 6)
                .map(({ x, y }) => `${Math.round(x)} x ${Math.round(y)} mm`)
                .join(", ")} from its upper left corner; replace it.`,
            }),
      });
    },
  },
  "report-rate": {
    captures: ["drawn for two seconds"],
    measure: (input) => only(measureReportRate(pen(input, "drawn for two seconds"))),
  },
  screen: {
    captures: ["crosses on the pad's screen"],
    shows: screenMarks,
    measure: (input) => {
      const measurements = measureScreen(pen(input, "crosses on the pad's screen"), input.marks ?? []);
      const good = measurements.every(({ passed }) => passed !== false);
      const advice =
        "Pen and screen do not fit, or the crosses were not seen; look at the pad's screen and measure again.";
      return Promise.resolve({ measurements, ...(good ? {} : { advice }) });
    },
  },
};
