/** The devices of a recorded session: recordings behind the real drivers, all on one clock that jumps from event to event. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { CharacteristicType } from "../../../api/words/characteristic.ts";
import type { DeviceRecord } from "../../../api/words/enrolment.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { openFixture, type Fixture } from "../../../drivers/fixture.ts";
import { signatureScreen } from "../../../drivers/signature/signature-screen.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { demandPadWidth, withPadWidth } from "../../devices/pad-width.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import type { DeviceFacts } from "../../session/state.ts";
import type { RecordedSession } from "./session-file.ts";

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
  fixture: Fixture,
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

export interface FixtureSet {
  readonly camera: readonly [Fixture, string];
  readonly scanner: readonly [Fixture, string];
  readonly pad?: readonly [Fixture, string];
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
}

/** One recording after the other, for each capture its own; one that is named again stays open. */
class InTurn implements CaptureDevice {
  readonly #folders: readonly string[];
  readonly #open: (folder: string) => Promise<CaptureDevice>;
  #now: CaptureDevice;
  #captures = 0;

  constructor(
    folders: readonly string[],
    first: CaptureDevice,
    open: (folder: string) => Promise<CaptureDevice>,
  ) {
    this.#folders = folders;
    this.#now = first;
    this.#open = open;
  }

  get identity(): DeviceIdentity {
    return this.#now.identity;
  }

  status(): DeviceStatus {
    return this.#now.status();
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    const [before, folder] = [this.#folders[this.#captures - 1], this.#folders[this.#captures]];
    this.#captures += 1;
    if (before !== undefined && folder !== undefined && folder !== before) {
      await this.#now[Symbol.asyncDispose]();
      this.#now = await this.#open(folder);
    }
    return this.#now.capture(request, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#now[Symbol.asyncDispose]();
  }
}

const inTurn = (first: Fixture, folders: readonly string[], clock: ReplayClock): Fixture => ({
  ...first,
  open: async () =>
    new InTurn(folders, await first.open(), async (folder) => (await openFixture(folder, { clock })).open()),
});

/** As the kiosk asks it: what its screen shows goes to the pad, and is in the recording. */
const withScreen = (fixture: Fixture): Fixture => ({
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
  const open = async ([fixture, label]: readonly [Fixture, string], wanted: CharacteristicType) => {
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
  const read = async (folder: string) => [await openFixture(folder, { clock }), folder] as const;
  const { camera, scanner, scanners = [scanner], pad } = recordings;
  const [scans, label] = await read(scanner);
  const { padWidthMm } = file.devices;
  const signing = pad === undefined ? undefined : await read(pad);
  return openDevices(
    {
      camera: await read(camera),
      scanner: [scanners.length > 1 ? inTurn(scans, scanners, clock) : scans, label],
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
