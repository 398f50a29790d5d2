import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Distribution } from "../../../models/finger/blocks/distribution.ts";
import type { BlockFigures } from "../../../models/finger/blocks/figures.ts";
import { likenessOf } from "../../../models/finger/likeness.ts";

const [head = "", ...rows] = readFileSync("models/training/finger/nist-conformance.csv", "utf8")
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"));
const names = head.split(",");

/** One print of NIST's list, as the blocks of a picture would state it. */
const listed = (row: string): { readonly score: number; readonly figures: BlockFigures } => {
  const values = row.split(",").map(Number);
  const of = (name: string): number => values[names.indexOf(name)] ?? Number.NaN;
  const family = (prefix: string): Distribution => ({
    counts: Array.from({ length: 10 }, (_, bin) => of(`${prefix}_Bin10_${bin}`)),
    mean: of(`${prefix}_Bin10_Mean`),
    spread: of(`${prefix}_Bin10_StdDev`),
  });
  return {
    score: of("score"),
    figures: {
      waves: family("FDA"),
      certainty: family("OCL"),
      flow: family("OF"),
      widths: family("RVUP"),
      coherence: {
        sum: of("OrientationMap_ROIFilter_CoherenceSum"),
        mean: of("OrientationMap_ROIFilter_CoherenceRel"),
      },
      grey: { picture: of("Mu"), blocks: of("MMB"), region: of("ImgProcROIArea_Mean") },
    },
  };
};

test("NIST's own prints come out near the scores they were fitted to", () => {
  const errors = rows.map(listed).map(({ score, figures }) => Math.abs(likenessOf(figures) - score));
  expect(errors).toHaveLength(199);
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(3);
  expect(Math.max(...errors)).toBeLessThan(15);
});

test("figures beyond those of any print count as the nearest that are known", () => {
  const { figures } = listed(rows[0] ?? "");
  const grey = (picture: number) => likenessOf({ ...figures, grey: { ...figures.grey, picture } });
  expect(grey(255)).toBe(grey(300));
  expect(Number.isFinite(likenessOf({ ...figures, flow: { counts: [], mean: 0, spread: 0 } }))).toBe(true);
});
