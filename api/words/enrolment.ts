/** One enrolment as the session hands it to the packet: what was captured, how, by whom, under which policy. */
import type { FingerPosition, MissingFingerReason } from "./characteristic.ts";
import type { DeviceFaultCode, RetryReason } from "./capture.ts";
import type { DeviceFeatures, DeviceIdentity } from "./device.ts";
import type { FingerTemplate } from "./finger.ts";
import type { AlgorithmId, Check, MeasureResult } from "./quality.ts";
import type { PenTrajectory } from "./sample.ts";
import type { PartialDate, Subject } from "./subject.ts";
import type { Milliseconds, PixelsPerInch, Point } from "./units.ts";

/** How one attempt at one characteristic ended, and why. */
export type AttemptVerdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "retry"; readonly reason: RetryReason }
  | { readonly kind: "failed"; readonly code: DeviceFaultCode }
  | { readonly kind: "cancelled" };

export interface Override {
  readonly by: string;
  readonly reason: string;
  readonly at: Milliseconds;
}

export interface Attempt {
  readonly number: number;
  readonly what: "face" | "signature" | FingerPosition;
  readonly startedAt: Milliseconds;
  readonly endedAt: Milliseconds;
  readonly device: DeviceIdentity;
  readonly checks: readonly Check[];
  readonly verdict: AttemptVerdict;
  readonly override?: Override;
}

/** Encoded pictures; width and height always equal the codestream's. */
export interface EncodedImage {
  readonly mediaType: "image/jpeg" | "image/jp2" | "image/png" | "image/x-wsq" | "application/octet-stream";
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** ISO/IEC 19794-5 feature points, in pixels of the encoded portrait; left and right are the subject's. */
export interface PortraitPoints {
  readonly leftEyeCentre: Point;
  readonly rightEyeCentre: Point;
}

export interface EnrolledFace {
  /** Least compressed, largest; kept beside the chip derivative. */
  readonly master: EncodedImage;
  readonly chip: EncodedImage;
  /** In the chip picture's pixels; absent when the eyes were not located. */
  readonly points?: PortraitPoints;
  /** What was done from frame to portrait: "crop", "rotate -1.2 degrees". */
  readonly processing: readonly string[];
  readonly checks: readonly Check[];
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

export interface EnrolledFinger {
  readonly position: FingerPosition;
  /** Native pixels, at native resolution, never resampled. */
  readonly image: EncodedImage;
  readonly ppi: PixelsPerInch;
  readonly quality: MeasureResult;
  readonly qualityAlgorithm: AlgorithmId;
  readonly template: FingerTemplate;
  readonly extractor: AlgorithmId;
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

export interface MissingFinger {
  readonly position: FingerPosition;
  readonly reason: MissingFingerReason;
  /** In the operator's or the session's own words. */
  readonly note: string;
}

export interface EnrolledSignature {
  readonly image: EncodedImage;
  readonly ppi: PixelsPerInch;
  /** Kept only where policy says so. */
  readonly trajectory?: PenTrajectory;
  readonly device: DeviceIdentity;
  readonly capturedAt: Milliseconds;
}

/** A device as it stood during the enrolment. */
export interface DeviceRecord {
  readonly identity: DeviceIdentity;
  readonly features: DeviceFeatures;
  /** Identifier of the calibration certificate in force; absent: none. */
  readonly calibration?: string;
}

/** A paper shown at enrolment: proof of citizenship, birth certificate, police report of a loss. */
export interface SupportingDocument {
  /** What it is, as policy names it. */
  readonly kind: string;
  readonly mediaType: "application/pdf" | "image/jpeg" | "image/png";
  readonly bytes: Uint8Array;
  /** What this machine found of a picture; absent: nobody looked. */
  readonly legible?: boolean;
}

export interface OperatorRecord {
  readonly id: string;
  readonly role: "operator" | "supervisor";
  /** How and when the person proved who they are. */
  readonly authentication?: {
    readonly method: "password" | "pin" | "card" | "finger";
    readonly at: Milliseconds;
  };
}

/** What a person at the desk decided, with the reason typed: an override, or the control of an unattended session. */
export interface DeskDecision {
  readonly what: "face" | "fingers" | "signature" | "documents" | "device-limits" | "control";
  readonly by: string;
  readonly at: Milliseconds;
  readonly reason: string;
}

export interface EnrolmentRecord {
  /** UUID, chosen once, inside the signed part. */
  readonly packetId: string;
  readonly process: "new-passport" | "replacement" | "emergency-travel-document" | "visa";
  readonly reference?: string;
  /** The consular service asked for, as the State's catalogue names it. */
  readonly service?: string;
  readonly paymentReference?: string;
  /** The packet that this one corrects or replaces. */
  readonly previousPacketId?: string;
  readonly documents?: readonly SupportingDocument[];
  readonly issuingState: string;
  /** Two letters, Doc 9303-4 section 4.4. */
  readonly documentCode: string;
  /** Known only when the pre-registration or the backend allotted one. */
  readonly documentNumber?: string;
  /** Known only when the backend set it. */
  readonly expiry?: PartialDate;
  readonly subject: Subject;
  readonly consent: { readonly textVersion: string; readonly language: string; readonly at: Milliseconds };
  readonly face?: EnrolledFace;
  readonly fingers: readonly EnrolledFinger[];
  readonly missingFingers: readonly MissingFinger[];
  readonly signature?: EnrolledSignature;
  readonly attempts: readonly Attempt[];
  readonly devices: readonly DeviceRecord[];
  readonly operators: readonly OperatorRecord[];
  readonly decisions?: readonly DeskDecision[];
  readonly kiosk: {
    readonly id: string;
    readonly mission: string;
    readonly software: string;
    /** Per kiosk, growing by one a packet, so that gaps and replays show. */
    readonly sequence: number;
  };
  readonly policy: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly auditHead: string;
  readonly startedAt: Milliseconds;
  readonly sealedAt: Milliseconds;
  readonly clockSource: "system" | "virtual";
}
