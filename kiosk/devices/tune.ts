/** Tunes a camera: looks at the grey card, writes what models/calibration/tuning.ts proposes, reads it back, looks again. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Measurement } from "../../api/words/calibration.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import { correctionOf } from "../../models/calibration/colour-target.ts";
import { measured } from "../../models/calibration/judge.ts";
import {
  balanceResponse,
  exposureResponse,
  propose,
  type Look,
  type Stuck,
  type Tuned,
  type TunedSettings,
} from "../../models/calibration/tuning.ts";
import { decodeRgb } from "../../models/image.ts";
import type { DeviceControls } from "../../drivers/driver.ts";
import type { Instrument } from "./instrument.ts";
import type { TargetOf } from "./reference.ts";

/** Frames that a camera may still have exposed under what it stood at before. */
const SETTLE_FRAMES = 3;
const NAMES: readonly Tuned[] = ["exposure", "gain", "whiteBalance"];

/** What to do about a camera that cannot be tuned. */
const ADVICE: Readonly<Record<Stuck, string>> = {
  "exposure-missing":
    "The camera has no exposure that can be written; change the lamps until the grey card is right.",
  "exposure-refused":
    "The camera's exposure and gain are at their end and the light is still not right; change the lamps.",
  "exposure-deaf":
    "The camera says that it keeps its exposure and its picture does not follow; replace the camera.",
  "white-balance-missing":
    "The camera has no white balance that can be written; change the lamps, or the camera.",
  "white-balance-refused":
    "The camera does not take its white balance and the cast stays; replace the camera.",
  "white-balance-deaf":
    "The camera says that it keeps its white balance and its picture does not follow; replace the camera.",
  "not-settling":
    "The light changes while the camera is tuned; close the curtains, let the lamps warm up, and measure again.",
};

const only = (settings: Readonly<Record<string, number>>): TunedSettings =>
  Object.fromEntries(NAMES.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])));

const lookAt = async (
  sample: CapturedSample,
  target: TargetOf<"colour">,
  settings: TunedSettings,
  asked: TunedSettings,
): Promise<Look> => {
  if (sample.characteristic !== "face")
    throw new OutsideFault("device-failed", "The camera gave no frame; check it.");
  const picture = await decodeRgb(sample.bytes, "the camera's frame");
  return { settings, asked, ...correctionOf(picture, target) };
};

/** Writes each, and gives what the camera says that it keeps. */
const written = async (controls: DeviceControls, settings: TunedSettings): Promise<TunedSettings> => {
  for (const name of NAMES) {
    const value = settings[name];
    if (value !== undefined) await controls.set(name, value);
  }
  return only(await controls.read());
};

/** All of them written once more: what was reached is what stands there, value by value. */
const keptOf = async (controls: DeviceControls, settings: TunedSettings): Promise<number> => {
  const names = NAMES.filter((name) => settings[name] !== undefined);
  const again = await written(controls, settings);
  const kept = names.filter((name) => again[name] === settings[name]).length;
  return names.length === 0 ? 0 : (100 * kept) / names.length;
};

export interface TunedCamera {
  readonly measurements: readonly Measurement[];
  readonly advice?: string;
  /** The last look. */
  readonly sample: CapturedSample;
}

/** `first`: a frame with the colour target in it. Throws OutsideFault policy-refused when the camera has no settings. */
export const tuneCamera = async (
  instrument: Instrument,
  target: TargetOf<"colour">,
  first: CapturedSample,
  signal: AbortSignal,
): Promise<TunedCamera> => {
  const { controls } = instrument;
  const found = controls === undefined ? {} : only(await controls.read());
  if (controls === undefined || Object.keys(found).length === 0)
    throw new OutsideFault(
      "policy-refused",
      "The camera has no setting that can be written; leave this step out.",
    );
  // By hand from here on, at what its automatics had found.
  await written(controls, found);
  let sample = first;
  const looks = [await lookAt(sample, target, found, found)];
  let proposal = propose(looks);
  while (proposal.kind === "set") {
    const settings = await written(controls, proposal.settings);
    for (let i = 0; i < SETTLE_FRAMES; i += 1)
      sample = await instrument.capture("tuning", "colour target", signal);
    looks.push(await lookAt(sample, target, settings, proposal.settings));
    proposal = propose(looks);
  }
  const last = looks.at(-1);
  const kept = await keptOf(controls, last?.settings ?? {});
  return {
    measurements: measurementsOf(looks, kept),
    sample,
    ...adviceOf(proposal.kind === "stuck" ? proposal.why : []),
  };
};

const adviceOf = (why: readonly Stuck[]): { readonly advice?: string } =>
  why.length === 0 ? {} : { advice: why.map((one) => ADVICE[one]).join(" ") };

const PER_CENT = 100;
/** A camera's exposure is written in tenths of a millisecond and read in milliseconds. */
const PER_UNIT: Partial<Readonly<Record<Tuned, number>>> = { exposure: 10 };

const measurementsOf = (looks: readonly Look[], kept: number): readonly Measurement[] => {
  const last = looks.at(-1);
  if (last === undefined) return [];
  const { settings } = last;
  const responses = [
    ["exposure", exposureResponse(looks)],
    ["white balance", balanceResponse(looks)],
  ] as const;
  return [
    measured("tuning-light", -Math.log2(last.light), 0.05),
    measured("tuning-cast", last.redOverBlue, 0.02),
    ...responses.flatMap(([of, response]) =>
      response === undefined ? [] : [measured("tuning-follows", PER_CENT * response, 5, { of })],
    ),
    measured("settings-kept", kept, 0, { of: Object.keys(settings).join(", ") }),
    ...NAMES.flatMap((name) => {
      const value = settings[name];
      return value === undefined ? [] : [measured(`tuned-${name}`, value / (PER_UNIT[name] ?? 1), 0)];
    }),
    measured("tuning-looks", looks.length, 0),
  ];
};
