/**
 * What the rig runs in its guest: the project's own discovery, transports and drivers against twins that the kernel takes for
 * devices. One line of JSON a check on standard output; the exit code says whether all held.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { discover, openFound, transportOf } from "../../drivers/discovery.ts";
import type { Found } from "../../drivers/discovery.ts";
import { fixtureOf } from "../../drivers/fixture.ts";
import { asCaptured } from "../../drivers/fingerprint/uru4000/model.ts";
import { recorderOf } from "../../drivers/recorder.ts";
import { signatureScreen } from "../../drivers/signature/signature-screen.ts";
import { isWholeJpeg } from "../../drivers/camera/uvc/jpeg.ts";
import { ridges, scribble } from "../drivers/pictures.ts";

const context = { clock: systemClock, random: systemRandom, log: silentLog };
const never = new AbortController().signal;
/** An emulated processor is slow. */
const DEADLINE = 120_000;
const PATIENCE = 90_000;
const SLOW_START = 8;
const REOPEN = 5;

let failures = 0;
const check = (name: string, holds: boolean, detail: unknown = ""): void => {
  if (!holds) failures += 1;
  process.stdout.write(`RIG ${JSON.stringify({ name, holds, detail })}\n`);
};

const twin = async (program: string, word: string, ...args: readonly string[]): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, program), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (data: Buffer) => {
      process.stdout.write(data);
      if (data.toString().includes(word)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  return child;
};

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });

/** A killed twin's gadget stays bound: it is unplugged too, and waited for until nobody sees it. */
const unplugged = async (child: ChildProcess): Promise<void> => {
  await gone(child);
  await writeFile("/sys/kernel/config/usb_gadget/reader/UDC", "\n").catch(() => undefined);
  for (let waited = 0; waited < PATIENCE; waited += 500) {
    const left = (await discover()).some(({ match }) => match?.module.id === "uru4000");
    if (!left) return;
    await systemClock.sleep(500);
  }
};

const found = async (driver: string): Promise<Found> => {
  for (let waited = 0; waited < PATIENCE; waited += 500) {
    const one = (await discover()).find(({ match }) => match?.module.id === driver);
    if (one) return one;
    await systemClock.sleep(500);
  }
  throw new Error(`${driver} is not found: ${JSON.stringify(await discover())}`);
};

/** A gadget that has just been bound may be enumerated once more, at another address: it is sought again. */
const opened = async (driver: string): Promise<CaptureDevice> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await openFound(await found(driver), context);
    } catch (error) {
      if (tries === REOPEN || !(error instanceof OutsideFault)) throw error;
      await systemClock.sleep(2000);
    }
  }
};

const same = (outcome: CaptureOutcome, seed: number): boolean =>
  outcome.kind === "captured" &&
  outcome.sample.characteristic === "finger" &&
  Buffer.compare(outcome.sample.image.pixels, asCaptured(ridges(seed)).pixels) === 0;

const told = (outcome: CaptureOutcome): unknown => (outcome.kind === "captured" ? outcome.kind : outcome);

/** libusb on a real bus: two fingers through the recording tap, and the recording replayed in process. */
const reader = async (): Promise<void> => {
  const child = await twin("ffs-reader.js", "bound");
  const one = await found("uru4000");
  check("the reader is discovered", one.state === "ready", one.words);
  const { match, thing } = one;
  if (!match) return;
  const recorder = recorderOf(await transportOf(thing, systemClock), systemClock, match.module);
  {
    await using device = await match.module.open(recorder.transport, match.row, context);
    const [first, second] = [
      await device.capture({ deadline: DEADLINE }, never),
      await device.capture({ deadline: DEADLINE }, never),
    ];
    check("libusb: a picture, to the pixel", same(first, 1), told(first));
    check("libusb: the next finger's, to the pixel", same(second, 2), told(second));
  }
  await using replayed = await fixtureOf(recorder.recording(), "rig").open();
  const again = await replayed.capture({ deadline: DEADLINE }, never);
  check("what was recorded on the bus replays, to the pixel", same(again, 1), told(again));
  await unplugged(child);
};

/** A twin that the machine gives no processor is silent, which says nothing of the driver: it is asked again. */
const STARVED = 3;

const mishap = async (name: string, codes: readonly string[]): Promise<void> => {
  let outcome: CaptureOutcome;
  for (let tries = 1; ; tries += 1) {
    const child = await twin("ffs-reader.js", "bound", name);
    await using device = await opened("uru4000");
    outcome = await device.capture({ deadline: DEADLINE }, never);
    await unplugged(child);
    if (outcome.kind !== "failed" || outcome.fault.code !== "timed-out" || tries === STARVED) break;
  }
  check(
    `libusb: ${name} in the middle of a picture`,
    outcome.kind === "failed" && codes.includes(outcome.fault.code),
    told(outcome),
  );
};

const places = (of: readonly { x: number; y: number }[]): string =>
  JSON.stringify(of.map(({ x, y }) => [x, y]));

/** node-hid on a real hidraw: a screen, a signature, and the plug pulled within the next one. */
const pad = async (): Promise<void> => {
  const child = await twin("uhid-pad.js", "created");
  const one = await found("wacom-stu");
  check("the pad is discovered, its ranges are its own", one.state === "ready", one.words);
  await using device = await openFound(one, context);
  const outcome = await device.capture({ deadline: DEADLINE, screen: signatureScreen }, never);
  const written = scribble(400);
  const end = written.points.findLastIndex(({ contact }) => contact) + 1;
  const points =
    outcome.kind === "captured" && outcome.sample.characteristic === "signature"
      ? outcome.sample.trajectory.points
      : [];
  check(
    "hidraw: a signature, point for point",
    places(points) === places(written.points.slice(0, end)),
    told(outcome),
  );
  const waiting = device.capture({ deadline: DEADLINE }, never);
  await systemClock.sleep(3000);
  await gone(child);
  const broken = await waiting;
  check(
    "hidraw: unplugged within a signature",
    broken.kind === "failed" && broken.fault.code === "unplugged",
    told(broken),
  );
};

/** ffmpeg and v4l2-ctl on a real video node. */
const camera = async (): Promise<void> => {
  const one = await found("uvc");
  check("the camera is discovered", one.state === "ready", one.words);
  {
    await using device = await openFound(one, context);
    let outcome = await device.capture({ deadline: DEADLINE }, never);
    // The stream goes on starting while nobody waits for it.
    for (let more = 0; more < SLOW_START && outcome.kind === "failed"; more += 1)
      outcome = await device.capture({ deadline: DEADLINE }, never);
    const whole =
      outcome.kind === "captured" &&
      outcome.sample.characteristic === "face" &&
      isWholeJpeg(outcome.sample.bytes);
    check("V4L2: a whole picture", whole, told(outcome));
  }
  const transport = await transportOf(one.thing, systemClock);
  if (transport.kind !== "video") return;
  const before = await transport.readControl("brightness");
  await transport.writeControl("brightness", before === 100 ? 101 : 100);
  const after = await transport.readControl("brightness");
  check("V4L2: a control is written and read", after !== before, { before, after });
  await transport[Symbol.asyncDispose]();
};

const parts: Readonly<Record<string, () => Promise<void>>> = {
  reader,
  stall: () => mishap("stall", ["stalled"]),
  short: () => mishap("short", ["short-transfer", "garbage"]),
  unplug: () => mishap("unplug", ["unplugged"]),
  pad,
  camera,
};
const asked = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    await run();
  } catch (error) {
    check(name, false, String(error));
  }
}
process.stdout.write(`RIG END ${failures}\n`);
process.exit(failures === 0 ? 0 : 1);
