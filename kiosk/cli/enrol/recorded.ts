/** The devices of a recorded session: recordings behind the real drivers, all on one clock that jumps from event to event. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { CharacteristicType } from "../../../api/words/characteristic.ts";
import type { DeviceRecord } from "../../../api/words/enrolment.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { openFixture, type Fixture } from "../../../drivers/fixture.ts";
import { signatureScreen } from "../../../drivers/signature/signature-screen.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { demandPadWidth, withPadWidth } from "../../devices/pad-width.ts";
import type { Millimetres, Milliseconds } from "../../../api/words/units.ts";
import type { DeviceFacts } from "../../session/state.ts";
import { CALLS } from "../../../drivers/sbi/recording.ts";
import { openRecordedSbi } from "../../devices/sbi-recording.ts";
import type { RecordedScan, RecordedSession, SessionFile } from "./session-file.ts";

export interface OpenedDevice {
  readonly device: CaptureDevice;
  readonly features: DeviceFeatures;
}

/** A device that lets time pass only while it captures: assessing takes none, however long it takes here. */
const timed = (device: CaptureDevice, clock: ReplayClock): CaptureDevice => ({
  identity: device.identity,
  status: () => device.status(),
  capture: async (request, signal) => {
    clock.resume();
    try {
      return await device.capture(request, signal);
    } finally {
      clock.pause();
    }
  },
  [Symbol.asyncDispose]: async () => {
    clock.resume();
    await device[Symbol.asyncDispose]();
  },
});

/** Devices of one session, opened; disposed together. */
export interface EnrolmentDevices extends AsyncDisposable {
  readonly face: OpenedDevice;
  readonly finger: OpenedDevice;
  readonly signature?: OpenedDevice;
  readonly clock: ReplayClock;
}

const openOne = async (
  fixture: PlayedFixture,
  label: string,
  wanted: CharacteristicType,
  clock: ReplayClock,
): Promise<OpenedDevice> => {
  const features = fixture.module.featuresOf(fixture.row);
  if (features.characteristic !== wanted)
    throw new OutsideFault(
      "device-missing",
      `${label} is a recording of a device for ${features.characteristic}, not for ${wanted}. Name the right recording.`,
    );
  return { device: timed(await fixture.open(), clock), features };
};

/** The pad's captures with the width that the session names for it. */
const sizedPad = ({ device, features }: OpenedDevice, label: string, widthMm?: Millimetres): OpenedDevice => {
  demandPadWidth(features, widthMm, label, "session.json");
  return { device: withPadWidth(device, widthMm), features };
};

/** What of a fixture a session needs. */
export interface PlayedFixture extends Pick<Fixture, "row" | "open"> {
  readonly module: Pick<Fixture["module"], "featuresOf">;
}

type ScannerFacts = NonNullable<SessionFile["devices"]["scannerFacts"]>;

export interface FixtureSet {
  readonly camera: readonly [PlayedFixture, string];
  readonly scanner: readonly [PlayedFixture, string];
  readonly pad?: readonly [PlayedFixture, string];
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
}

/** Breaks off as it was broken off; how that ends, no session asks. */
const brokenOff = async (
  device: CaptureDevice,
  after: Milliseconds,
  request: CaptureRequest,
  clock: ReplayClock,
  signal: AbortSignal,
): Promise<void> => {
  const stop = new AbortController();
  const capture = device.capture(request, AbortSignal.any([signal, stop.signal]));
  void clock.sleep(after, stop.signal).then(() => stop.abort());
  await capture;
  stop.abort();
};

/** One recording after the other, for each capture its own; one that is named again stays open. */
class InTurn implements CaptureDevice {
  readonly #scans: readonly RecordedScan[];
  readonly #open: (folder: string) => Promise<CaptureDevice>;
  readonly #clock: ReplayClock;
  #now: CaptureDevice;
  #captures = 0;

  constructor(
    scans: readonly RecordedScan[],
    first: CaptureDevice,
    open: (folder: string) => Promise<CaptureDevice>,
    clock: ReplayClock,
  ) {
    this.#scans = scans;
    this.#now = first;
    this.#open = open;
    this.#clock = clock;
  }

  get identity(): DeviceIdentity {
    return this.#now.identity;
  }

  status(): DeviceStatus {
    return this.#now.status();
  }

  async #turn(): Promise<Milliseconds | undefined> {
    const [before, scan] = [this.#scans[this.#captures - 1], this.#scans[this.#captures]];
    this.#captures += 1;
    if (before !== undefined && scan !== undefined && scan.folder !== before.folder) {
      await this.#now[Symbol.asyncDispose]();
      this.#now = await this.#open(scan.folder);
    }
    return scan?.brokenOffAfter;
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    for (let after = await this.#turn(); after !== undefined; after = await this.#turn())
      await brokenOff(this.#now, after, request, this.#clock, signal);
    return this.#now.capture(request, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#now[Symbol.asyncDispose]();
  }
}

/** A service was told how long it may take, and its scanner shows the time of its own recording; what it captured was captured now. */
const atSessionTime = (device: CaptureDevice, deadline: Milliseconds, clock: ReplayClock): CaptureDevice => ({
  identity: device.identity,
  status: () => device.status(),
  capture: async (request, signal) => {
    const outcome = await device.capture({ ...request, deadline }, signal);
    return outcome.kind === "captured"
      ? { ...outcome, sample: { ...outcome.sample, capturedAt: clock.now() } }
      : outcome;
  },
  [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
});

const servedScanner = async (
  folder: string,
  clock: ReplayClock,
  facts: ScannerFacts = {},
): Promise<PlayedFixture> => {
  const { scanner, captures } = await openRecordedSbi(folder, [], facts);
  const [first] = captures;
  if (first === undefined) throw new Bug("a recorded service that captured nothing");
  return {
    module: { featuresOf: () => scanner.features },
    row: { transport: "usb", model: "SBI service" },
    open: async () => atSessionTime(await scanner.open(first.finger), first.deadline, clock),
  };
};

/** A recording of a scanner on a bus, or of one behind a service. */
const scannerOf = async (
  folder: string,
  clock: ReplayClock,
  facts: ScannerFacts | undefined,
): Promise<PlayedFixture> =>
  existsSync(path.join(folder, CALLS)) ? servedScanner(folder, clock, facts) : openFixture(folder, { clock });

const inTurn = (
  first: PlayedFixture,
  scans: readonly RecordedScan[],
  clock: ReplayClock,
  facts: ScannerFacts | undefined,
): PlayedFixture => ({
  ...first,
  open: async () => {
    const open = async (folder: string) => (await scannerOf(folder, clock, facts)).open();
    return new InTurn(scans, await first.open(), open, clock);
  },
});

/** As the kiosk asks it: what its screen shows goes to the pad, and is in the recording. */
const withScreen = (fixture: PlayedFixture): PlayedFixture => ({
  ...fixture,
  open: async () => {
    const device = await fixture.open();
    return {
      identity: device.identity,
      status: () => device.status(),
      capture: (request, signal) => device.capture({ ...request, screen: signatureScreen }, signal),
      [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
    };
  },
});

/** Opens all or none. */
export const openDevices = async (fixtures: FixtureSet, clock: ReplayClock): Promise<EnrolmentDevices> => {
  const opened: OpenedDevice[] = [];
  const close = async () => {
    for (const { device } of opened.splice(0).reverse()) await device[Symbol.asyncDispose]();
  };
  const open = async ([fixture, label]: readonly [PlayedFixture, string], wanted: CharacteristicType) => {
    const one = await openOne(fixture, label, wanted, clock);
    opened.push(one);
    return one;
  };
  try {
    const face = await open(fixtures.camera, "face");
    const finger = await open(fixtures.scanner, "finger");
    const { pad, padWidthMm } = fixtures;
    const signature =
      pad === undefined ? undefined : sizedPad(await open(pad, "signature"), pad[1], padWidthMm);
    clock.pause();
    return {
      face,
      finger,
      ...(signature === undefined ? {} : { signature }),
      clock,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Throws OutsideFault for a recording that cannot be read, or is of another device than its place wants. */
export const openRecorded = async ({ file, recordings }: RecordedSession): Promise<EnrolmentDevices> => {
  const clock = new ReplayClock(Date.parse(file.startsAt));
  const read = async (folder: string) =>
    [await openFixture(folder, { clock, reenacted: true }), folder] as const;
  const { camera, scanner, scans = [{ folder: scanner }], pad } = recordings;
  const { padWidthMm, scannerFacts } = file.devices;
  const first = await scannerOf(scanner, clock, scannerFacts);
  const signing = pad === undefined ? undefined : await read(pad);
  return openDevices(
    {
      camera: await read(camera),
      scanner: [inTurn(first, scans, clock, scannerFacts), scanner],
      ...(signing === undefined
        ? {}
        : { pad: [file.padScreen === true ? withScreen(signing[0]) : signing[0], signing[1]] }),
      ...(padWidthMm === undefined ? {} : { padWidthMm }),
    },
    clock,
  );
};

export const factsOf = ({ face, finger }: EnrolmentDevices): DeviceFacts => ({
  faceAttackDetection: face.features.presentationAttackDetection,
  fingerAttackDetection: finger.features.presentationAttackDetection,
  ...(finger.features.ppi === undefined ? {} : { fingerPpi: finger.features.ppi }),
  ...(finger.features.areaMm === undefined ? {} : { fingerAreaMm: finger.features.areaMm }),
});

export const deviceRecords = ({ face, finger, signature }: EnrolmentDevices): readonly DeviceRecord[] =>
  [face, finger, ...(signature === undefined ? [] : [signature])].map(({ device, features }) => ({
    identity: device.identity,
    features,
  }));
