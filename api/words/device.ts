/** What is known of a device, and on what evidence. Nothing is claimed beyond it. */
import type { CharacteristicType } from "./characteristic.ts";
import type { Millimetres, PixelsPerInch } from "./units.ts";

/** Who the device is. No serial numbers in recordings: absent there. */
export interface DeviceIdentity {
  readonly driver: string;
  readonly make: string;
  readonly model: string;
  readonly serial?: string;
  readonly firmware?: string;
}

/** What a driver's protocol knowledge rests on, strongest first. */
export type DriverEvidence =
  | "replayed-on-real-recording"
  | "vendor-document"
  | "several-independent-sources"
  | "single-source"
  /** Both ends are this program's own. */
  | "own-program"
  | "unproven"
  | "virtual";

export type Suitability = "enrolment" | "verification" | "demonstration";

export interface DeviceFeatures {
  readonly characteristic: CharacteristicType;
  readonly evidence: DriverEvidence;
  readonly suitability: Suitability;
  /** One sentence an operator can read, e.g. why it is not suitable for enrolment. */
  readonly note: string;
  readonly presentationAttackDetection: boolean;
  readonly ppi?: PixelsPerInch;
  readonly bitDepth?: number;
  readonly areaMm?: { readonly width: Millimetres; readonly height: Millimetres };
  /** A pad that does not tell how wide its writing area is: the configuration has to. */
  readonly sizeUnstated?: true;
}

/** The whole status, never a lossy event. */
export interface DeviceStatus {
  readonly phase: "ready" | "capturing" | "faulted" | "closed";
  /** In words, for an operator. */
  readonly words: string;
}
