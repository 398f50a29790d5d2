/**
 * A recording folder as a device. Both forms are read:
 *   device | device.umockdev  with  capture.pcapng | capture.ioctl      (usb)
 *   device | device.umockdev  with  hid.jsonl                           (hid)
 *   identity.json             with  serial.jsonl                        (serial)
 *   identity.json, frames.mjpeg, frames.jsonl, controls.jsonl           (video)
 *
 *   const fixture = await openFixture("fixtures/recordings/uru4000-pair");
 *   await using device = await fixture.open();
 *   const outcome = await device.capture({ deadline: 30_000 }, new AbortController().signal);
 */
import type { Clock } from "../api/base/clock.ts";
import { Bug, OutsideFault, never } from "../api/base/faults.ts";
import { silentLog } from "../api/base/log.ts";
import type { Log } from "../api/base/log.ts";
import { systemRandom } from "../api/base/random.ts";
import type { Milliseconds } from "../api/words/units.ts";
import type { CaptureDevice, DriverContext, DriverModule, IdRow } from "./driver.ts";
import { rowFor } from "./match.ts";
import { readRecording } from "./recording.ts";
import type { Recording } from "./recording.ts";
import type { PlannedFault } from "./transport/fault-plan.ts";
import { Injector, faulty } from "./transport/faulty.ts";
import { ReplayClock } from "./transport/replay-clock.ts";
import { HidReplay } from "./transport/replay-hid.ts";
import { SerialReplay } from "./transport/replay-serial.ts";
import { UsbReplay } from "./transport/replay-usb.ts";
import { VideoReplay } from "./transport/replay-video.ts";
import type { Transport } from "./transport/transport.ts";

export interface Fixture {
  readonly module: DriverModule;
  readonly row: IdRow;
  readonly transport: Transport;
  readonly context: DriverContext;
  /** Opens the device with its real driver; once. */
  open(): Promise<CaptureDevice>;
}

export interface FixtureOptions {
  /** What the replay's clock shows at the beginning; default: the recording's first moment. */
  readonly start?: Milliseconds;
  /** Replays on this clock instead, e.g. the system's, at the recorded pace. */
  readonly clock?: Clock;
  readonly log?: Log;
  /** For a session: a device that must answer whatever order it is asked in (DriverModule.reenacted). */
  readonly reenacted?: true;
  /** Default: the list. */
  readonly drivers?: readonly DriverModule[];
}

const replayOf = (recording: Recording, clock: Clock): Transport => {
  switch (recording.kind) {
    case "usb":
      return new UsbReplay(recording.identity, recording.dialogue, clock);
    case "hid":
      return new HidReplay(recording.identity, recording.dialogue, clock);
    case "serial":
      return new SerialReplay(recording.identity.path, recording.dialogue, clock);
    case "video":
      return new VideoReplay(recording.dialogue, clock);
    default:
      return never(recording);
  }
};

const beginning = (recording: Recording): Milliseconds => {
  const first =
    recording.kind === "usb"
      ? recording.dialogue[0]?.submittedAt
      : recording.kind === "video"
        ? recording.dialogue.frames[0]?.t
        : recording.dialogue[0]?.t;
  return Math.floor((first ?? 0) / 1000);
};

/** As its recording names it: by its driver, or by vendor and product. */
const called = ({ identity }: Recording): string => {
  if ("driver" in identity && identity.driver !== undefined) return `"${identity.driver}"`;
  const ids = "vendorId" in identity ? [identity.vendorId, identity.productId] : [];
  return ids.length === 0 ? "?" : ids.map((id) => (id ?? 0).toString(16).padStart(4, "0")).join(":");
};

/** A recording in memory as a device, e.g. one that a twin has just made. */
export const fixtureOf = (recording: Recording, label: string, options: FixtureOptions = {}): Fixture => {
  const found = rowFor(recording, options.drivers);
  if (!found) {
    throw new OutsideFault(
      "device-missing",
      `${label}: no driver in the list drives ${recording.kind} ${called(recording)}.`,
    );
  }
  const { module, row } = found;
  const clock = options.clock ?? new ReplayClock(options.start ?? beginning(recording));
  const random = module.recordedRandom?.(recording.dialogue) ?? systemRandom;
  const context = { clock, random, log: options.log ?? silentLog };
  const again = options.reenacted === true ? module.reenacted?.(recording.dialogue, clock) : undefined;
  const transport = again ?? replayOf(recording, clock);
  let opened = false;
  const open = () => {
    if (opened) throw new Bug(`${label} is open already`);
    opened = true;
    return module.open(transport, row, context);
  };
  return { module, row, transport, context, open };
};

/** Throws OutsideFault input-missing, input-malformed, input-unknown-key or device-missing. */
export const openFixture = async (directory: string, options: FixtureOptions = {}): Promise<Fixture> =>
  fixtureOf(await readRecording(directory), directory, options);

export interface FaultedFixture extends Fixture {
  /** Planned, and not reached so far: a scenario of which something is left proves nothing. */
  missed(): readonly PlannedFault[];
}

/** The same device with planned mishaps between it and its driver; replaces `open`. */
export const withFaults = (fixture: Fixture, faults: readonly PlannedFault[]): FaultedFixture => {
  const { module, row, context } = fixture;
  const injector = new Injector(faults, context.clock);
  const transport = faulty(fixture.transport, injector);
  const open = () => module.open(transport, row, context);
  return { ...fixture, transport, open, missed: () => injector.missed };
};
