import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FACE_MEASURES } from "../../../models/index.ts";
import { referenceScalar as compression } from "../../../models/face/measures/compression-artifacts.ts";
import { referenceScalar as expression } from "../../../models/face/measures/expression-neutrality.ts";
import { referenceScalar as sharpness } from "../../../models/face/measures/sharpness.ts";
import { referenceScalar as unified } from "../../../models/face/measures/unified-quality-score.ts";

const file = "../shared/face/ofiq/expected_results.csv";
/** Where the reference learned its native value and ours is another, its own map is kept beside ours. */
const reference: Record<string, (raw: number) => number> = {
  UnifiedQualityScore: unified,
  Sharpness: sharpness,
  CompressionArtifacts: compression,
  ExpressionNeutrality: expression,
};

describe("maps from native values to 0..100", () => {
  test("stay within 0..100 and whole, whatever the native value", () => {
    for (const measure of FACE_MEASURES)
      for (const raw of [0, 0.001, 0.5, 1, 3, 70, 255, 1e9])
        for (const scalar of [measure.scalar(raw), (reference[measure.id] ?? measure.scalar)(raw)]) {
          expect(Number.isInteger(scalar), `${measure.id} ${raw}`).toBe(true);
          expect(scalar).toBeGreaterThanOrEqual(0);
          expect(scalar).toBeLessThanOrEqual(100);
        }
  });

  test.skipIf(!existsSync(file))(
    "reproduce all 784 expected values of the reference (skips when ../shared/face/ofiq is not here)",
    () => {
      const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/u);
      const columns = head.split(";");
      let compared = 0;
      for (const line of lines) {
        const cells = line.split(";");
        const cell = (name: string): number => Number(cells[columns.indexOf(name)]);
        for (const measure of FACE_MEASURES) {
          const map = reference[measure.id] ?? measure.scalar;
          expect(map(cell(measure.id)), `${cells[0]} ${measure.id}`).toBe(cell(`${measure.id}.scalar`));
          compared += 1;
        }
      }
      expect(compared).toBe(784);
    },
  );
});
