/** The search for a camera's settings, against cameras that are formulas: any lamps, any habits, and some that lie. */
import { describe, expect, test } from "vitest";
import {
  balanceResponse,
  exposureResponse,
  propose,
  TUNING,
  type Look,
  type TunedSettings,
} from "../../../models/calibration/tuning.ts";

interface Made {
  readonly start?: TunedSettings;
  /** Under these the grey card is right. */
  readonly right?: { readonly exposure: number; readonly kelvin: number };
  /** Light by stops of exposure; red over blue (logarithm) by mired. */
  readonly gamma?: number;
  readonly perMired?: number;
  readonly keeps?: (name: string, value: number, before: number | undefined) => number;
  readonly noise?: readonly number[];
}

const START = { exposure: 157, gain: 10, whiteBalance: 4600 };

/** Runs the search to its end; gives every look. */
const tuned = (made: Made) => {
  const { start = START, right = { exposure: 157, kelvin: 4600 }, gamma = 1, perMired = -0.005 } = made;
  const { keeps = (_name, value) => value, noise = [0] } = made;
  const settings: Record<string, number> = { ...start };
  const looks: Look[] = [];
  let asked: TunedSettings = {};
  for (;;) {
    const { exposure = right.exposure, gain = 10, whiteBalance = right.kelvin } = settings;
    const stops = gamma * Math.log2(exposure / right.exposure) + (gain - 10) / 24;
    const wobble = noise[looks.length % noise.length] ?? 0;
    const light = 2 ** Math.min(2.2, stops + wobble);
    looks.push({
      settings: { ...settings },
      asked,
      light: 1 / light,
      redOverBlue: Math.exp(perMired * (1e6 / whiteBalance - 1e6 / right.kelvin) + wobble / 10),
      clipped: stops > 1 ? 60 : 0,
    });
    const proposal = propose(looks);
    if (proposal.kind !== "set") return { proposal, looks, settings };
    asked = proposal.settings;
    for (const [name, value] of Object.entries(asked))
      if (value !== undefined) settings[name] = keeps(name, value, settings[name]);
  }
};

describe("tuning a camera", () => {
  test.each([
    ["already right", {}],
    ["two stops too dark", { right: { exposure: 320, kelvin: 4600 }, start: { ...START, exposure: 80 } }],
    ["three stops too light", { right: { exposure: 20, kelvin: 4600 } }],
    ["tungsten lamps under a daylight balance", { right: { exposure: 157, kelvin: 2900 } }],
    [
      "shade under a tungsten balance",
      { right: { exposure: 60, kelvin: 7500 }, start: { ...START, whiteBalance: 2900 } },
    ],
    ["a camera whose light grows slowly with time", { gamma: 0.55, right: { exposure: 300, kelvin: 5200 } }],
    ["a camera whose balance is sluggish", { perMired: -0.0022, right: { exposure: 200, kelvin: 3400 } }],
    ["a camera whose balance is eager", { perMired: -0.009, right: { exposure: 120, kelvin: 6000 } }],
    [
      "lamps that flicker a little",
      { noise: [0, 0.02, -0.02, 0.01], right: { exposure: 220, kelvin: 3900 } },
    ],
    [
      "a balance in steps of 100 K",
      {
        keeps: (name: string, value: number) =>
          name === "whiteBalance" ? Math.round(value / 100) * 100 : value,
        right: { exposure: 157, kelvin: 3650 },
      },
    ],
  ] as const satisfies readonly (readonly [string, Made])[])("%s: found", (_what, made: Made) => {
    const { proposal, looks } = tuned(made);
    expect(proposal).toEqual({ kind: "reached" });
    expect(looks.length).toBeLessThanOrEqual(TUNING.looks);
    const last = looks.at(-1)!;
    expect(Math.abs(Math.log2(last.light))).toBeLessThanOrEqual(TUNING.stops);
    expect(Math.abs(Math.log(last.redOverBlue))).toBeLessThanOrEqual(TUNING.cast);
    // It was tried whether the picture follows, also where nothing had to be changed.
    expect(exposureResponse(looks)).toBeGreaterThan(0.4);
    expect(balanceResponse(looks)).toBeGreaterThan(0.4);
  });

  test("where time has come to its end, gain gives the rest", () => {
    const { proposal, settings } = tuned({ right: { exposure: 600, kelvin: 4600 } });
    expect(proposal).toEqual({ kind: "reached" });
    expect(settings["exposure"]).toBe(TUNING.longestExposure);
    expect(settings["gain"]).toBeGreaterThan(20);
  });

  test("a camera that keeps what is written and does nothing with it is found, right light or wrong", () => {
    const registers = { exposure: 157, gain: 10, whiteBalance: 4600 };
    // The picture is as if nothing had been written.
    const deaf = (off: number, warm: number) => {
      const looks: Look[] = [];
      let settings: TunedSettings = registers;
      for (;;) {
        looks.push({ settings, asked: settings, light: 2 ** off, redOverBlue: Math.exp(warm), clipped: 0 });
        const proposal = propose(looks);
        if (proposal.kind !== "set") return proposal;
        settings = { ...settings, ...proposal.settings };
      }
    };
    expect(deaf(0, 0)).toEqual({ kind: "stuck", why: ["exposure-deaf"] });
    expect(deaf(0.9, 0.3)).toEqual({ kind: "stuck", why: ["exposure-deaf", "white-balance-deaf"] });
  });

  test("a camera that reads back something else stands at its end, and that is said", () => {
    const stuck = tuned({
      right: { exposure: 300, kelvin: 3200 },
      keeps: (_name, _value, before) => before ?? 0,
    });
    expect(stuck.proposal).toEqual({ kind: "stuck", why: ["exposure-refused", "white-balance-refused"] });
  });

  test("a camera without a setting is right as it is, or it is said what is missing", () => {
    expect(tuned({ start: { exposure: 100 }, right: { exposure: 157, kelvin: 4600 } }).proposal.kind).toBe(
      "reached",
    );
    const none = propose([{ settings: {}, asked: {}, light: 2, redOverBlue: 1.4, clipped: 0 }]);
    expect(none).toEqual({ kind: "stuck", why: ["exposure-missing", "white-balance-missing"] });
  });

  test("light that comes and goes is not chased for ever", () => {
    const { proposal, looks } = tuned({ noise: [0, 0.9, -0.9, 0.7, -0.6] });
    expect(proposal.kind).toBe("stuck");
    expect(looks.length).toBeLessThanOrEqual(TUNING.looks);
  });
});
