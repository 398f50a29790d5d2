import { describe, expect, test } from "vitest";
import { missingLine } from "../../../../kiosk/cli/test/verdict.ts";

const trace = [
  "screen attract",
  "session idle fr",
  "does begin",
  "screen language",
  "does choose-language",
  "screen notice",
  "screen consent",
  "screen finger:right-index:place",
  "does unable",
  "screen finger:right-index:done",
  "screen review",
].map((text, i) => ({ at: i * 500, text }));

describe("the first line that does not come", () => {
  test("is told beside the lines most like it", () => {
    expect(missingLine(["screen consent", "screen finger:right-index:moisten"], trace)).toEqual({
      step: "lines, step 2",
      expected: "screen finger:right-index:moisten",
      got: "3.5 s screen finger:right-index:place | 4.5 s screen finger:right-index:done",
    });
  });

  test("or beside those that came next, where nothing is like it", () => {
    expect(missingLine(["screen consent", "screen desk"], trace)?.got).toBe(
      "3.5 s screen finger:right-index:place | 4.0 s does unable | 4.5 s screen finger:right-index:done | 5.0 s screen review",
    );
    expect(missingLine(["screen review", "screen ticket"], trace)?.got).toBe("nothing more");
  });

  test("only in its order; a likeness before it is none", () => {
    expect(missingLine(["does unable", "screen finger:right-index:place"], trace)?.got).toBe(
      "4.5 s screen finger:right-index:done",
    );
    expect(missingLine(["screen notice", "screen review"], trace)).toBeUndefined();
  });
});
