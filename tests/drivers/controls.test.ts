import { describe, expect, test } from "vitest";
import { CameraControls } from "../../drivers/camera/uvc/controls.ts";
import { twinCamera } from "../../drivers/camera/uvc/model.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { VideoReplay } from "../../drivers/transport/replay-video.ts";
import { VideoTap } from "../../drivers/transport/tap-others.ts";

const NEW = {
  auto_exposure: 3,
  exposure_time_absolute: 157,
  white_balance_automatic: 1,
  white_balance_temperature: 4300,
  focus_automatic_continuous: 1,
  focus_absolute: 30,
  gain: 12,
};
const OLD = {
  exposure_auto: 3,
  exposure_absolute: 157,
  white_balance_temperature_auto: 1,
  white_balance_temperature: 4300,
};

const cameraWith = (controls: Record<string, number>) => {
  const clock = new ReplayClock(0);
  const tap = new VideoTap(twinCamera([], { clock, controls }), clock);
  return { clock, tap, controls: new CameraControls(tap) };
};

const writes = ({ recording }: VideoTap) =>
  recording.controls.filter(({ kind }) => kind === "write").map(({ name, value }) => [name, value]);

describe("a webcam's controls", () => {
  test("holds what the automatics found: each automatic is switched off before its value counts", async () => {
    const { tap, controls } = cameraWith(NEW);
    expect(await controls.hold()).toEqual({ exposure: 157, whiteBalance: 4300, focus: 30, gain: 12 });
    expect(writes(tap)).toEqual([
      ["auto_exposure", 1],
      ["white_balance_automatic", 0],
      ["focus_automatic_continuous", 0],
    ]);
    await controls.release();
    expect(writes(tap).slice(3)).toEqual([
      ["auto_exposure", 3],
      ["white_balance_automatic", 1],
      ["focus_automatic_continuous", 1],
    ]);
  });

  test("sets a value by hand, and writes nothing that stands already", async () => {
    const { tap, controls } = cameraWith(NEW);
    await controls.set("exposure", 250);
    await controls.set("exposure", 250);
    expect(writes(tap)).toEqual([
      ["auto_exposure", 1],
      ["exposure_time_absolute", 250],
    ]);
    expect((await controls.read()).exposure).toBe(250);
  });

  test("knows the names of older kernels, and does without what a camera has not", async () => {
    const { tap, controls } = cameraWith(OLD);
    expect(await controls.hold()).toEqual({ exposure: 157, whiteBalance: 4300 });
    expect(writes(tap)).toEqual([
      ["exposure_auto", 1],
      ["white_balance_temperature_auto", 0],
    ]);
    await expect(controls.set("focus", 10)).rejects.toMatchObject({ code: "stalled" });
  });

  test("what was recorded replays", async () => {
    const { clock, tap, controls } = cameraWith(NEW);
    const held = await controls.hold();
    const replayed = new CameraControls(new VideoReplay(tap.recording, clock));
    expect(await replayed.hold()).toEqual(held);
  });
});
