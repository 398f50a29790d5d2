/** A pad's screen: what is shown on it, and its buttons, on every model. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import type { CaptureOutcome, CaptureRequest } from "../../api/words/capture.ts";
import type { PadAction } from "../../api/words/pad-screen.ts";
import type { PenPoint, PenTrajectory } from "../../api/words/sample.ts";
import { signatureScreen } from "../../drivers/signature/signature-screen.ts";
import { wacomStu } from "../../drivers/signature/wacom-stu/driver.ts";
import { twinPad } from "../../drivers/signature/wacom-stu/model.ts";
import { encodePicture } from "../../drivers/signature/wacom-stu/picture.ts";
import { PADS, readPenReport, REPORT, STATUS_CODES } from "../../drivers/signature/wacom-stu/protocol.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { scribble } from "./pictures.ts";

/** Screens and pens of the vendor's list; a 540 has 13.5 units to the pixel, a 430 has 30. */
const SCREENS: Readonly<Record<string, readonly [number, number, number, number, "1-bit" | "565"]>> = {
  "STU-300": [396, 100, 9900, 2500, "1-bit"],
  "STU-430": [320, 200, 9600, 6000, "1-bit"],
  "STU-430V": [320, 200, 9600, 6000, "1-bit"],
  "STU-500": [640, 480, 10_160, 7620, "1-bit"],
  "STU-520A": [800, 480, 10_800, 6480, "565"],
  "STU-530": [800, 480, 10_800, 6480, "565"],
  "STU-540": [800, 480, 10_800, 6480, "565"],
};

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Strokes of 25 points, 5 ms apart, with the pen in the air between them; each stays around one spot. */
const strokes = (maxX: number, maxY: number, spots: readonly Spot[]): PenTrajectory => {
  const points: PenPoint[] = [];
  for (const { x, y } of spots)
    for (let i = 0; i < 30; i += 1) {
      const contact = i < 25;
      const pressure = contact ? 500 : 0;
      points.push({
        x: Math.round(x) + (i % 3),
        y: Math.round(y),
        contact,
        pressure,
        t: points.length * 5000,
      });
    }
  return { maxX, maxY, maxPressure: 1023, points };
};

/** In units of the pen: where the signature goes, and the middle of each button. */
const spotsOf = (model: string): Record<PadAction | "line", Spot> => {
  const [width, height, maxX, maxY] = SCREENS[model]!;
  const { buttons } = signatureScreen({ width, height });
  const middle = (action: PadAction): Spot => {
    const { x, y, width: wide, height: tall } = buttons.find((one) => one.action === action)!;
    return { x: ((x + wide / 2) / width) * maxX, y: ((y + tall / 2) / height) * maxY };
  };
  const line = { x: maxX * 0.3, y: maxY * 0.4 };
  return { line, accept: middle("accept"), again: middle("again"), decline: middle("decline") };
};

const padOf = (model: string, writing: readonly (readonly Spot[])[]) => {
  const [, , maxX, maxY] = SCREENS[model]!;
  const { productId } = PADS.find((one) => one.model === model)!;
  const clock = new ReplayClock(0);
  const pad = twinPad(
    writing.map((spots) => strokes(maxX, maxY, spots)),
    { clock, productId },
  );
  const open = () =>
    wacomStu.open(pad, wacomStu.matches[0]!, { clock, random: seededRandom("pad"), log: silentLog });
  return { pad, clock, open };
};

const capture = async (
  { open }: ReturnType<typeof padOf>,
  request: Partial<CaptureRequest> = { screen: signatureScreen },
): Promise<CaptureOutcome> => {
  await using device = await open();
  return await device.capture({ deadline: 20_000, ...request }, new AbortController().signal);
};

const pointsOf = (outcome: CaptureOutcome): readonly PenPoint[] => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature")
    throw new Error(JSON.stringify(outcome));
  return outcome.sample.trajectory.points;
};

test("every model of the driver is in this table", () => {
  expect(PADS.map(({ model }) => model).toSorted()).toEqual(Object.keys(SCREENS).toSorted());
});

describe.each(Object.keys(SCREENS))("%s", (model) => {
  const { line, accept, again, decline } = spotsOf(model);
  const [width, height, maxX, maxY, depth] = SCREENS[model]!;

  test("shows the picture that it is given, in its own encoding, and nothing afterwards", async () => {
    const setup = padOf(model, [[line, accept]]);
    const { pad } = setup;
    const { picture, buttons } = signatureScreen({ width, height });
    const seen: unknown[] = [];
    const ask = (size: { width: number; height: number }) => {
      expect(size).toEqual({ width, height });
      return { picture, buttons };
    };
    const next = pad.nextInput.bind(pad);
    pad.nextInput = (options) => {
      seen.push(pad.shown);
      return next(options);
    };
    await capture(setup, { screen: ask });
    const plain = { screenWidth: width, screenHeight: height, encodings: depth === "1-bit" ? 2 : 4 };
    const { bytes } = encodePicture(picture, plain);
    expect(seen[0]).toMatchObject({ encoding: depth === "1-bit" ? 1 : 2 });
    expect(Buffer.compare((seen[0] as { bytes: Uint8Array }).bytes, bytes)).toBe(0);
    expect(pad.shown).toBeUndefined();
  });

  test("ranges are the pad's own", async () => {
    const outcome = await capture(padOf(model, [[line, line]]), {});
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature") throw new Error();
    expect(outcome.sample.trajectory).toMatchObject({ maxX, maxY, maxPressure: 1023 });
    expect(outcome.sample.trajectory.points.length).toBeGreaterThanOrEqual(50);
  });

  test("accept ends it at once, and the tap is no ink", async () => {
    const setup = padOf(model, [[line, line, accept, line]]);
    const points = pointsOf(await capture(setup));
    expect(points.filter(({ contact }) => contact).length).toBe(50);
    expect(points.every(({ y, contact }) => !contact || Math.abs(y - line.y) < 2)).toBe(true);
    // Without waiting for the pen to stay away.
    expect(setup.clock.now()).toBeLessThan(800 + 95 * 5 + 600);
  });

  test("again wipes the sheet; what was written before is gone", async () => {
    const outcome = await capture(
      padOf(model, [
        [line, again],
        [line, line, line, accept],
      ]),
    );
    expect(pointsOf(outcome).filter(({ contact }) => contact).length).toBe(75);
  });

  test("decline is the subject's word, not a fault", async () => {
    expect(await capture(padOf(model, [[line, decline]]))).toEqual({ kind: "retry", reason: "declined" });
  });
});

test("accept before anything is signed is passed over; a stroke that slips off a button presses nothing", async () => {
  const { line, accept, decline } = spotsOf("STU-430");
  const slip = padOf("STU-430", [[accept, line, accept]]);
  expect(pointsOf(await capture(slip)).filter(({ contact }) => contact).length).toBe(25);
  const [, , maxX, maxY] = SCREENS["STU-430"]!;
  const slide = strokes(maxX, maxY, [line, decline]);
  // The stroke on "decline" is carried off the button before the pen is lifted.
  const moved = slide.points.map((point, i) => (i >= 50 ? { ...point, ...line } : point));
  const clock = new ReplayClock(0);
  const pad = twinPad({ ...slide, points: moved }, { clock });
  await using device = await wacomStu.open(pad, wacomStu.matches[0]!, {
    clock,
    random: seededRandom("pad"),
    log: silentLog,
  });
  const outcome = await device.capture(
    { deadline: 20_000, screen: signatureScreen },
    new AbortController().signal,
  );
  expect(pointsOf(outcome).filter(({ contact }) => contact).length).toBe(25);
});

test("a pad that refuses the picture is a fault, in words", async () => {
  const setup = padOf("STU-430", [[spotsOf("STU-430").line]]);
  const set = setup.pad.setFeature.bind(setup.pad);
  setup.pad.setFeature = (report, payload) => (report === 0x26 ? Promise.resolve() : set(report, payload));
  expect(await capture(setup)).toMatchObject({
    kind: "failed",
    fault: { code: "stalled", detail: "the pad refuses the picture (4)" },
  });
});

describe("a capture session", () => {
  const session = 0x0102_0304;

  test("of another program is ended when the pad is opened, and the pen is read again", async () => {
    const clock = new ReplayClock(0);
    const pad = twinPad(scribble(150), { clock, session });
    expect((await pad.getFeature(REPORT.status, 4))[0]).toBe(STATUS_CODES.capture);
    const context = { clock, random: seededRandom("session"), log: silentLog };
    await using device = await wacomStu.open(pad, wacomStu.matches[3]!, context);
    expect((await pad.getFeature(REPORT.status, 4))[0]).toBe(STATUS_CODES.ready);
    const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: "captured", sample: { characteristic: "signature" } });
  });

  test("as long as it is open the pen says nothing that anybody without its key reads", async () => {
    const clock = new ReplayClock(0);
    const pad = twinPad(scribble(20), { clock });
    await pad.setFeature(REPORT.penDataOptionMode, Uint8Array.of(3));
    await pad.setFeature(REPORT.startCapture, Uint8Array.of(1, 2, 3, 4));
    await pad.setFeature(REPORT.inkingMode, Uint8Array.of(1));
    const { bytes } = await pad.nextInput();
    expect([bytes[0], bytes.length]).toEqual([REPORT.penDataTimeCountSequenceEncrypted, 17]);
    expect(readPenReport(bytes)).toBeUndefined();
    await pad.setFeature(REPORT.endCapture, Uint8Array.of(0));
    pad.dropInput();
    expect(readPenReport((await pad.nextInput()).bytes)?.sequence).toBeGreaterThan(1);
  });

  test.each([
    ["a second one", [0, 0, 0, 2], 2],
    ["one without a number", [1], 4],
  ])("%s is refused", async (_what, payload, result) => {
    const pad = twinPad([], { clock: new ReplayClock(0), ...(result === 2 ? { session } : {}) });
    await pad.setFeature(REPORT.startCapture, Uint8Array.from(payload));
    expect((await pad.getFeature(REPORT.status, 4))[1]).toBe(result);
  });
});
