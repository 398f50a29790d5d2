/** What reach.ts tells of a test file. */

/** Places passed, by source. */
export type Passed = Readonly<Record<string, readonly number[]>>;

export interface ReachOfFile {
  /** Sources that its process loaded, passed or not. */
  readonly loaded: readonly string[];
  /** Passed outside any test: at loading, or by what all tests of the file share. */
  readonly shared: Passed;
  /** By the tests' ids. */
  readonly cases: Readonly<Record<string, Passed>>;
}

/** The variable that names the folder for the results. */
export const FOLDER = "KIOSK_MUTATION_REACH";
