import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../api/base/clock.ts";
import { HidReplay } from "../../drivers/transport/replay-hid.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { SerialReplay } from "../../drivers/transport/replay-serial.ts";
import { UsbReplay } from "../../drivers/transport/replay-usb.ts";
import { VideoReplay } from "../../drivers/transport/replay-video.ts";
import { setupBytes } from "../../drivers/transport/setup.ts";
import { UsbTap } from "../../drivers/transport/tap-usb.ts";
import type { UsbExchange } from "../../drivers/transport/usb-exchange.ts";
import { transcriptOf } from "../../drivers/transport/usbmon-transcript.ts";

const identity = { vendorId: 1, productId: 2, release: 3, endpoints: [] };
const register = { type: "vendor", request: 4, value: 0x4e, index: 0 } as const;

const exchange = (
  position: number,
  of: Partial<UsbExchange>,
  received: Uint8Array = new Uint8Array(),
  answer = position + 1,
): UsbExchange => ({
  type: "bulk",
  endpoint: 0x82,
  length: 8,
  sent: new Uint8Array(),
  submittedAt: 0,
  submission: position,
  completion: { position: answer, at: 1_000_000, status: 0, received },
  ...of,
});

const write = (position: number, mode: number): UsbExchange =>
  exchange(position, {
    type: "control",
    endpoint: 0,
    setup: setupBytes(register, false, 1),
    length: 1,
    sent: Uint8Array.of(mode),
  });

describe("the USB replayer", () => {
  test("says what was expected and what came", async () => {
    const replay = new UsbReplay(identity, [write(0, 0x10), write(2, 0x20)], new ReplayClock(0));
    await replay.controlOut(register, Uint8Array.of(0x10));
    await expect(replay.controlOut(register, Uint8Array.of(0x70))).rejects.toMatchObject({
      code: "recording-mismatch",
      message:
        "transfer 2 of 2: expected endpoint 00 setup 40044e0000000100 1 bytes 20, got endpoint 00 setup 40044e0000000100 1 bytes 70",
    });
    await expect(replay.read(0x82, 8)).rejects.toMatchObject({ code: "recording-ended" });
  });

  test("an answer waits for what was sent before it in the recording, and for its recorded time", async () => {
    const clock = new ReplayClock(500);
    const data = Uint8Array.of(7);
    const replay = new UsbReplay(identity, [exchange(0, {}, data, 9), write(1, 0x20)], clock);
    let came = false;
    const reading = replay.read(0x82, 8).then((bytes) => {
      came = true;
      return bytes;
    });
    await clock.sleep(5000);
    expect(came).toBe(false);
    await replay.controlOut(register, Uint8Array.of(0x20));
    expect(await reading).toEqual(data);
  });

  test("data that a cancelled or late reader did not take are there for the next", async () => {
    const replay = new UsbReplay(identity, [exchange(0, {}, Uint8Array.of(7))], new ReplayClock(0));
    await expect(replay.read(0x82, 8, { timeout: 10 })).rejects.toMatchObject({ code: "timed-out" });
    await expect(replay.read(0x82, 8, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await replay.read(0x82, 8, { timeout: 2000 })).toEqual(Uint8Array.of(7));
  });

  test.each([
    [-32, "stalled"],
    [-19, "unplugged"],
    [-71, "unplugged"],
    [-110, "timed-out"],
    [-75, "garbage"],
  ])("status %i is %s", async (status, code) => {
    const completion = { position: 1, at: 0, status, received: new Uint8Array() };
    const replay = new UsbReplay(identity, [exchange(0, { completion })], new ReplayClock(0));
    await expect(replay.read(0x82, 8)).rejects.toMatchObject({ code });
  });

  test("what a tap saw is what the replay holds", async () => {
    const recording = [write(0, 0x10), exchange(2, {}, Uint8Array.of(1, 2, 3))];
    const clock = new ReplayClock(0);
    const tap = new UsbTap(new UsbReplay(identity, recording, clock), clock, (bytes) => bytes);
    await tap.controlOut(register, Uint8Array.of(0x10));
    await tap.read(0x82, 8);
    await expect(tap.read(0x82, 8)).rejects.toMatchObject({ code: "recording-ended" });
    const seen = transcriptOf(tap.events);
    expect(
      seen.slice(0, 2).map(({ sent, setup, completion }) => [sent, setup, completion?.received]),
    ).toEqual(recording.map(({ sent, setup, completion }) => [sent, setup, completion?.received]));
  });
});

describe("the HID replayer", () => {
  test("keeps the order of commands, and gives input at its distance from them", async () => {
    const clock = new ReplayClock(0);
    const entries = [
      { t: 0, kind: "feature-set", id: 0x21, payload: Uint8Array.of(1) },
      { t: 5000, kind: "input", id: 1, payload: Uint8Array.of(9) },
      { t: 6000, kind: "feature-get", id: 3, payload: Uint8Array.of(0, 0) },
    ] as const;
    const replay = new HidReplay(identity, entries, clock);
    const input = replay.nextInput();
    await expect(replay.setFeature(0x20, Uint8Array.of(1))).rejects.toThrow(
      /expected feature-set 21 01, got feature-set 20 01/u,
    );
    await replay.setFeature(0x21, Uint8Array.of(1));
    expect(await input).toEqual({ bytes: Uint8Array.of(1, 9), t: 5000 });
    expect(clock.now()).toBe(5);
    expect(await replay.getFeature(3, 4)).toEqual(Uint8Array.of(0, 0));
    await expect(replay.nextInput({ timeout: 100 })).rejects.toMatchObject({ code: "timed-out" });
    expect(replay.left).toBe(0);
  });
});

describe("the serial replayer", () => {
  test("takes the recorded bytes however they are cut, and refuses others", async () => {
    const entries = [
      { t: 0, direction: "out", data: Uint8Array.of(1, 2, 3) },
      { t: 10, direction: "in", data: Uint8Array.of(4) },
      { t: 20, direction: "out", data: Uint8Array.of(5) },
    ] as const;
    const replay = new SerialReplay("/dev/ttyUSB0", entries, new ReplayClock(0));
    await replay.write(Uint8Array.of(1));
    await replay.write(Uint8Array.of(2, 3));
    expect(await replay.read()).toEqual(Uint8Array.of(4));
    await expect(replay.write(Uint8Array.of(6))).rejects.toThrow(/expected 05, got 06/u);
  });
});

describe("the camera replayer", () => {
  test("gives the newest frame, drops older ones and ends with the recording", async () => {
    const clock = new VirtualClock(0);
    const frames = [0, 33, 66, 99].map((ms) => ({ t: ms * 1000, jpeg: Uint8Array.of(ms) }));
    const replay = new VideoReplay({ model: "x", frames, controls: [] }, clock);
    expect((await replay.nextFrame()).jpeg).toEqual(Uint8Array.of(0));
    clock.advance(70);
    expect((await replay.nextFrame()).jpeg).toEqual(Uint8Array.of(66));
    clock.advance(70);
    expect((await replay.nextFrame()).jpeg).toEqual(Uint8Array.of(99));
    await expect(replay.nextFrame()).rejects.toMatchObject({ code: "recording-ended" });
    await expect(replay.writeControl("gain", 1)).rejects.toMatchObject({ code: "recording-ended" });
  });
});

describe("the replay's clock", () => {
  test("jumps from sleeper to sleeper, in order, without waiting", async () => {
    const clock = new ReplayClock(1000);
    const order: number[] = [];
    await Promise.all([3000, 1000, 2000].map((ms) => clock.sleep(ms).then(() => order.push(clock.now()))));
    expect(order).toEqual([2000, 3000, 4000]);
  });
});
