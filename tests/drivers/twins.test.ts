import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import { asCaptured, twinScanner } from "../../drivers/fingerprint/uru4000/model.ts";
import { uru4000 } from "../../drivers/fingerprint/uru4000/driver.ts";
import { fixtureOf, openFixture } from "../../drivers/fixture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { nb1010 } from "../../drivers/fingerprint/nb1010/driver.ts";
import { twinNb1010 } from "../../drivers/fingerprint/nb1010/model.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { virtualCamera, virtualDevice, virtualPad, virtualScanner } from "../../drivers/virtual.ts";
import { seededRandom } from "../../api/base/random.ts";
import { silentLog } from "../../api/base/log.ts";
import { jpegFrames, ridges, scribble } from "./pictures.ts";

const signal = new AbortController().signal;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "drivers-"));
});
afterAll(() => rm(folder, { recursive: true }));

const imageOf = (outcome: CaptureOutcome): GreyImage => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
    throw new Error(JSON.stringify(outcome));
  return outcome.sample.image;
};

const captures = async (fixture: Fixture, count: number): Promise<CaptureOutcome[]> => {
  await using device = await fixture.open();
  const outcomes = [];
  for (let i = 0; i < count; i += 1) outcomes.push(await device.capture({ deadline: 20_000 }, signal));
  return outcomes;
};

/** Without the moment, which is the clock's. */
const samples = (all: readonly CaptureOutcome[]) =>
  all.map((one) => (one.kind === "captured" ? { ...one.sample, capturedAt: 0 } : one));

const differing = (a: GreyImage, b: GreyImage): number =>
  a.pixels.reduce((count, value, i) => count + (value === b.pixels[i] ? 0 : 1), 0);

const variant = (productId: number, images: readonly GreyImage[], plain = false): Fixture => {
  const clock = new ReplayClock(0);
  const context = { clock, random: seededRandom("test"), log: silentLog };
  return virtualDevice(uru4000, twinScanner(images, { clock, productId, plain }), context);
};

describe("a twin and its driver", () => {
  const [right, left] = [ridges(1), ridges(2)];

  test("U.are.U 4500: two fingers in a row, then nobody", async () => {
    const [first, second, third] = await captures(virtualScanner([right, left]), 3);
    expect(differing(imageOf(first!), asCaptured(right))).toBe(0);
    expect(differing(imageOf(second!), asCaptured(left))).toBe(0);
    expect(differing(imageOf(first!), right)).toBeLessThan(400);
    expect(third).toEqual({ kind: "retry", reason: "nothing-presented" });
  });

  test("the authenticated Microsoft reader answers its challenge; its picture is not turned", async () => {
    const [first] = await captures(variant(0x00ca, [right]), 1);
    expect(differing(imageOf(first!), asCaptured(right, { productId: 0x00ca }))).toBe(0);
  });

  test("a reader that flags its lines as scrambled and sends them plain", async () => {
    const [first] = await captures(variant(0x0007, [right], true), 1);
    expect(differing(imageOf(first!), asCaptured(right, { productId: 0x0007, plain: true }))).toBe(0);
  });

  test("NB-1010-U", async () => {
    const picture = ridges(3, 256, 180);
    const clock = new ReplayClock(0);
    const context = { clock, random: seededRandom("test"), log: silentLog };
    const [first, second] = await captures(
      virtualDevice(nb1010, twinNb1010([picture], { clock }), context),
      2,
    );
    expect(differing(imageOf(first!), picture)).toBe(0);
    expect(second).toEqual({ kind: "retry", reason: "nothing-presented" });
  });

  test("Wacom STU: the trajectory comes through in the pad's units", async () => {
    const signature = scribble(400);
    const [first, second] = await captures(virtualPad([signature, scribble(5)]), 2);
    if (first?.kind !== "captured" || first.sample.characteristic !== "signature") throw new Error();
    const { trajectory } = first.sample;
    const end = signature.points.findLastIndex(({ contact }) => contact) + 1;
    expect(trajectory.points).toEqual(
      signature.points
        .slice(0, end)
        .map((point) => ({ ...point, pressure: point.contact ? point.pressure : 0 })),
    );
    expect(trajectory).toMatchObject({ maxX: 9600, maxY: 6000, maxPressure: 1023 });
    expect(second).toEqual({ kind: "retry", reason: "too-short" });
  });

  test("camera: frames one after the other, and round again", async () => {
    const frames = await jpegFrames(2);
    const got = await captures(virtualCamera(frames), 3);
    const bytes = got.map((one) =>
      one.kind === "captured" && one.sample.characteristic === "face"
        ? Buffer.from(one.sample.bytes)
        : undefined,
    );
    expect(bytes).toEqual([frames[0], frames[1], frames[0]].map((frame) => Buffer.from(frame!)));
  });
});

describe("a recording authored by a twin replays through the real driver", () => {
  const images = [ridges(4), ridges(5)];
  const start = 1_767_258_000_000;
  const devices: [string, () => Promise<Fixture>, number][] = [
    ["uru4000", () => Promise.resolve(virtualScanner(images, { start })), 2],
    ["wacom-stu", () => Promise.resolve(virtualPad(scribble(300), { start })), 1],
    ["uvc", async () => virtualCamera(await jpegFrames(3), { start }), 3],
  ];

  test.each(devices)("%s, from files and from memory", async (name, make, count) => {
    const recorded = await recordTwin(await make(), count);
    const directory = path.join(folder, name);
    await writeRecording(recorded.files, directory);
    const fixture = await openFixture(directory);
    expect(fixture.module.id).toBe(name);
    const outcomes = await captures(fixture, count);
    expect(outcomes.filter(({ kind }) => kind !== "captured")).toEqual([]);
    expect(samples(outcomes)).toEqual(samples(recorded.outcomes));
    expect(samples(await captures(fixtureOf(recorded.recording, name), count))).toEqual(samples(outcomes));
  });

  test("the same twin gives the same bytes, and none of them is a serial number", async () => {
    const [a, b] = [
      await recordTwin(virtualScanner(images, { start }), 2),
      await recordTwin(virtualScanner(images, { start }), 2),
    ];
    expect([...a.files]).toEqual([...b.files]);
    expect(String(a.files.get("device.umockdev"))).not.toMatch(/serial/iu);
  });
});
