/**
 * A webcam's exposure, white balance, focus and gain under control, by their V4L2 names. Automatic modes are switched off before
 * absolute values are set, and what the automatics had found is kept: a portrait's light and sharpness hold still.
 */
import { TransferFault } from "../../transport/transport.ts";
import type { VideoTransport } from "../../transport/transport.ts";

interface Adjustable {
  /** Its name on new kernels, then on old ones. */
  readonly value: readonly string[];
  /** The switch of its automatic, and what it is set to for "by hand" and "by itself". */
  readonly automatic?: { readonly names: readonly string[]; readonly manual: number; readonly auto: number };
}

const ADJUSTABLES = {
  /** Units of 100 microseconds; auto_exposure: 1 is manual, 3 is by aperture. */
  exposure: {
    value: ["exposure_time_absolute", "exposure_absolute"],
    automatic: { names: ["auto_exposure", "exposure_auto"], manual: 1, auto: 3 },
  },
  /** Kelvin. */
  whiteBalance: {
    value: ["white_balance_temperature"],
    automatic: { names: ["white_balance_automatic", "white_balance_temperature_auto"], manual: 0, auto: 1 },
  },
  focus: {
    value: ["focus_absolute"],
    automatic: { names: ["focus_automatic_continuous", "focus_auto"], manual: 0, auto: 1 },
  },
  gain: { value: ["gain"] },
} as const satisfies Record<string, Adjustable>;

export type Adjustment = keyof typeof ADJUSTABLES;
export const ADJUSTMENTS = Object.keys(ADJUSTABLES) as readonly Adjustment[];

/** What the camera stands at; what it does not have is absent. */
export type CameraSettings = Partial<Record<Adjustment, number>>;

export class CameraControls {
  readonly #video: VideoTransport;
  /** Names that this camera knows, found by asking. */
  readonly #known = new Map<string, string | undefined>();

  constructor(video: VideoTransport) {
    this.#video = video;
  }

  /** The first of these names that the camera answers to, with its value. */
  async #probe(
    names: readonly string[],
  ): Promise<{ readonly name: string; readonly value: number } | undefined> {
    const key = names.join(" ");
    const candidates = this.#known.has(key) ? [this.#known.get(key)] : names;
    for (const name of candidates) {
      if (name === undefined) continue;
      try {
        const value = await this.#video.readControl(name);
        this.#known.set(key, name);
        return { name, value };
      } catch (error) {
        if (!(error instanceof TransferFault) || error.code !== "stalled") throw error;
      }
    }
    this.#known.set(key, undefined);
    return undefined;
  }

  async read(): Promise<CameraSettings> {
    const settings: CameraSettings = {};
    for (const adjustment of ADJUSTMENTS) {
      const found = await this.#probe(ADJUSTABLES[adjustment].value);
      if (found) settings[adjustment] = found.value;
    }
    return settings;
  }

  async #switch(adjustment: Adjustment, to: "manual" | "auto"): Promise<void> {
    const { automatic }: Adjustable = ADJUSTABLES[adjustment];
    const found = automatic && (await this.#probe(automatic.names));
    if (automatic && found && found.value !== automatic[to])
      await this.#video.writeControl(found.name, automatic[to]);
  }

  /** Throws TransferFault when the camera has no such control or refuses the value. */
  async set(adjustment: Adjustment, value: number): Promise<void> {
    await this.#switch(adjustment, "manual");
    const found = await this.#probe(ADJUSTABLES[adjustment].value);
    if (!found) throw new TransferFault("stalled", `the camera has no control of its ${adjustment}`);
    if (found.value !== value) await this.#video.writeControl(found.name, value);
  }

  /** Holds everything at what the automatics have found; gives what that is. */
  async hold(): Promise<CameraSettings> {
    const found = await this.read();
    for (const adjustment of ADJUSTMENTS) {
      const value = found[adjustment];
      if (value !== undefined) await this.set(adjustment, value);
    }
    return found;
  }

  /** Lets the automatics work again. */
  async release(): Promise<void> {
    for (const adjustment of ADJUSTMENTS) await this.#switch(adjustment, "auto");
  }
}
