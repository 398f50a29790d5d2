/** Results of measuring (ISO/IEC 29794-1): a value, or a failure to assess with its reason; never a made-up number. */

export interface Assessed {
  readonly kind: "assessed";
  /** Native value in the unit its measure documents. */
  readonly raw: number;
  /** Quality component value, 0 (worst) to 100 (best), whole. */
  readonly scalar: number;
}

export interface FailureToAssess {
  readonly kind: "failure-to-assess";
  /** One sentence: what is missing. */
  readonly reason: string;
}

export type MeasureResult = Assessed | FailureToAssess;

/** Names the algorithm and its version, as a packet records it. */
export interface AlgorithmId {
  readonly name: string;
  readonly version: string;
}

/** A measure as it stands in reports and packets: what was measured, against which limit. */
export interface Check {
  readonly id: string;
  readonly result: MeasureResult;
  readonly algorithm: AlgorithmId;
  /** Absent: reported, gates nothing. */
  readonly limit?: { readonly atLeast?: number; readonly atMost?: number; readonly source: string };
  /** Absent exactly when there is no limit or the measure could not be assessed. */
  readonly passed?: boolean;
}
