import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fingerFeatures } from "../../../models/finger/extract.ts";
import { blockGradients, wholeBlocks, withoutWhiteFrame } from "../../../models/finger/measures/blocks.ts";
import { certaintyOfBlocks } from "../../../models/finger/measures/certainty-of-blocks.ts";
import { coherentBlocks } from "../../../models/finger/measures/coherent-blocks.ts";
import { frequencySpread } from "../../../models/finger/measures/frequency-spread.ts";
import type { FingerMeasure } from "../../../models/finger/measures/measure.ts";
import { pictureMean } from "../../../models/finger/measures/picture-mean.ts";
import { decodeGrey } from "../../../models/image.ts";

const FINGER = path.resolve("../shared/finger");
const plane = (width: number, height: number, grey: (x: number, y: number) => number) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, at) => grey(at % width, Math.floor(at / width))),
});

describe("blocks", () => {
  test("the white frame is no part of the picture", () => {
    const print = plane(60, 50, (x, y) => (x >= 10 && x < 40 && y >= 5 && y < 45 ? 120 : 255));
    expect(withoutWhiteFrame(print)).toEqual({ left: 10, top: 5, right: 40, bottom: 45 });
  });

  test("only whole blocks count", () => {
    expect(wholeBlocks({ left: 0, top: 0, right: 70, bottom: 40 }, 32)).toEqual([
      { x: 0, y: 0 },
      { x: 32, y: 0 },
    ]);
  });

  test("the gradient of a slope is its slope, at the block's edges too", () => {
    const { xx, yy, xy } = blockGradients(
      plane(8, 8, (x, y) => 3 * x + 2 * y),
      0,
      0,
      8,
    );
    expect([xx / 64, yy / 64, xy / 64]).toEqual([9, 4, 6]);
  });
});

const NAMES = ["SFinGe_Test01", "SFinGe_Test03", "SFinGe_Test05"];
const there = existsSync(path.join(FINGER, "nfiq2_scores/sfinge.csv"));

describe.skipIf(!there)("in NIST's units (needs ../shared/finger)", () => {
  test.each([
    [certaintyOfBlocks, "OCL_Bin10_Mean", 1e-4],
    [pictureMean, "Mu", 0.01],
    [coherentBlocks, "OrientationMap_ROIFilter_CoherenceSum", 12],
    [frequencySpread, "FDA_Bin10_StdDev", 0.03],
  ] as readonly [FingerMeasure, string, number][])("%o is %s", async (measure, name, tolerance) => {
    const [head = "", ...rows] = readFileSync(path.join(FINGER, "nfiq2_scores/sfinge.csv"), "utf8").split(
      "\n",
    );
    const column = head.split(",").indexOf(name);
    for (const print of NAMES) {
      const bytes = readFileSync(path.join(FINGER, "sfinge_nfiq2", `${print}.png`));
      const features = fingerFeatures(await decodeGrey(bytes, print), 500);
      const result = measure.assess(features);
      const expected = Number(rows.find((row) => row.startsWith(print))?.split(",")[column]);
      expect(result.kind).toBe("assessed");
      expect(Math.abs((result.kind === "assessed" ? result.raw : Number.NaN) - expected)).toBeLessThan(
        tolerance,
      );
    }
  });
});
