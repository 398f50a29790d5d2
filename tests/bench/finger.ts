/**
 * `npm run bench -- finger`: accuracy on the research prints beside the checkout (none of which trained anything),
 * quality against comparison and against NFIQ 2's published scores, and times of every stage.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { FingerTemplate } from "../../api/words/finger.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import { compareFingers } from "../../models/finger/compare/compare.ts";
import { THRESHOLDS } from "../../models/finger/compare/thresholds.ts";
import { extractFinger, fingerFeatures } from "../../models/finger/extract.ts";
import { assessFeatures } from "../../models/finger/quality.ts";
import { decodeGrey } from "../../models/image.ts";
import { impression } from "../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../models/synthetic/fingerprint/master.ts";
import { fullTracer, type TraceStage } from "../../models/trace.ts";
import { batchRows } from "./finger-batch.ts";
import { wilson } from "./intervals.ts";
import { errorRates, spearman } from "./rates.ts";
import { median, type BenchRow } from "./row.ts";

const DATA = path.resolve("../shared/finger");

interface Taken {
  readonly name: string;
  readonly finger: string;
  readonly template: FingerTemplate;
}

interface Score {
  readonly a: Taken;
  readonly b: Taken;
  readonly score: number;
}

const lines = (file: string) => readFileSync(path.join(DATA, file), "utf8").trim().split("\n");

const takeSet = async (set: string, without: ReadonlySet<string>) => {
  const stages: (readonly TraceStage[])[] = [];
  const taken: Taken[] = [];
  for (const file of readdirSync(path.join(DATA, set)).sort()) {
    const name = path.parse(file).name;
    if (without.has(name)) continue;
    const image: GreyImage = await decodeGrey(readFileSync(path.join(DATA, set, file)), name);
    const tracer = fullTracer(() => performance.now());
    const { template } = extractFinger(image, 500, { tracer });
    stages.push(tracer.stages.map(({ name, ms }) => ({ name, ms, facts: {} })));
    taken.push({ name, finger: name.split("_")[0] ?? name, template });
  }
  return { taken, stages };
};

/** Every pair once; `share` keeps one in so many impostors, the same ones every time. */
const compareAll = (taken: readonly Taken[], share: number) => {
  const genuine: Score[] = [];
  const impostor: Score[] = [];
  let at = 0;
  const start = performance.now();
  for (const [i, a] of taken.entries())
    for (const b of taken.slice(i + 1)) {
      const same = a.finger === b.finger;
      if (!same && (at += 1) % share !== 0) continue;
      const score = compareFingers(a.template, b.template);
      (same ? genuine : impostor).push({ a, b, score });
    }
  return { genuine, impostor, ms: (performance.now() - start) / (genuine.length + impostor.length) };
};

const percent = (value: number) => 100 * value;
const qualityOf = ({ template }: Taken) => template.quality;

const accuracy = (
  set: string,
  genuine: readonly Score[],
  impostor: readonly Score[],
  bars: { eer?: string; fmr1000?: string },
): BenchRow[] => {
  const rates = errorRates(
    genuine.map((pair) => pair.score),
    impostor.map((pair) => pair.score),
  );
  const det = [0.1, 0.01, 0.001].map((fmr): BenchRow => ({
    name: `${set}: FNMR at FMR ${percent(fmr)} %`,
    value: percent(rates.fnmrAt(fmr)),
    unit: "%",
    ...(fmr === 0.001 && bars.fmr1000 !== undefined ? { bar: bars.fmr1000 } : {}),
  }));
  return [
    {
      name: `${set}: EER (${genuine.length} genuine, ${impostor.length} impostor)`,
      value: percent(rates.eer),
      unit: "%",
      ...(bars.eer === undefined ? {} : { bar: bars.eer }),
    },
    ...det,
    { name: `${set}: FNMR at no false match`, value: percent(rates.zeroFmr), unit: "%" },
    { name: `${set}: threshold at FMR 0.1 %`, value: rates.thresholdAt(0.001), unit: "" },
  ];
};

const BAND = 20;

/** FNMR of the pairs whose worse quality lies in each band of twenty, with what chance allows; the poorest band first. */
const qualityBands = (genuine: readonly Score[], threshold: number) =>
  [0, 20, 40, 60, 80].flatMap((from) => {
    const band = genuine.filter(({ a, b }) => {
      const worse = Math.min(qualityOf(a), qualityOf(b));
      return worse >= from && (worse < from + BAND || from === 80);
    });
    const hits = band.filter((pair) => pair.score < threshold).length;
    return band.length === 0
      ? []
      : [{ from, hits, all: band.length, interval: wilson({ hits, all: band.length }) }];
  });

const qualityTable = (set: string, genuine: readonly Score[], threshold: number): BenchRow[] =>
  qualityBands(genuine, threshold).map(({ from, hits, all, interval: [low, high] }) => ({
    name: `${set}: FNMR, worse quality from ${from} (${all} pairs)`,
    value: percent(hits / all),
    unit: "%",
    interval: [percent(low), percent(high)],
  }));

/** Both sets at the product's own threshold, and how often FNMR rises with quality by more than chance allows. */
const pooledTable = (genuine: readonly Score[]): BenchRow[] => {
  const rate = "1 in 10000";
  const bands = qualityBands(genuine, THRESHOLDS[rate]);
  const rises = bands.filter((band, k) => {
    const poorer = bands[k - 1];
    return poorer !== undefined && band.interval[0] > poorer.interval[1];
  });
  return [
    ...qualityTable(`both sets at "${rate}"`, genuine, THRESHOLDS[rate]),
    {
      name: "bands of quality with more FNMR than the poorer one, beyond chance",
      value: rises.length,
      unit: "",
      bar: "0",
    },
  ];
};

/** Our quality and NFIQ 2's published one, of every print that has both. */
const beside = (set: string, taken: readonly Taken[]) => {
  const [head = "", ...rows] = lines(`nfiq2_scores/${set}.csv`);
  const column = head.split(",").indexOf("NFIQ2");
  const nfiq2 = new Map(rows.map((row) => [row.split(",")[0] ?? "", Number(row.split(",")[column])]));
  return taken.flatMap((one) => {
    const theirs = nfiq2.get(one.name) ?? Number.NaN;
    return Number.isFinite(theirs) ? [{ ours: qualityOf(one), theirs }] : [];
  });
};

const nfiq2Rows = (set: string, both: ReturnType<typeof beside>): BenchRow[] => [
  {
    name: `${set}: Spearman of quality with NFIQ 2`,
    value: spearman(
      both.map(({ ours }) => ours),
      both.map(({ theirs }) => theirs),
    ),
    unit: "",
    bar: ">= 0.80",
  },
  {
    name: `${set}: agreement with NFIQ 2 at 30`,
    value: percent(both.filter(({ ours, theirs }) => ours >= 30 === theirs >= 30).length / both.length),
    unit: "%",
    bar: ">= 93",
  },
  {
    name: `${set}: below 30 here, not there`,
    value: both.filter(({ ours, theirs }) => ours < 30 && theirs >= 30).length,
    unit: "prints",
  },
  {
    name: `${set}: below 30 there, not here`,
    value: both.filter(({ ours, theirs }) => ours >= 30 && theirs < 30).length,
    unit: "prints",
  },
];

const qualityRows = (set: string, taken: readonly Taken[], genuine: readonly Score[]): BenchRow[] => {
  const scores = new Map<Taken, number[]>();
  for (const { a, b, score } of genuine)
    for (const one of [a, b]) scores.set(one, [...(scores.get(one) ?? []), score]);
  const known = taken.filter((one) => scores.has(one));
  return [
    {
      name: `${set}: Spearman of quality with median genuine score`,
      value: spearman(
        known.map(qualityOf),
        known.map((one) => median(scores.get(one) ?? [])),
      ),
      unit: "",
      bar: ">= 0.50",
    },
    ...nfiq2Rows(set, beside(set, taken)),
  ];
};

const stageRows = (set: string, stages: readonly (readonly TraceStage[])[]): BenchRow[] => {
  const names = stages[0]?.map((stage) => stage.name) ?? [];
  const total = stages.map((one) => one.reduce((sum, stage) => sum + stage.ms, 0));
  return [
    { name: `${set}: extraction and quality`, value: median(total), unit: "ms", bar: "<= 100" },
    ...names.map((name): BenchRow => ({
      name: `${set}:   ${name}`,
      value: median(stages.map((one) => one.find((stage) => stage.name === name)?.ms ?? 0)),
      unit: "ms",
    })),
  ];
};

/** Processor time of `work`, milliseconds. */
const processorTime = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/** What a print of 400 x 400 pixels costs: everything, and what of it is quality. */
const largerTimes = (): BenchRow[] => {
  const print = impression(masterPrint("bench-quality"), "a", { width: 400, height: 400, ppi: 500 }).image;
  const all = Array.from({ length: 30 }, () => processorTime(() => extractFinger(print, 500)));
  const quality = Array.from({ length: 30 }, () => {
    const features = fingerFeatures(print, 500);
    return processorTime(() => assessFeatures(features));
  });
  const name = "of 400 x 400 pixels, processor time";
  return [
    { name: `extraction and quality ${name}`, value: median(all), unit: "ms", bar: "<= 100" },
    { name: `quality ${name}`, value: median(quality), unit: "ms", bar: "<= 20" },
  ];
};

/** FNMR bars: the best open pair on the same prints (sheet of facts). */
const SETS = [
  { set: "fvc2000_db1b", impostors: 1, bars: { eer: "<= 3.9", fmr1000: "<= 8.6" } },
  { set: "fcj2020", impostors: 4, bars: { eer: "<= 2.4", fmr1000: "<= 3.7" } },
] as const;

export const run = async (): Promise<readonly BenchRow[]> => {
  if (!existsSync(DATA))
    return [{ name: "research prints are not beside this checkout", value: 0, unit: "rows" }];
  const errors = new Set(lines("fcj2020_label_errors.csv").map((line) => line.split(",")[0] ?? ""));
  const rows: BenchRow[] = [];
  const allGenuine: Score[] = [];
  const allBeside: ReturnType<typeof beside> = [];
  for (const { set, impostors, bars } of SETS) {
    const { taken, stages } = await takeSet(set, errors);
    const { genuine, impostor, ms } = compareAll(taken, impostors);
    allGenuine.push(...genuine);
    allBeside.push(...beside(set, taken));
    const found = accuracy(set, genuine, impostor, bars);
    rows.push(...found, ...qualityRows(set, taken, genuine));
    rows.push(...qualityTable(set, genuine, found.at(-1)?.value ?? 0), ...stageRows(set, stages));
    rows.push({ name: `${set}: one comparison`, value: ms, unit: "ms", bar: "<= 0.5" });
    rows.push({
      name: `${set}: failures to extract`,
      value: taken.filter((one) => one.template.minutiae.length === 0).length,
      unit: "prints",
      bar: "0",
    });
  }
  rows.push(...nfiq2Rows("both sets", allBeside), ...pooledTable(allGenuine), ...largerTimes());
  rows.push(...(await batchRows(path.join(DATA, "fcj2020"))));
  return rows;
};
