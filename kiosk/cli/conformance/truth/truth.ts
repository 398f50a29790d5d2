/** Ground truth: pictures of which somebody says what a conforming assessment must find. */
import type { AgeBand, CriterionId } from "../../../../models/params/criteria.ts";
import type { GreyImage } from "../../../../api/words/sample.ts";
import type { PixelsPerInch } from "../../../../api/words/units.ts";

export interface FaceTruth {
  readonly name: string;
  readonly age: AgeBand;
  /** Criteria of TR-03121-3.2 v6.0, table 5.2, that this picture breaks; empty: a compliant portrait. */
  readonly violates: readonly CriterionId[];
  readonly read: () => Promise<Uint8Array>;
}

export interface SequenceTruth {
  readonly name: string;
  /** In the order of capture. */
  readonly pictures: readonly FaceTruth[];
  /** Index of the one that 5.4.1.1.2 chooses. */
  readonly best: number;
}

export interface PrintTruth {
  readonly name: string;
  readonly ppi: PixelsPerInch;
  /** The NFIQ 2 score; "unable": an assessment must answer that it could not. Undefined: nobody says. */
  readonly nfiq2?: number | "unable";
  /** Throws OutsideFault picture-unreadable for a file that is none. */
  readonly read: () => Promise<GreyImage>;
}

export interface GroundTruth {
  /** Where it comes from, for the report. */
  readonly origin: string;
  /** Largest shares that the supplier of the data allows. */
  readonly acceptance: { readonly falseRefusals: number; readonly missedViolations: number };
  readonly faces: readonly FaceTruth[];
  readonly sequences: readonly SequenceTruth[];
  readonly prints: readonly PrintTruth[];
  /** By this program: its prints say nothing of a scanner. */
  readonly made?: true;
}
