/** Still cameras of each maker: released, looked through, and nothing left in them. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import type { CaptureOutcome, CaptureRequest } from "../../api/words/capture.ts";
import { ptp } from "../../drivers/camera/ptp/driver.ts";
import { twinPtpCamera } from "../../drivers/camera/ptp/model.ts";
import type { PtpTwinOptions } from "../../drivers/camera/ptp/model.ts";
import { readCanonEvents } from "../../drivers/camera/ptp/canon.ts";
import { readNikonEvents } from "../../drivers/camera/ptp/nikon.ts";
import { jpegWithin } from "../../drivers/camera/ptp/shutter.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { TransferFault } from "../../drivers/transport/transport.ts";
import { jpegFrames } from "./pictures.ts";

const frames = await jpegFrames(3);

const opened = async (options: Partial<PtpTwinOptions>) => {
  const clock = new ReplayClock(0);
  const camera = twinPtpCamera(frames, { ...options, clock });
  const context = { clock, random: seededRandom("ptp"), log: silentLog };
  const device = await ptp.open(camera, ptp.matches[0]!, context);
  const take = (request: Partial<CaptureRequest> = {}) =>
    device.capture({ deadline: 20_000, ...request }, new AbortController().signal);
  return { camera, device, take };
};

const jpegOf = (outcome: CaptureOutcome) => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "face")
    throw new Error(JSON.stringify(outcome));
  return outcome.sample;
};

describe.each(["plain", "canon", "nikon"] as const)("%s", (maker) => {
  test("releases, one picture after the other, and keeps none of them", async () => {
    const { camera, device, take } = await opened({ maker });
    for (const frame of [frames[0]!, frames[1]!, frames[2]!, frames[0]!]) {
      const { bytes, live } = jpegOf(await take());
      expect(Buffer.compare(bytes, frame)).toBe(0);
      expect(live).toBeUndefined();
    }
    expect(camera.kept()).toBe(0);
    await device[Symbol.asyncDispose]();
  });

  test("a picture that comes late is still the one of its release", async () => {
    const { device, take } = await opened({ maker, exposure: 4000 });
    expect(Buffer.compare(jpegOf(await take()).bytes, frames[0]!)).toBe(0);
    await device[Symbol.asyncDispose]();
  });

  test("a release that was broken off leaves its picture to nobody", async () => {
    const { camera, device, take } = await opened({ maker, exposure: 2000 });
    expect(await take({ deadline: 1000 })).toEqual({ kind: "retry", reason: "nothing-presented" });
    expect(Buffer.compare(jpegOf(await take()).bytes, frames[1]!)).toBe(0);
    expect(camera.kept()).toBe(0);
    await device[Symbol.asyncDispose]();
  });
});

describe.each(["canon", "nikon"] as const)("the live view of %s", (maker) => {
  test("gives frames without releasing, and goes out for the picture", async () => {
    const { camera, device, take } = await opened({ maker });
    for (let look = 0; look < 3; look += 1) {
      const { bytes, live } = jpegOf(await take({ look: true }));
      expect(Buffer.compare(bytes, frames[0]!)).toBe(0);
      expect(live).toBe(true);
    }
    expect(camera.kept()).toBe(0);
    expect(jpegOf(await take()).live).toBeUndefined();
    expect(Buffer.compare(jpegOf(await take({ look: true })).bytes, frames[1]!)).toBe(0);
    await device[Symbol.asyncDispose]();
  });

  test("nothing to focus on is a retry, and the next release works", async () => {
    const { device, take } = await opened({ maker, blurred: 1 });
    expect(await take()).toEqual({ kind: "retry", reason: "not-readable" });
    expect(Buffer.compare(jpegOf(await take()).bytes, frames[0]!)).toBe(0);
    await device[Symbol.asyncDispose]();
  });
});

test("a plain camera has no live view: it says so and is not released for a look", async () => {
  const { device, take } = await opened({ maker: "plain" });
  for (let look = 0; look < 3; look += 1)
    expect(await take({ look: true })).toEqual({ kind: "retry", reason: "no-live-view" });
  const { bytes, live } = jpegOf(await take());
  expect([Buffer.compare(bytes, frames[0]!), live]).toEqual([0, undefined]);
  await device[Symbol.asyncDispose]();
});

test("one that cannot be released over USB is refused by its name", async () => {
  await expect(opened({ operations: [0x1001, 0x1002, 0x1003] })).rejects.toMatchObject({
    code: "device-failed",
    message: expect.stringContaining("Twin Still camera cannot be released over USB") as string,
  });
});

describe("what cameras send", () => {
  test("EOS events of impossible lengths are garbage", () => {
    expect(() => readCanonEvents(Uint8Array.of(4, 0, 0, 0, 0x86, 0xc1, 0, 0))).toThrow(TransferFault);
    expect(() => readCanonEvents(Uint8Array.of(255, 0, 0, 0, 0x86, 0xc1, 0, 0))).toThrow(TransferFault);
    expect(readCanonEvents(Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0))).toEqual([]);
  });

  test("Nikon events: a handle of 0 means the camera's memory", () => {
    expect(readNikonEvents(Uint8Array.of(1, 0, 0x01, 0xc1, 0, 0, 0, 0))).toEqual([0xffff0001]);
    expect(() => readNikonEvents(Uint8Array.of(9, 0, 0x01, 0xc1))).toThrow(TransferFault);
  });

  test("the JPEG in a live frame, wherever it begins", () => {
    const live = Buffer.concat([new Uint8Array(129), frames[0]!, new Uint8Array(7)]);
    expect(Buffer.compare(jpegWithin(live), frames[0]!)).toBe(0);
    expect(() => jpegWithin(new Uint8Array(500))).toThrow(TransferFault);
  });
});
