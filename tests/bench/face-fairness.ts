/**
 * `npm run bench -- face --fairness`: does how dark the skin is decide anything? People of every skin under lights and
 * a camera that nobody trained on (models/training/fairness-set.sh; folder in FACE_RENDERS), each picture as it is and
 * with graded faults of light and focus laid on alike; the checks of the picture itself decide. Bands by ITA of the
 * cheeks. BENCH_MINUTES ends it earlier: the set is in rounds, so what was judged by then is of every band.
 */
import { existsSync } from "node:fs";
import sharp from "sharp";
import type { RgbImage } from "../../api/words/sample.ts";
import { checkCriterion } from "../../models/face/criteria/criterion.ts";
import { CRITERIA } from "../../models/face/criteria/table.ts";
import { assess } from "../../models/face/measure.ts";
import { LINEAR, labOf, typologyAngle } from "../../models/face/stages/colour.ts";
import { cheekSquares } from "../../models/face/stages/cheeks.ts";
import { makeStages } from "../../models/face/stages/makers.ts";
import { installedMakers } from "../../models/face/stages/networks.ts";
import type { StageName, StageSet } from "../../models/face/stages/stage.ts";
import type { AlignedFace, EyeCentres } from "../../models/face/stages/parts.ts";
import { decodeRgb } from "../../models/image.ts";
import { FACE_MEASURES } from "../../models/index.ts";
import { rendered } from "./face-held.ts";
import { worstSpread, type Share } from "./intervals.ts";
import { haveFaces, sharedFaces } from "../models/face/shared-faces.ts";
import type { BenchRow } from "./row.ts";

/** Light, focus and colour; pose and geometry are the renderer's business, not the skin's. */
const JUDGED = ["6.1", "6.2", "6.3", "7.1", "7.2", "7.3", "7.6"];
const ROWS = CRITERIA.filter((row) => JUDGED.includes(row.id));
/** Reported, never gating: shown to differ. */
const REPORTED = ["LuminanceMean", "DynamicRange", "UnderExposurePrevention", "Sharpness", "NaturalColour"];

const BANDS = [
  { name: "dark", below: -30 },
  { name: "brown", below: 10 },
  { name: "tan", below: 28 },
  { name: "intermediate", below: 41 },
  { name: "light", below: 55 },
  { name: "very light", below: Infinity },
] as const;

const STAGES: readonly StageName[] = [
  ...new Set([...ROWS, ...FACE_MEASURES].flatMap((row) => row.needs)),
  "aligned",
];

/** What the deciding rows need. */
const DECIDING: readonly StageName[] = [...new Set([...ROWS.flatMap((row) => row.needs), "eyes" as const])];

const encode = (v: number): number => (v <= 0.003_130_8 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
const tableOf = (stops: number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(255 * encode(Math.min(1, (LINEAR[value] ?? 0) * 2 ** stops))),
  );

const exposed = (from: RgbImage, stops: number): RgbImage => {
  const table = tableOf(stops);
  return { ...from, pixels: from.pixels.map((value) => table[value] ?? 0) };
};

/** Light taken off where `share` says, in stops. */
const shaded = (from: RgbImage, stops: number, share: (x: number, y: number) => number): RgbImage => {
  const tables = Array.from({ length: 17 }, (_, i) => tableOf((stops * i) / 16));
  const pixels = from.pixels.map((value, i) => {
    const at = Math.floor(i / 3);
    const grade = Math.round(16 * share(at % from.width, Math.floor(at / from.width)));
    return tables[grade]?.[value] ?? value;
  });
  return { ...from, pixels };
};

const blurred = async (from: RgbImage, sigma: number): Promise<RgbImage> => ({
  ...from,
  pixels: await sharp(from.pixels, { raw: { width: from.width, height: from.height, channels: 3 } })
    .blur(sigma)
    .raw()
    .toBuffer(),
});

const soft = (v: number): number => 1 / (1 + Math.exp(-v));

/** The faults, each in two grades, by what a photographer would call them. */
const faults = (image: RgbImage, eyes: EyeCentres): Record<string, () => Promise<RgbImage> | RgbImage> => {
  const d = Math.hypot(eyes.left.x - eyes.right.x, eyes.left.y - eyes.right.y);
  const [cx, cy] = [(eyes.left.x + eyes.right.x) / 2, (eyes.left.y + eyes.right.y) / 2];
  const person = (x: number, y: number): number =>
    Math.max(
      soft((1.45 - Math.hypot((x - cx) / d, ((y - cy) / d - 0.3) / 1.35)) * 12),
      soft(((y - cy) / d - 2) * 8),
    );
  const half = (x: number, y: number): number => person(x, y) * soft(((x - cx) / d) * 12);
  return {
    "under-exposed by 2 stops": () => exposed(image, -2),
    "under-exposed by 3 stops": () => exposed(image, -3),
    "over-exposed by 1.5 stops": () => exposed(image, 1.5),
    "over-exposed by 2.5 stops": () => exposed(image, 2.5),
    "blurred by 1.5 % of eye distance": () => blurred(image, 0.015 * d),
    "blurred by 3 % of eye distance": () => blurred(image, 0.03 * d),
    "half in shadow, 2 stops": () => shaded(image, -2, half),
    "half in shadow, 3 stops": () => shaded(image, -3, half),
    "back-lit by 2.5 stops": () => shaded(image, -2.5, person),
    "back-lit by 3.5 stops": () => shaded(image, -3.5, person),
  };
};

const passes = (set: StageSet): { readonly passed: boolean; readonly why: readonly string[] } => {
  // As the guideline's total result: a mandatory criterion without a value withholds approval.
  const why = ROWS.filter((row) => {
    const { passed } = checkCriterion(row, set, "adult");
    return passed === false || (passed === undefined && row.status === "mandatory");
  }).map((row) => row.id);
  return { passed: why.length === 0, why };
};

const itaOf = (aligned: AlignedFace): number => {
  const sums = [0, 0, 0];
  let count = 0;
  const { right, left } = cheekSquares(aligned);
  for (const square of [right, left])
    for (let y = square.y; y < square.y + square.height; y += 1)
      for (let x = square.x; x < square.x + square.width; x += 1) {
        for (let c = 0; c < 3; c += 1)
          sums[c] = (sums[c] ?? 0) + (aligned.image.pixels[(y * aligned.image.width + x) * 3 + c] ?? 0);
        count += 1;
      }
  const [r = 0, g = 0, b = 0] = sums.map((sum) => Math.round(sum / count));
  return typologyAngle(labOf(r, g, b));
};

export interface Tally {
  good: number;
  goodPassed: number;
  readonly bad: Map<string, { all: number; refused: number }>;
  readonly scores: Map<string, number[]>;
  readonly why: Map<string, number>;
}

const value = <K extends StageName>(set: StageSet, name: K) => {
  const stage = set[name];
  return stage?.kind === "made" ? stage.value : undefined;
};

const sum = (x: Map<string, number>, y: Map<string, number>) =>
  new Map([...x.keys(), ...y.keys()].map((key) => [key, (x.get(key) ?? 0) + (y.get(key) ?? 0)]));

/** Two counts as one. */
export const together = (a: Tally, b: Tally): Tally => {
  const none = { all: 0, refused: 0 };
  return {
    good: a.good + b.good,
    goodPassed: a.goodPassed + b.goodPassed,
    why: sum(a.why, b.why),
    bad: new Map(
      [...a.bad.keys(), ...b.bad.keys()].map((key) => {
        const [one, other] = [a.bad.get(key) ?? none, b.bad.get(key) ?? none];
        return [key, { all: one.all + other.all, refused: one.refused + other.refused }];
      }),
    ),
    scores: new Map(
      [...a.scores.keys(), ...b.scores.keys()].map((key) => [
        key,
        [...(a.scores.get(key) ?? []), ...(b.scores.get(key) ?? [])],
      ]),
    ),
  };
};

/** One person: the good picture, then `every`-th of the faults from the `turn`-th on; false where no face was found. */
export const judgeOne = async (
  image: RgbImage,
  bands: Map<string, Tally>,
  turn = 0,
  every = 1,
): Promise<boolean> => {
  const set = await makeStages(image, STAGES, installedMakers());
  const [aligned, eyes] = [value(set, "aligned"), value(set, "eyes")];
  if (aligned === undefined || eyes === undefined) return false;
  const ita = itaOf(aligned);
  const band = BANDS.find(({ below }) => ita < below)?.name ?? "very light";
  const tally = bands.get(band) ?? {
    good: 0,
    goodPassed: 0,
    bad: new Map(),
    scores: new Map(),
    why: new Map(),
  };
  bands.set(band, tally);
  tally.good += 1;
  const good = passes(set);
  if (good.passed) tally.goodPassed += 1;
  for (const id of good.why) tally.why.set(id, (tally.why.get(id) ?? 0) + 1);
  for (const id of REPORTED) {
    const measure = FACE_MEASURES.find((one) => one.id === id);
    const result = measure === undefined ? undefined : assess(measure, set);
    if (result?.kind === "assessed") tally.scores.set(id, [...(tally.scores.get(id) ?? []), result.scalar]);
  }
  for (const [i, [name, make]] of Object.entries(faults(image, eyes)).entries()) {
    if ((i + turn) % every !== 0) continue;
    const spoilt = await makeStages(await make(), DECIDING, installedMakers());
    const entry = tally.bad.get(name) ?? { all: 0, refused: 0 };
    entry.all += 1;
    // A picture in which no face is found any more is refused too.
    if (!passes(spoilt).passed || value(spoilt, "eyes") === undefined) entry.refused += 1;
    tally.bad.set(name, entry);
  }
  return true;
};

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
};

/** Wilson's interval of a share, 95 %, in percent. */
const interval = (hits: number, all: number): string => {
  const z = 1.96;
  const p = hits / all;
  const middle = (p + (z * z) / (2 * all)) / (1 + (z * z) / all);
  const half = (z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all);
  return `[${(100 * Math.max(0, middle - half)).toFixed(1)}, ${(100 * Math.min(1, middle + half)).toFixed(1)}]`;
};

export const rowsOf = (bands: Map<string, Tally>): BenchRow[] => {
  const rows: BenchRow[] = [];
  const shares: Record<"good" | "bad", Share[]> = { good: [], bad: [] };
  for (const { name } of BANDS) {
    const tally = bands.get(name);
    if (tally === undefined) continue;
    const bad = [...tally.bad.values()];
    const [all, refused] = [
      bad.reduce((sum, one) => sum + one.all, 0),
      bad.reduce((sum, one) => sum + one.refused, 0),
    ];
    const [good, hit] = [(100 * tally.goodPassed) / tally.good, (100 * refused) / all];
    shares.good.push({ hits: tally.goodPassed, all: tally.good });
    shares.bad.push({ hits: refused, all });
    const failed = [...tally.why].map(([id, count]) => `${id} x${count}`).join(", ");
    rows.push(
      {
        name: `${name} (${tally.good} people): good pictures passed`,
        value: good,
        unit: "%",
        bar: `>= 95 ${interval(tally.goodPassed, tally.good)} ${failed}`,
      },
      {
        name: `${name}: bad pictures refused`,
        value: hit,
        unit: "%",
        bar: `>= 95 ${interval(refused, all)}`,
      },
    );
    for (const [fault, one] of tally.bad)
      if (one.refused < one.all)
        rows.push({ name: `  ${name}: ${fault}, refused`, value: (100 * one.refused) / one.all, unit: "%" });
    for (const [id, scores] of tally.scores)
      rows.push({
        name: `  ${name}: ${id}, median scalar, and 5 % to 95 % (reported)`,
        value: quantile(scores, 0.5),
        interval: [quantile(scores, 0.05), quantile(scores, 0.95)],
        unit: "",
      });
  }
  for (const kind of ["good", "bad"] as const)
    if (shares[kind].length > 1)
      rows.push({
        name: `spread between bands, ${kind}`,
        ...worstSpread(shares[kind]),
        unit: "points",
        bar: "<= 2",
      });
  return rows;
};

export const fairness = async (): Promise<readonly BenchRow[]> => {
  const folder = process.env["FACE_RENDERS"];
  const bands = new Map<string, Tally>();
  let lost = 0;
  if (folder !== undefined && existsSync(folder)) {
    const end = performance.now() + Number(process.env["BENCH_MINUTES"] ?? Infinity) * 60_000;
    let turn = 0;
    for (const image of rendered(folder)) {
      if (performance.now() > end) break;
      if (!(await judgeOne(image, bands, turn, 3))) lost += 1;
      turn += 1;
    }
  } else process.stderr.write("FACE_RENDERS names no folder: see models/training/fairness-set.sh.\n");
  const rows = [
    ...rowsOf(bands),
    { name: "rendered people in whom no face was found", value: lost, unit: "" },
  ];
  if (!haveFaces) return rows;
  const real = new Map<string, Tally>();
  for (const face of sharedFaces(["composite"])) await judgeOne(await decodeRgb(face.bytes), real);
  return [...rows, ...rowsOf(real).map((row) => ({ ...row, name: `real composites, ${row.name}` }))];
};
