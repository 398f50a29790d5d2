/** Exposure and white balance found through the real driver, V4L2 controls of the twin, and the picture itself. */
import { describe, expect, test } from "vitest";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument } from "../../../kiosk/devices/rehearsal.ts";
import type { RehearsedFault } from "../../../kiosk/devices/rehearsed-faults.ts";

const tuned = async (fault?: RehearsedFault) => {
  const instrument = await rehearsalInstrument("face", fault);
  const calibration = new Calibration({ instrument, targets: REHEARSAL_TARGETS, ranges: [], now: () => 0 });
  const found = await instrument.controls?.read();
  await calibration.run("tuning", new AbortController().signal);
  const state = calibration.states().find(({ step }) => step === "tuning")!;
  const measurements = state.outcome.kind === "measured" ? state.outcome.measurements : [];
  const valueOf = (id: string) => measurements.find((one) => one.id === id)?.value ?? Number.NaN;
  const bad = measurements.filter(({ passed }) => passed === false).map(({ id }) => id);
  const now = await instrument.controls?.read();
  return { calibration, found, now, valueOf, bad, advice: state.advice };
};

const PATIENCE = { timeout: 120_000 };

describe("a camera's settings are found on the grey card", () => {
  test(
    "one that is a stop too dark and too cold is set right, read back, and measures well",
    PATIENCE,
    async () => {
      const { calibration, found, now, valueOf, bad } = await tuned("astray");
      expect(found).toMatchObject({ exposure: 84, whiteBalance: 5600 });
      expect(bad).toEqual([]);
      // The truth of these lamps: 15.7 ms and 4300 K.
      expect(Math.abs(Math.log2((now?.["exposure"] ?? 0) / 157))).toBeLessThan(0.15);
      expect(Math.abs(1e6 / (now?.["whiteBalance"] ?? 1) - 1e6 / 4300)).toBeLessThan(12);
      expect(valueOf("tuned-exposure")).toBe((now?.["exposure"] ?? 0) / 10);
      await calibration.run("colour", new AbortController().signal);
      await calibration.run("settings", new AbortController().signal);
      const passed = (step: string) => calibration.states().find((one) => one.step === step)?.outcome;
      expect(passed("colour")).toMatchObject({ kind: "measured", passed: true });
      expect(passed("settings")).toMatchObject({ kind: "measured", passed: true });
    },
  );

  test(
    "one that says that it keeps its settings, and whose picture does not follow, is refused",
    PATIENCE,
    async () => {
      const { bad, advice, valueOf } = await tuned("lying");
      expect(bad).toEqual(
        expect.arrayContaining([
          "tuning-light",
          "tuning-cast",
          "tuning-follows exposure",
          "tuning-follows white balance",
        ]),
      );
      expect(valueOf("settings-kept exposure, gain, whiteBalance")).toBe(100);
      expect(advice).toMatch(/says that it keeps its exposure and its picture does not follow.*replace/u);
    },
  );

  test("one that does not take its white balance keeps its cast, and it is said", PATIENCE, async () => {
    const { bad, advice, now } = await tuned("cast");
    expect(now).toMatchObject({ whiteBalance: 4300 });
    expect(bad).toContain("tuning-cast");
    expect(advice).toMatch(/does not take its white balance/u);
  });

  test(
    "one whose exposure and gain are at their end stays dark, and lamps are asked for",
    PATIENCE,
    async () => {
      const { bad, advice } = await tuned("dark");
      expect(bad).toContain("tuning-light");
      expect(advice).toMatch(/exposure and gain are at their end/u);
    },
  );
});
