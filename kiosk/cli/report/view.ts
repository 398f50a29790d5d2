/** What the report shows. Built from the opened packet by the test issuer; the kiosk part never has it in clear. */
import type { Minutia } from "../../../api/words/finger.ts";
import type { Check, MeasureResult } from "../../../api/words/quality.ts";
import type { Point } from "../../../api/words/units.ts";

export interface Picture {
  /** A format browsers show. */
  readonly mediaType: "image/jpeg" | "image/png";
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface FingerView {
  readonly title: string;
  readonly picture: Picture;
  /** In the picture's pixels. */
  readonly minutiae: readonly Minutia[];
  readonly quality: MeasureResult;
  readonly facts: string;
}

export interface AttemptView {
  readonly what: string;
  readonly number: number;
  readonly verdict: string;
  readonly accepted: boolean;
  readonly device: string;
  readonly milliseconds: number;
}

export interface StepView {
  readonly name: string;
  readonly outcome: string;
  readonly quality: string;
  readonly milliseconds: number;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface VerificationView {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

export interface ReportView {
  readonly packetId: string;
  readonly holder: string;
  readonly subject: readonly Fact[];
  readonly mrz: readonly string[];
  readonly provisional: readonly string[];
  readonly portrait?: {
    readonly picture: Picture;
    readonly eyes?: { readonly left: Point; readonly right: Point };
    readonly processing: readonly string[];
  };
  readonly fingers: readonly FingerView[];
  readonly missing: readonly Fact[];
  readonly signature?: Picture;
  readonly checks: readonly { readonly title: string; readonly checks: readonly Check[] }[];
  readonly attempts: readonly AttemptView[];
  readonly steps: readonly StepView[];
  readonly devices: readonly { readonly name: string; readonly facts: string; readonly note: string }[];
  readonly packet: readonly Fact[];
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly verification: readonly VerificationView[];
}
