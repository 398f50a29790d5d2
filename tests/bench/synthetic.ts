/** Synthetic prints: how fast, and whether the project's matcher tells them apart as it does real ones. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FingerTemplate } from "../../api/words/finger.ts";
import { compareFingers } from "../../models/finger/compare/compare.ts";
import { extractFinger } from "../../models/finger/extract.ts";
import { decodeGrey } from "../../models/image.ts";
import { impression } from "../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../models/synthetic/fingerprint/master.ts";
import { makePerson } from "../../models/synthetic/person/person.ts";
import { sign, signatureStyle } from "../../models/synthetic/signature/trajectory.ts";
import { median } from "./row.ts";
import type { BenchRow } from "./row.ts";

const FINGERS = 16;
const IMPRESSIONS = 4;
const SIZE = { width: 300, height: 300, ppi: 500 } as const;
const REAL = path.resolve("../shared/finger/fvc2000_db1b");

const timed = <T>(times: number[], work: () => T): T => {
  const start = performance.now();
  const value = work();
  times.push(performance.now() - start);
  return value;
};

/** All genuine pairs; of impostors the first two impressions against each other's. */
const scores = (
  fingers: readonly (readonly FingerTemplate[])[],
): { genuine: number[]; impostor: number[] } => {
  const genuine: number[] = [];
  const impostor: number[] = [];
  for (const [f, own] of fingers.entries()) {
    for (const [i, one] of own.entries())
      for (const two of own.slice(i + 1)) genuine.push(compareFingers(one, two));
    for (const other of fingers.slice(f + 1))
      for (const [i, one] of own.slice(0, 2).entries()) {
        const two = other[i];
        if (two !== undefined) impostor.push(compareFingers(one, two));
      }
  }
  return { genuine, impostor };
};

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ??
  Number.NaN;

const spread = (name: string, { genuine, impostor }: ReturnType<typeof scores>): BenchRow[] => [
  { name: `${name}: genuine, 2 % point`, value: at(genuine, 0.02), unit: "score" },
  { name: `${name}: genuine, median`, value: at(genuine, 0.5), unit: "score" },
  { name: `${name}: impostor, median`, value: at(impostor, 0.5), unit: "score" },
  { name: `${name}: impostor, 99 % point`, value: at(impostor, 0.99), unit: "score" },
  {
    name: `${name}: genuine below the impostors' 99.9 % point`,
    value: (100 * genuine.filter((score) => score < at(impostor, 0.999)).length) / genuine.length,
    unit: "%",
  },
];

const realTemplates = async (): Promise<FingerTemplate[][]> => {
  const all: FingerTemplate[][] = [];
  for (let finger = 101; finger <= 110; finger += 1) {
    const own: FingerTemplate[] = [];
    for (let number = 1; number <= 8; number += 1) {
      const file = path.join(REAL, `${finger}_${number}.png`);
      own.push(extractFinger(await decodeGrey(readFileSync(file), file), 500).template);
    }
    all.push(own);
  }
  return all;
};

/** Share of true minutiae that were found within 10 pixels and 25 degrees. */
const recall = (truth: FingerTemplate["minutiae"], found: FingerTemplate["minutiae"]): number =>
  truth.filter((one) =>
    found.some(
      (two) =>
        Math.hypot(one.x - two.x, one.y - two.y) < 10 &&
        Math.abs(((one.angle - two.angle + 540) % 360) - 180) < 25,
    ),
  ).length / Math.max(1, truth.length);

export const run = async (): Promise<BenchRow[]> => {
  const times = {
    master: [] as number[],
    impression: [] as number[],
    person: [] as number[],
    signing: [] as number[],
  };
  const counts: number[] = [];
  const recalls: number[] = [];
  const templates = Array.from({ length: FINGERS }, (_, finger) => {
    const master = timed(times.master, () => masterPrint(`bench/${finger}`));
    counts.push(master.minutiae.length);
    return Array.from({ length: IMPRESSIONS }, (_, number) => {
      const print = timed(times.impression, () => impression(master, `${number}`, SIZE));
      const { template } = extractFinger(print.image, print.ppi);
      recalls.push(recall(print.minutiae, template.minutiae));
      return template;
    });
  });
  for (let k = 0; k < 200; k += 1) timed(times.person, () => makePerson(`bench/${k}`));
  for (let k = 0; k < 20; k += 1)
    timed(times.signing, () =>
      sign(signatureStyle(`${k}`), "1", { maxX: 9600, maxY: 6000, maxPressure: 1023 }),
    );
  const perPerson = 2 * median(times.master) + 4 * median(times.impression);
  return [
    { name: "master print, median", value: median(times.master), unit: "ms" },
    { name: "impression of 300 x 300, median", value: median(times.impression), unit: "ms" },
    { name: "person without prints, median", value: median(times.person), unit: "ms" },
    { name: "signing, median", value: median(times.signing), unit: "ms" },
    {
      name: "1,000 people, two fingers of two impressions, on 2 cores",
      value: perPerson / 120,
      unit: "min",
      bar: "<= 30",
    },
    { name: "minutiae of a master, median", value: median(counts), unit: "" },
    {
      name: "true minutiae that our extractor finds, mean",
      value: (100 * recalls.reduce((a, b) => a + b, 0)) / recalls.length,
      unit: "%",
    },
    ...spread("synthetic", scores(templates)),
    ...(existsSync(REAL) ? spread("real (fvc2000_db1b)", scores(await realTemplates())) : []),
  ];
};
