import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { CERTAINTY_BINS, certainties } from "../../../models/finger/blocks/certainty.ts";
import { distributionOf } from "../../../models/finger/blocks/distribution.ts";
import { blockFigures, FIGURES } from "../../../models/finger/blocks/figures.ts";
import { flowTurns } from "../../../models/finger/blocks/flow.ts";
import { blockGradients, blocksOf, isWhole, withoutWhiteFrame } from "../../../models/finger/blocks/grid.ts";
import { largestPatch } from "../../../models/finger/blocks/patch.ts";
import { ridgeGrid } from "../../../models/finger/blocks/ridges.ts";
import { profileAcross } from "../../../models/finger/blocks/turned.ts";
import { waveShares } from "../../../models/finger/blocks/waves.ts";
import { widthRatios } from "../../../models/finger/blocks/widths.ts";
import { decodeGrey } from "../../../models/image.ts";

const plane = (width: number, height: number, grey: (x: number, y: number) => number) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, at) => grey(at % width, Math.floor(at / width))),
});
/** Ridges of a period, `turn` being the direction across them. */
const ridges = (turn: number, period = 8, dark = 0.5) =>
  plane(200, 200, (x, y) => {
    const phase = ((x * Math.cos(turn) + y * Math.sin(turn)) / period + 1000) % 1;
    return phase < dark ? 40 : 200;
  });
const whole = { left: 0, top: 0, right: 200, bottom: 200 };

/** Ridge by valley, of ridges that take up a share of the period. */
const ratios = (dark: number) => {
  const print = ridges(0, 8, dark);
  return widthRatios(print, whole, ridgeGrid(print, whole));
};

describe("grid", () => {
  test("the white frame is no part of the picture", () => {
    const print = plane(60, 50, (x, y) => (x >= 10 && x < 40 && y >= 5 && y < 45 ? 120 : 255));
    expect(withoutWhiteFrame(print)).toEqual({ left: 10, top: 5, right: 40, bottom: 45 });
  });

  test("the last blocks are as wide as the picture leaves them, and not whole", () => {
    const blocks = blocksOf({ left: 0, top: 0, right: 70, bottom: 32 });
    expect(blocks).toEqual([
      { x: 0, y: 0, wide: 32, high: 32 },
      { x: 32, y: 0, wide: 32, high: 32 },
      { x: 64, y: 0, wide: 6, high: 32 },
    ]);
    expect(blocks.map(isWhole)).toEqual([true, true, false]);
  });

  test("the gradient of a slope is its slope, at the block's edges too", () => {
    const slope = plane(8, 8, (x, y) => 3 * x + 2 * y);
    const { xx, yy, xy } = blockGradients(slope, 0, 0, 8);
    expect([xx / 64, yy / 64, xy / 64]).toEqual([9, 4, 6]);
    expect(blockGradients(slope, 7, 0, 1, 8)).toMatchObject({ xx: 0, yy: 32 });
  });
});

test("a value on a bound belongs to the upper bin", () => {
  expect(distributionOf([0.1, 0.5, 0.6], [0.5, 0.9])).toMatchObject({ counts: [1, 2, 0] });
  expect(distributionOf([1, 3], [2])).toEqual({ counts: [1, 1], mean: 2, spread: 1 });
  expect(distributionOf([], [2])).toEqual({ counts: [0, 0], mean: 0, spread: 0 });
});

describe("blocks of straight ridges", () => {
  test("are certain of their direction, flat ones have none", () => {
    const certain = certainties(ridges(0), blocksOf(whole));
    expect(certain).toHaveLength(36);
    expect(Math.min(...certain)).toBeGreaterThan(0.99);
    expect(
      certainties(
        plane(64, 64, () => 90),
        blocksOf({ left: 0, top: 0, right: 64, bottom: 64 }),
      ),
    ).toEqual([]);
    expect(distributionOf(certain, CERTAINTY_BINS).counts.at(-1)).toBe(36);
  });

  test.each([0, Math.PI / 2])("stand across their profile (%d)", (turn) => {
    const print = ridges(turn);
    const { blocks } = ridgeGrid(print, whole);
    expect(blocks.every((block) => block.ridges)).toBe(true);
    const profile = profileAcross(print, whole, blocks[6]!, blocks[6]!.normal, "columns");
    expect(new Set(Array.from(profile, Math.round))).toEqual(new Set([40, 200]));
  });

  test("hold one wave and no turn; noise holds none", () => {
    const even = ridgeGrid(ridges(0), whole);
    expect(Math.min(...waveShares(ridges(0), whole, even))).toBeGreaterThan(0.6);
    expect(flowTurns(even)).toEqual([]);
    let seed = 1;
    const noise = plane(200, 200, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return (seed >> 8) % 256;
    });
    const rough = ridgeGrid(noise, whole);
    const shares = waveShares(noise, whole, rough).filter((share) => share < 1);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.4);
    expect(flowTurns(rough).length).toBeGreaterThan(0);
  });

  test("tell ridges from valleys by their width", () => {
    expect(ratios(0.5).every((ratio) => Math.abs(ratio - 1) < 1e-9)).toBe(true);
    for (const ratio of ratios(0.75)) expect([3, 1 / 3]).toContainEqual(expect.closeTo(ratio, 9));
  });
});

test("the largest patch is kept, holes are closed", () => {
  const mask = Uint8Array.from([1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0]);
  expect([...largestPatch(mask, 5)]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0]);
});

test("a white picture has no figures", () => {
  expect(blockFigures(plane(100, 100, () => 255))).toBeUndefined();
});

const FINGER = path.resolve("../shared/finger");
const there = existsSync(path.join(FINGER, "nfiq2_scores/sfinge.csv"));

/** What may differ: NIST prints six digits; the region is reckoned on cells of four pixels. */
const tolerance = (name: string): number =>
  ({
    ImgProcROIArea_Mean: 0.8,
    OrientationMap_ROIFilter_CoherenceRel: 0.01,
    OrientationMap_ROIFilter_CoherenceSum: 2,
    Mu: 0.001,
    MMB: 0.001,
  })[name] ?? 0.000_01;

describe.skipIf(!there)("NIST's figures (needs ../shared/finger)", () => {
  test.each([
    ["sfinge", "sfinge_nfiq2", "SFinGe_Test01"],
    ["sfinge", "sfinge_nfiq2", "SFinGe_Test04"],
    ["fvc2000_db1b", "fvc2000_db1b", "103_2"],
    ["fcj2020", "fcj2020", "1014_2"],
    ["fcj2020", "fcj2020", "1125_6"],
  ])("are met on %s %s/%s", async (list, folder, print) => {
    const [head = "", ...rows] = readFileSync(path.join(FINGER, `nfiq2_scores/${list}.csv`), "utf8").split(
      "\n",
    );
    const expected = rows.find((row) => row.startsWith(`${print},`))?.split(",") ?? [];
    const bytes = readFileSync(path.join(FINGER, folder, `${print}.png`));
    const { width, height, pixels } = await decodeGrey(bytes, print);
    const figures = blockFigures({ width, height, data: Float32Array.from(pixels) })!;
    expect(FIGURES).toHaveLength(51);
    const off = FIGURES.filter(({ name, of }) => {
      const theirs = Number(expected[head.split(",").indexOf(name)]);
      return !(Math.abs(of(figures) - theirs) <= tolerance(name));
    }).map(({ name }) => name);
    expect(off).toEqual([]);
  });
});
