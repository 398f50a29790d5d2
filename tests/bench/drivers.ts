/**
 * Drivers over replays and twins in memory: `npm run bench -- drivers`. Driver time is what remains of a capture when the
 * replayed transport's own time is taken off: the transport is timed call by call, from the outside.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "../../api/base/clock.ts";
import { FrameSource } from "../../drivers/transport/video.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { isWholeJpeg } from "../../drivers/camera/uvc/jpeg.ts";
import { unscramble } from "../../drivers/fingerprint/uru4000/scramble.ts";
import { JpegSplitter } from "../../drivers/transport/jpeg-splitter.ts";
import { virtualPad, virtualScanner } from "../../drivers/virtual.ts";
import { encodeRgbJpeg } from "../../models/image.ts";
import { ridges, scribble } from "../drivers/pictures.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { sharedRecording } from "../drivers/shared-recordings.ts";
import { footprints, slopeOf, type Footprint } from "./growth.ts";
import { median } from "./row.ts";
import type { BenchRow } from "./row.ts";

const signal = new AbortController().signal;
const DEADLINE = 60_000;

const capture = async (fixture: Fixture): Promise<void> => {
  await using device = await fixture.open();
  const outcome = await device.capture({ deadline: DEADLINE }, signal);
  if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
};

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Processor time of one U.are.U picture, first byte to sample, with the replay; and of the replay alone. */
const pictureTime = async (make: () => Fixture | Promise<Fixture>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < 31; round += 1) {
    const fixture = await make();
    const start = cpu();
    await capture(fixture);
    times.push(cpu() - start);
  }
  return median(times);
};

const unscrambleTime = (): number => {
  const data = new Uint8Array(384 * 289).fill(7);
  const times = Array.from({ length: 31 }, () => {
    const start = performance.now();
    unscramble(data, 0, data.length, 0x12345678);
    return performance.now() - start;
  });
  return median(times);
};

/** Captures before the engine has settled, and those that are looked at. */
const WARM = 4000;
const TOTAL = WARM + 10_000;

const MEBI = 2 ** 20;
const KIBI = 2 ** 10;

/** What 10,000 captures leave behind, in a process of their own (growth.ts). */
const growthRows = async (): Promise<readonly BenchRow[]> => {
  const settled = (await footprints(TOTAL)).filter(({ captures }) => captures >= WARM);
  const kept = (await footprints(TOTAL, true)).filter(({ captures }) => captures >= WARM);
  const perThousand = (of: (one: Footprint) => number) =>
    slopeOf(settled.map((one) => [one.captures, of(one) / KIBI] as const));
  const [first, last] = [settled.at(0), settled.at(-1)];
  const more = (of: (one: Footprint) => number) =>
    last === undefined || first === undefined ? Number.NaN : of(last) - of(first);
  const sizes = kept.map(({ rss }) => rss / MEBI);
  const name = "U.are.U, 10,000 captures";
  return [
    { name: `${name}: RSS, slope`, ...perThousand(({ rss }) => rss), unit: "KiB/1000", bar: "0" },
    { name: `${name}: heap in use, slope`, ...perThousand(({ heap }) => heap), unit: "KiB/1000", bar: "0" },
    {
      name: `${name}: buffers, more at the end`,
      value: more(({ external }) => external),
      unit: "B",
      bar: "0",
    },
    { name: `${name}: more handles`, value: more(({ handles }) => handles), unit: "", bar: "0" },
    { name: `${name}: more open files`, value: more(({ files }) => files), unit: "", bar: "0" },
    {
      name: `${name}: RSS between, with the allocator as it comes`,
      value: Math.max(...sizes) - Math.min(...sizes),
      unit: "MiB",
    },
  ];
};

/** Large buffers that a capture makes beyond the one that the transport hands over: pictures are copied this often. */
const pictureCopies = async (): Promise<number> => {
  const image = ridges(1);
  const { recording } = await recordTwin(virtualScanner([image, image]), 2);
  const device = await fixtureOf(recording, "bench").open();
  await device.capture({ deadline: DEADLINE }, signal);
  const Original = Uint8Array;
  const bytes = image.width * image.height;
  let large = 0;
  const counting = new Proxy(Original, {
    construct(target, given: unknown[], newTarget): object {
      const made = Reflect.construct(target, given, newTarget) as Uint8Array;
      // A view of bytes that are there already is no copy.
      if (made.length >= bytes / 2 && !(given[0] instanceof ArrayBuffer)) large += 1;
      return made;
    },
  });
  globalThis.Uint8Array = counting;
  try {
    await device.capture({ deadline: DEADLINE }, signal);
  } finally {
    globalThis.Uint8Array = Original;
  }
  await device[Symbol.asyncDispose]();
  // The first is the transport's: what came over the wire.
  return large - 1;
};

/** Processor time per second of signature at 200 reports a second. */
const penShare = async (): Promise<number> => {
  const seconds = 60;
  const recorded = await recordTwin(virtualPad(scribble(200 * seconds)), 1, 2 * seconds * 1000);
  const start = cpu();
  await using device = await fixtureOf(recorded.recording, "bench").open();
  await device.capture({ deadline: 2 * seconds * 1000 }, signal);
  return (100 * (cpu() - start)) / (seconds * 1000);
};

/** Processor time per second of a 720p MJPEG stream at 30 frames: cutting it up and looking at every frame. */
const videoShare = async (): Promise<number> => {
  const grain = Uint8Array.from(
    { length: 1280 * 720 * 3 },
    (_, i) => (Math.imul(i, 2_654_435_761) >>> 26) + (i % 1280) / 8,
  );
  const jpeg = await encodeRgbJpeg({ width: 1280, height: 720, pixels: grain }, 85);
  const splitter = new JpegSplitter();
  const stream = Buffer.concat(Array.from({ length: 30 }, () => jpeg));
  const start = cpu();
  let frames = 0;
  for (let second = 0; second < 10; second += 1)
    for (let at = 0; at < stream.length; at += 65_536)
      for (const frame of splitter.push(stream.subarray(at, at + 65_536)))
        frames += isWholeJpeg(frame) ? 1 : 0;
  if (frames !== 300) throw new Error(`${frames} frames of 300`);
  return (cpu() - start) / 100;
};

const STREAM_SECONDS = 5;

/** The same through a real child process that writes 30 frames a second, as ffmpeg does; a consumer that takes each. */
const liveStream = async (): Promise<{ perSecond: number; share: number; dropped: number }> => {
  const grain = Uint8Array.from(
    { length: 1280 * 720 * 3 },
    (_, i) => (Math.imul(i, 2_654_435_761) >>> 26) + (i % 1280) / 8,
  );
  const jpeg = await encodeRgbJpeg({ width: 1280, height: 720, pixels: grain }, 85);
  const folder = await mkdtemp(path.join(tmpdir(), "bench-"));
  const file = path.join(folder, "frame.jpg");
  await writeFile(file, jpeg);
  // By the clock, not by the timer's steps: a frame that is late is followed by the next one in its own time.
  const program = `const f = require("fs").readFileSync(${JSON.stringify(file)}), began = performance.now(); let sent = 0;
    const go = () => { process.stdout.write(f); sent += 1; setTimeout(go, began + (sent * 1000) / 30 - performance.now()); }; go();`;
  const source = new FrameSource(process.execPath, ["-e", program], systemClock);
  await source.next({ timeout: 20_000 });
  const [start, before] = [performance.now(), cpu()];
  let frames = 0;
  while (performance.now() - start < STREAM_SECONDS * 1000) {
    const frame = await source.next({ timeout: 5000 });
    frames += isWholeJpeg(frame.jpeg) ? 1 : 0;
  }
  const [seconds, spent] = [(performance.now() - start) / 1000, cpu() - before];
  source.stop();
  await rm(folder, { recursive: true });
  return { perSecond: frames / seconds, share: spent / (seconds * 10), dropped: source.dropped };
};

export const run = async (): Promise<BenchRow[]> => {
  const folder = sharedRecording("uru4000-4500");
  const twin = await recordTwin(virtualScanner([ridges(1)]), 1);
  const rows: BenchRow[] = [
    {
      name: "U.are.U, CPU a capture, twin's recording, replay included",
      value: await pictureTime(() => fixtureOf(twin.recording, "bench")),
      unit: "ms",
      bar: "<= 15",
    },
    { name: "U.are.U, unscrambling alone", value: unscrambleTime(), unit: "ms" },
  ];
  if (folder)
    rows.push({
      name: "U.are.U 4500, CPU a capture, real recording, replay included",
      value: await pictureTime(() => openFixture(folder)),
      unit: "ms",
      bar: "<= 15",
    });
  const live = await liveStream();
  rows.push(
    {
      name: "720p MJPEG from a child process: frames that reach the consumer",
      value: live.perSecond,
      unit: "1/s",
      bar: "30",
    },
    { name: "720p MJPEG from a child process: of a core", value: live.share, unit: "%", bar: "< 25" },
    { name: "720p MJPEG from a child process: frames dropped", value: live.dropped, unit: "" },
  );
  rows.push(
    ...(await growthRows()),
    {
      name: "U.are.U, copies of the picture in the driver",
      value: await pictureCopies(),
      unit: "",
      bar: "<= 2",
    },
    { name: "STU at 200 reports a second: of a core", value: await penShare(), unit: "%", bar: "< 2" },
    {
      name: "720p MJPEG at 30 a second, cutting and checking: of a core",
      value: await videoShare(),
      unit: "%",
      bar: "< 25",
    },
  );
  return rows;
};
