import { describe, expect, test, vi } from "vitest";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { wacomStu } from "../../../drivers/signature/wacom-stu/driver.ts";
import { twinPad } from "../../../drivers/signature/wacom-stu/model.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { instrumentOf } from "../../../kiosk/devices/instrument.ts";
import { padPattern, screenMarks } from "../../../models/calibration/pad-pattern.ts";
import { touchMarks } from "../../../models/synthetic/targets/pen.ts";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument } from "../../../kiosk/devices/rehearsal.ts";
import { calibrated, NOW } from "./rehearsed.ts";

const SOUND_PAD = { seed: "pad", maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 };

const failedIds = (calibration: Calibration): readonly string[] =>
  calibration
    .states()
    .flatMap(({ outcome }) => (outcome.kind === "measured" ? outcome.measurements : []))
    .filter(({ passed }) => passed === false)
    .map(({ id }) => id);

describe("calibration through the real drivers", () => {
  test("a sound scanner passes every step", { timeout: 120_000 }, async () => {
    const calibration = await calibrated("finger");
    expect(failedIds(calibration)).toEqual([]);
    expect(calibration.verdict()).toBe("passed");
  });

  test("a scanner two per cent off in scale is refused, by that name", async () => {
    const calibration = await calibrated("finger", "scale", ["geometry"]);
    expect(failedIds(calibration)).toEqual(["scale-x", "scale-y", "across-bar"]);
    expect(calibration.verdict()).toBe("failed");
  });

  test("a dirty platen is refused, and where to wipe is said", async () => {
    const calibration = await calibrated("finger", "dirt", ["platen"]);
    expect(failedIds(calibration)).toEqual(["dirt", "residue"]);
    expect(calibration.states().find(({ step }) => step === "platen")?.advice).toMatch(/upper left/u);
  });

  test("a dying pad is refused, by each of its faults", async () => {
    const calibration = await calibrated("signature", "dying");
    expect(failedIds(calibration)).toEqual(
      expect.arrayContaining(["mapping-scale-x", "pressure-top", "dead-area", "report-gaps"]),
    );
  });

  test("the pad's own screen shows the crosses that are asked for, in its own memory, and the pen tells where they stand", async () => {
    const clock = new ReplayClock(0);
    const marks = screenMarks("0");
    const twin = twinPad(touchMarks(SOUND_PAD, marks), { clock });
    const row = wacomStu.matches.find(({ productId }) => productId === twin.productId)!;
    await using device = await wacomStu.open(twin, row, {
      clock,
      random: seededRandom("pad"),
      log: silentLog,
    });
    let shown: Uint8Array | undefined;
    const setFeature = twin.setFeature.bind(twin);
    vi.spyOn(twin, "setFeature").mockImplementation((report, payload) => {
      // When the pen is let in, what stands on the screen is what the hand goes by.
      if (report === 0x21 && payload[0] === 1) shown = twin.shown?.bytes;
      return setFeature(report, payload);
    });
    const instrument = instrumentOf({
      device,
      features: wacomStu.featuresOf(row),
      characteristic: "signature",
      permits: wacomStu.calibration ?? {},
    });
    const calibration = new Calibration({ instrument, targets: [], ranges: [], now: () => 0 });
    expect(() => calibration.judge("screen", true)).toThrow(/Touch the crosses on the pad first/u);
    await calibration.run("screen", new AbortController().signal);
    const wanted = padPattern(marks, { width: 320, height: 200 });
    const bit = (x: number, y: number) => ((shown?.[y * 40 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    for (let y = 0; y < 200; y += 1)
      for (let x = 0; x < 320; x += 1)
        if (bit(x, y) !== (wanted.pixels[(y * 320 + x) * 3] === 0 ? 0 : 1)) throw new Error(`${x}, ${y}`);
    const outcome = () => calibration.states().find(({ step }) => step === "screen")!.outcome;
    expect(outcome()).toMatchObject({ kind: "measured", passed: true });
    calibration.judge("screen", false);
    expect(outcome()).toMatchObject({ kind: "measured", passed: false });
    calibration.judge("screen", true);
    expect(outcome()).toMatchObject({ kind: "measured", passed: true });
    expect(failedIds(calibration)).toEqual([]);
  });

  test("a pad whose screen and pen do not fit is refused, in millimetres", async () => {
    const calibration = await calibrated("signature", "screen");
    expect(failedIds(calibration)).toEqual(["screen-offset"]);
    expect(calibration.states().find(({ step }) => step === "screen")?.advice).toMatch(/do not fit/u);
  });

  test("a camera's settings are written and read back through its driver", async () => {
    const calibration = await calibrated("face", undefined, ["settings", "background", "flicker"]);
    const settings = calibration.states().find(({ step }) => step === "settings")!.outcome;
    expect(settings.kind === "measured" && settings.measurements[0]).toMatchObject({
      id: "settings-kept exposure, whiteBalance, focus, gain",
      value: 100,
      passed: true,
    });
    expect(calibration.verdict()).toBe("incomplete");
  });

  test("what was left out is not passed, and a target of the wrong time measures nothing", async () => {
    const instrument = await rehearsalInstrument("finger");
    const [barTarget] = REHEARSAL_TARGETS;
    const ended = { ...barTarget!, certificate: { ...barTarget!.certificate, expires: "2026-11-20" } };
    const calibration = new Calibration({ instrument, targets: [ended], ranges: [], now: () => NOW });
    await expect(calibration.run("geometry", new AbortController().signal)).rejects.toThrow(
      /ended on 2026-11-20/u,
    );
    await expect(calibration.run("linearity", new AbortController().signal)).rejects.toThrow(
      /needs a certified steps target/u,
    );
    calibration.leaveOut("geometry", "no target");
    expect(calibration.verdict()).toBe("incomplete");
  });
});
