/** The contract between the kiosk and a device. A driver knows bytes and protocols; it knows no biometrics. */
import type { Clock } from "../api/base/clock.ts";
import type { Log } from "../api/base/log.ts";
import type { RandomSource } from "../api/base/random.ts";
import type { CalibrationPermits } from "../api/words/calibration.ts";
import type { CaptureOutcome, CaptureRequest } from "../api/words/capture.ts";
import type { CharacteristicType } from "../api/words/characteristic.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../api/words/device.ts";
import type { Explain } from "./explain.ts";
import type { TransportKind, TransportOf } from "./transport/transport.ts";
import type { Twin } from "./twin.ts";
import type { Recordings } from "./recordings.ts";

/** One row of identity: which connected thing a driver may drive. */
export interface IdRow {
  readonly transport: TransportKind;
  readonly vendorId?: number;
  readonly productId?: number;
  /** bInterfaceClass of the first interface, for devices that follow a class. */
  readonly interfaceClass?: number;
  readonly model: string;
  /** Nothing about the connected thing says what it is: a recording or the configuration must name the driver. */
  readonly byNameOnly?: true;
}

export interface DriverContext {
  readonly clock: Clock;
  /** Bytes a driver sends at random; in replay the recording supplies them. */
  readonly random: RandomSource;
  readonly log: Log;
}

/** Settings of a device by name, e.g. a camera's exposure, whiteBalance, focus and gain. */
export interface DeviceControls {
  /** What it stands at; what it does not have is absent. Throws OutsideFault device-failed. */
  read(): Promise<Readonly<Record<string, number>>>;
  /** Written by hand (its automatic is switched off first), then read back: what the device keeps. */
  set(name: string, value: number): Promise<number>;
  /** Lets the device's automatics find their values again. */
  release(): Promise<void>;
}

export interface CaptureDevice extends AsyncDisposable {
  readonly identity: DeviceIdentity;
  status(): DeviceStatus;
  /** Never throws for what a subject, a device or a recording does: that is an outcome. */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome>;
  /** The sensor's picture as it is, whatever lies on it: targets, or nothing. Absent: only what `capture` waits for is seen. */
  captureTarget?(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome>;
  readonly controls?: DeviceControls;
}

export interface DriverModule<K extends TransportKind = TransportKind> {
  readonly id: string;
  readonly characteristic: CharacteristicType;
  readonly transport: K;
  readonly matches: readonly IdRow[];
  featuresOf(row: IdRow): DeviceFeatures;
  /** Which steps of calibration its hardware permits, and why not the others; absent: none is testable. */
  readonly calibration?: CalibrationPermits;
  /** What passed on the wire in words, for the timeline of a recording. */
  readonly explain?: Explain;
  /** What a recording of it becomes before it may leave the machine. */
  readonly twin: Twin<K>;
  /** Throws OutsideFault (device-failed) when the device cannot be brought up. Owns the transport from here on. */
  open(transport: TransportOf<K>, row: IdRow, context: DriverContext): Promise<CaptureDevice>;
  /** What came from the device without what names this very unit, as long as it was; absent: nothing of it does. `report`: its id, of HID. Recorders apply it. */
  readonly withoutSerial?: (received: Uint8Array, report?: number) => Uint8Array;
  /**
   * The recorded device as one that may be asked in another order than it was, for a session, where what is asked depends on
   * what came; absent, or undefined: a session asks as was asked, and the recording is replayed as it is.
   */
  reenacted?(recording: Recordings[K], clock: Clock): TransportOf<K> | undefined;
  /** The random bytes that the recorded driver sent, in order, for a replay; absent: the driver sends none. */
  recordedRandom?(recording: Recordings[K]): RandomSource;
}
