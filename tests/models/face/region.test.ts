import { readFileSync } from "node:fs";
import { assert as check, double, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { brokenRules, wantedFraming } from "../../../models/face/criteria/region.ts";
import { framingPlot } from "../../../models/face/criteria/region-plot.ts";
import { headSize } from "../../../models/face/measures/head-size.ts";
import { marginAbove } from "../../../models/face/measures/margin-above.ts";
import { marginBelow } from "../../../models/face/measures/margin-below.ts";

describe("head size against both margins", () => {
  test("the portrait's own framing meets every rule for every ordinary head", () => {
    check(
      property(
        record({
          eyeDistance: double({ min: 0.5, max: 0.6, noNaN: true }),
          widthOverEyes: double({ min: 1.92, max: 2.6, noNaN: true }),
          crownAboveEyes: double({ min: 0.85, max: 1.05, noNaN: true }),
        }),
        ({ eyeDistance, widthOverEyes, crownAboveEyes }) => {
          const head = { eyeDistance, headWidth: widthOverEyes * eyeDistance, crownAboveEyes };
          expect(brokenRules(wantedFraming(head), head)).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  test("too small, too large, too high and too low each break their rule", () => {
    const { t, eyesAt } = wantedFraming();
    expect(brokenRules({ t: 0.28, eyesAt })).toContain("5.4 head height");
    expect(brokenRules({ t: 0.5, eyesAt })).toContain("5.4 head height");
    expect(brokenRules({ t, eyesAt: 0.33 })).toContain("margin above");
    expect(brokenRules({ t, eyesAt: 0.55 })).toContain("5.5 vertical position");
  });

  test("the three scalars of the standard cannot all be high anywhere: they must not gate together", () => {
    let best = 0;
    for (let t = 0.15; t < 0.6; t += 0.005)
      for (let eyesAt = 0.2; eyesAt < 0.8; eyesAt += 0.005)
        best = Math.max(
          best,
          Math.min(headSize.scalar(t), marginAbove.scalar(eyesAt / t), marginBelow.scalar((1 - eyesAt) / t)),
        );
    expect(best).toBeLessThan(30);
  });

  test("the drawing in docs is today's", () => {
    expect(readFileSync("docs/face-framing.svg", "utf8")).toBe(framingPlot());
  });
});
