/**
 * A camera to rehearse with: a twin behind the real driver that sees a synthetic sheet under its own controls, so that its
 * exposure and its white balance can be found, or prove to be deaf.
 */
import { power } from "../../api/base/power.ts";
import { silentLog } from "../../api/base/log.ts";
import { seededRandom } from "../../api/base/random.ts";
import { Bug } from "../../api/base/faults.ts";
import type { CalibrationStep } from "../../api/words/calibration.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { uvc } from "../../drivers/camera/uvc/driver.ts";
import { twinCamera, type Scene } from "../../drivers/camera/uvc/model.ts";
import type { VideoTransport } from "../../drivers/transport/transport.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import type { Rgb } from "../../models/calibration/colour.ts";
import { encodeRgbJpeg } from "../../models/image.ts";
import { watchSheet, type Developed, type SyntheticCamera } from "../../models/synthetic/targets/camera.ts";
import {
  geometrySheet,
  rehearsalSheet,
  sharpnessSheet,
  type Sheet,
} from "../../models/synthetic/targets/sheet.ts";
import type { RehearsedFault } from "./rehearsed-faults.ts";
import type { StepwiseParts } from "./stepwise.ts";

const FRAME_MS = 33;
/** What the lamps want: under these the light is right and white is white. */
const RIGHT = { exposure: 157, whiteBalance: 4300, gain: 12 } as const;
/** Logarithm of red over blue for one mired. */
const PER_MIRED = -0.0042;

const CONTROLS = {
  auto_exposure: 3,
  exposure_time_absolute: RIGHT.exposure,
  white_balance_automatic: 1,
  white_balance_temperature: RIGHT.whiteBalance,
  focus_automatic_continuous: 1,
  focus_absolute: 30,
  gain: RIGHT.gain,
};
const ASTRAY = { exposure_time_absolute: 84, white_balance_temperature: 5600 };

const lensOf = (fault: RehearsedFault | undefined, seed: string): SyntheticCamera => ({
  width: 1500,
  height: 1080,
  seed,
  pixelsPerMm: 4.9,
  tilt: 0.8,
  lean: { x: 0.015, y: -0.01 },
  vignetting: 0.04,
  noise: 1.2,
  blurPixels: fault === "blur" ? 5 : 0.8,
  distortion: fault === "bent" ? [0.05, 0] : [-0.006, 0.001],
});

/** Light and cast of the place itself, before any setting. */
const PLACES: Partial<Readonly<Record<RehearsedFault, { readonly light?: number; readonly cast?: Rgb }>>> = {
  cast: { cast: [1.22, 1, 0.76] },
  dark: { light: 0.5 },
  lying: { light: 0.62, cast: [1.12, 1, 0.88] },
};

const keepsOf =
  (fault: RehearsedFault | undefined) =>
  (name: string, value: number, before: number): number => {
    if (fault === "cast" && name === "white_balance_temperature") return before;
    const [exposure, gain] = [name === "exposure_time_absolute", name === "gain"];
    if (fault === "dark" && (exposure || gain)) return Math.min(value, before);
    if (exposure) return Math.min(5000, Math.max(3, Math.round(value)));
    if (gain) return Math.min(100, Math.max(0, Math.round(value)));
    return name === "white_balance_temperature" ? Math.min(6500, Math.max(2800, value)) : value;
  };

/** What the picture is multiplied by under these controls. */
const developedBy = (fault: RehearsedFault | undefined, controls: ReadonlyMap<string, number>): Developed => {
  const { light = 1, cast: [red, green, blue] = [1, 1, 1] as const } = (fault && PLACES[fault]) ?? {};
  const heard = fault === "lying" ? new Map<string, number>() : controls;
  const exposure = heard.get("exposure_time_absolute") ?? RIGHT.exposure;
  const gain = heard.get("gain") ?? RIGHT.gain;
  const kelvin = heard.get("white_balance_temperature") ?? RIGHT.whiteBalance;
  const warmth = (PER_MIRED * (1e6 / kelvin - 1e6 / RIGHT.whiteBalance)) / 2;
  return {
    exposure: light * (exposure / RIGHT.exposure) * power(2, (gain - RIGHT.gain) / 40),
    cast: [red * Math.exp(warmth), green, blue * Math.exp(-warmth)],
  };
};

/** An even wall, nearly. */
const wall = ({ exposure = 1, cast = [1, 1, 1] }: Developed): RgbImage => {
  const [width, height] = [640, 480];
  const pixels = new Uint8Array(width * height * 3);
  const tint = cast.map((factor) => Math.min(235, 200 * power(exposure * factor, 1 / 2.2)));
  for (let i = 0; i < width * height; i += 1)
    for (let channel = 0; channel < 3; channel += 1)
      pixels[i * 3 + channel] = Math.round((tint[channel] ?? 200) + 4 * Math.cos((i % width) / 200));
  return { width, height, pixels };
};

const SHEETS = {
  tuning: rehearsalSheet,
  colour: rehearsalSheet,
  distortion: geometrySheet,
  sharpness: sharpnessSheet,
  range: sharpnessSheet,
} as const;

type Watching = (developed: Developed) => RgbImage;

/** Tens of megabytes each: kept as long as there is room. */
const watched = new Map<string, WeakRef<Watching>>();

/** The light of a sheet before a lens is found once. */
const watchingSheet = (sheetOf: () => Sheet, lens: SyntheticCamera): Watching => {
  const sheet = sheetOf();
  const key = JSON.stringify([sheet.name, lens]);
  const found = watched.get(key)?.deref() ?? watchSheet(sheet, lens);
  watched.set(key, new WeakRef(found));
  return found;
};

/** What is before the lens in a step. */
const watching = (fault: RehearsedFault | undefined, seed: string): ((step: CalibrationStep) => Watching) => {
  const known = new Map<unknown, Watching>();
  return (step) => {
    const sheetOf = step in SHEETS ? SHEETS[step as keyof typeof SHEETS] : undefined;
    const found =
      known.get(sheetOf) ?? (sheetOf === undefined ? wall : watchingSheet(sheetOf, lensOf(fault, seed)));
    known.set(sheetOf, found);
    return found;
  };
};

/** Closing it leaves the twin as it is: what was written into the camera stands there in the next step. */
const lasting = (twin: VideoTransport): VideoTransport => ({
  kind: "video",
  model: twin.model,
  nextFrame: (options) => twin.nextFrame(options),
  readControl: (name) => twin.readControl(name),
  writeControl: (name, value) => twin.writeControl(name, value),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

/** The same fault and seed, the same pictures. */
export const rehearsedCamera = (
  fault: RehearsedFault | undefined,
  seed: string,
): Pick<StepwiseParts, "plug" | "sample"> => {
  const clock = new ReplayClock(0);
  const before = watching(fault, seed);
  const jpegs = new Map<string, Promise<Uint8Array>>();
  let now: CalibrationStep = "background";
  const scene: Scene = async (controls) => {
    const developed = developedBy(fault, controls);
    const key = JSON.stringify([now in SHEETS ? now : "wall", developed]);
    // Drawing takes no time of the camera's.
    clock.pause();
    try {
      const jpeg = jpegs.get(key) ?? encodeRgbJpeg(before(now)(developed), 93);
      jpegs.set(key, jpeg);
      return await jpeg;
    } finally {
      clock.resume();
    }
  };
  const twin = twinCamera(scene, {
    clock,
    interval: FRAME_MS,
    model: "Rehearsed camera",
    controls: fault === "astray" ? { ...CONTROLS, ...ASTRAY } : CONTROLS,
    keeps: keepsOf(fault),
  });
  const [row] = uvc.matches;
  if (row === undefined) throw new Bug("uvc matches nothing");
  const context = { clock, random: seededRandom(seed), log: silentLog };
  const sample = { module: uvc, row, transport: lasting(twin), context };
  return {
    sample,
    plug: (step) => {
      now = step;
      return Promise.resolve({ ...sample, transport: lasting(twin) });
    },
  };
};
