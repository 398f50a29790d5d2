import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../api/base/clock.ts";
import { silentLog } from "../../api/base/log.ts";
import { seededRandom } from "../../api/base/random.ts";
import { uvc } from "../../drivers/camera/uvc/driver.ts";
import { virtualCamera } from "../../drivers/virtual.ts";
import { HandedFrames } from "../../drivers/transport/handed-frames.ts";
import { projectRoot } from "../../kiosk/server/root.ts";

const context = { clock: systemClock, random: seededRandom("page camera"), log: silentLog };
const frame = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
const row = uvc.matches[0]!;
const never = new AbortController().signal;

describe("the page's camera", () => {
  test("hands the driver the very bytes that the machine's camera would: the same judgement follows", async () => {
    const camera = new HandedFrames(systemClock);
    await using byPage = await uvc.open(camera, row, context);
    await using byDriver = await virtualCamera([frame], { clock: systemClock }).open();
    const waiting = byPage.capture({ deadline: 2000 }, never);
    camera.push(frame);
    const [one, other] = [await waiting, await byDriver.capture({ deadline: 2000 }, never)];
    if (one.kind !== "captured" || other.kind !== "captured") throw new Error(`${one.kind}, ${other.kind}`);
    if (one.sample.characteristic !== "face" || other.sample.characteristic !== "face")
      throw new Error("no faces");
    expect(Buffer.compare(one.sample.bytes, other.sample.bytes)).toBe(0);
  });

  test("gives the newest frame, never an old one", async () => {
    const camera = new HandedFrames(systemClock);
    camera.push(Uint8Array.of(1));
    camera.push(Uint8Array.of(2));
    expect([...(await camera.nextFrame()).jpeg]).toEqual([2]);
    await expect(camera.nextFrame({ timeout: 30 })).rejects.toMatchObject({ code: "timed-out" });
  });

  test("a page that sends no picture fails as a camera does; a broken picture is not taken for one", async () => {
    const camera = new HandedFrames(systemClock);
    await using device = await uvc.open(camera, row, context);
    const stop = new AbortController();
    const cancelled = device.capture({ deadline: 5000 }, stop.signal);
    stop.abort();
    expect((await cancelled).kind).toBe("cancelled");
    const waiting = device.capture({ deadline: 5000 }, never);
    for (let at = 0; at < 6; at += 1) {
      camera.push(Uint8Array.of(0xff, 0xd8, at));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await waiting).toMatchObject({ kind: "failed", fault: { code: "garbage" } });
  });
});
