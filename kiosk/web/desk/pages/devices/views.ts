/** What the server's part gives the devices page. */
import type { CalibrationVerdict, Measurement, StepOutcome } from "../../../../../api/words/calibration.ts";
import type { DeviceIdentity } from "../../../../../api/words/device.ts";

export interface PlaceView {
  readonly place: "camera" | "scanner" | "pad";
  readonly present: boolean;
  readonly condition: "untried" | "works" | "gone" | "faulted";
  readonly device?: DeviceIdentity;
  readonly note?: string;
  readonly lentTo?: string;
  readonly test?: { readonly at: number; readonly ok: boolean; readonly words: string; readonly ms: number };
  readonly calibration?: {
    readonly id: string;
    readonly verdict: CalibrationVerdict;
    readonly expires: number;
    readonly ended: boolean;
  };
  readonly faults: readonly string[];
}

interface FoundView {
  readonly node: string;
  readonly state: string;
  readonly words: string;
}

export interface Listed {
  /** Its authority is a specimen's. */
  readonly trial: boolean;
  readonly virtual: boolean;
  readonly places: readonly PlaceView[];
  readonly found: readonly FoundView[];
  readonly others: readonly FoundView[];
  readonly targets: readonly {
    readonly id: string;
    readonly kind: string;
    readonly certificate: string;
    readonly expires: string;
    readonly ended: boolean;
  }[];
  readonly broken: readonly string[];
  /** Recorded targets to rehearse with. */
  readonly recordings: readonly { readonly name: string; readonly about: string; readonly kind: string }[];
  readonly certificates: readonly {
    readonly id: string;
    readonly model: string;
    readonly verdict: CalibrationVerdict;
    readonly at: number;
    readonly expires: number;
    readonly operator: string;
    readonly rehearsal: boolean;
  }[];
}

export interface MeasuredView extends Measurement {
  readonly of?: readonly string[];
}

type OutcomeView =
  | Exclude<StepOutcome, { kind: "measured" }>
  | (Extract<StepOutcome, { kind: "measured" }> & { readonly measurements: readonly MeasuredView[] });

export interface StepView {
  readonly step: string;
  readonly outcome: OutcomeView;
  readonly advice?: string;
  readonly target?: { readonly id: string; readonly certificate: string };
  readonly taken: number;
  readonly captures: number;
  /** What to show next. */
  readonly next?: string;
  readonly needs?: string;
  /** Names the picture that was measured; another one has another name. */
  readonly picture?: string;
  /** The pad shows crosses meanwhile. */
  readonly pattern: boolean;
  /** Somebody may say whether the pad's picture was whole. */
  readonly judged: boolean;
}

export interface WizardView {
  readonly place: PlaceView["place"];
  readonly by: string;
  readonly device: DeviceIdentity;
  readonly rehearsal?: string;
  readonly verdict: CalibrationVerdict;
  readonly steps: readonly StepView[];
}
