/** How a verification reports: one line a check, by clause. */
import { OutsideFault } from "../../base/faults.ts";

export interface CheckLine {
  /** What is checked, in words. */
  readonly what: string;
  /** The document and clause that ask for it. */
  readonly clause: string;
  readonly state: "passed" | "failed" | "not-checked";
  /** Why it failed or was not checked; what was found. */
  readonly detail: string;
}

export class Checks {
  readonly lines: CheckLine[] = [];

  /** Runs a check. What it returns stands in the line; an OutsideFault fails it, any other error is ours and goes up. */
  run<T>(
    what: string,
    clause: string,
    check: () => T,
    found: (value: T) => string = () => "",
  ): T | undefined {
    try {
      const value = check();
      this.lines.push({ what, clause, state: "passed", detail: found(value) });
      return value;
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      this.lines.push({ what, clause, state: "failed", detail: error.message });
      return undefined;
    }
  }

  skip(what: string, clause: string, why: string): void {
    this.lines.push({ what, clause, state: "not-checked", detail: why });
  }
}

/** Fails the check that is running. */
export const fail = (why: string): never => {
  throw new OutsideFault("input-malformed", why);
};

export const demand = (condition: boolean, why: string): void => {
  if (!condition) fail(why);
};

export const allPassed = (lines: readonly CheckLine[]): boolean =>
  lines.every(({ state }) => state !== "failed");
