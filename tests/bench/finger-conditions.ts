/**
 * `npm run bench -- finger-conditions`: prints as other sensors, resolutions and hands give them, each laid against a
 * usual one of the same finger and of all others. Synthetic fingers, so that one thing changes at a time.
 */
import type { FingerTemplate } from "../../api/words/finger.ts";
import { compareFingers } from "../../models/finger/compare/compare.ts";
import { isSameFinger } from "../../models/finger/compare/thresholds.ts";
import { extractFinger } from "../../models/finger/extract.ts";
import type { Condition } from "../../models/synthetic/fingerprint/condition.ts";
import { impression, type ImpressionOptions } from "../../models/synthetic/fingerprint/impression.ts";
import { masterPrint, type MasterPrint } from "../../models/synthetic/fingerprint/master.ts";
import type { BenchRow } from "./row.ts";

const FINGERS = 12;
const USUAL: Condition = {
  moisture: 0,
  pressure: 0.5,
  wear: 0.1,
  rotation: 3,
  shiftX: 0,
  shiftY: 0,
  drag: 0.4,
  residue: 0,
  cuts: 0,
  bandage: 0,
};
const DESK: ImpressionOptions = { width: 400, height: 400, ppi: 500, sensor: "optical" };
const SMALL = { width: 256, height: 300, sensor: "capacitive" } as const;
const SWEEP = { sensor: "thermal-sweep" } as const;
const atPpi = (ppi: number) => {
  const side = Math.round(0.8 * ppi);
  return { ppi, width: side, height: side };
};

type Change = Partial<Omit<ImpressionOptions, "condition">> & { readonly condition?: Partial<Condition> };

/** What is not named stays as it usually is: a desk scanner of 20 mm, a finger laid down as asked. */
const CHANGES: Readonly<Record<string, Change>> = {
  "as usual": {},
  "soft optics": { sensor: "optical-soft" },
  "hard contrast": { sensor: "optical-hard" },
  "thermal sweep": SWEEP,
  "thermal sweep, dry": { ...SWEEP, condition: { moisture: -0.7 } },
  "thermal sweep, wet": { ...SWEEP, condition: { moisture: 0.7 } },
  "capacitive, 256 x 300": SMALL,
  "capacitive, dry": { ...SMALL, condition: { moisture: -0.7 } },
  "capacitive, wet": { ...SMALL, condition: { moisture: 0.7 } },
  "very dry": { condition: { moisture: -0.95 } },
  "very wet, pressed": { condition: { moisture: 0.95, pressure: 0.8 } },
  worn: { condition: { wear: 0.6 } },
  "hardly touching": { condition: { pressure: 0.1 } },
  dragged: { condition: { drag: 1.5 } },
  "another finger's residue": { condition: { residue: 0.8 } },
  "turned by 45 degrees": { condition: { rotation: 45 } },
  "upside down": { condition: { rotation: 180 } },
  "250 ppi": atPpi(250),
  "250 ppi, dry": { ...atPpi(250), condition: { moisture: -0.5 } },
  "569 ppi": atPpi(569),
  "1000 ppi": atPpi(1000),
  "1000 ppi, capacitive, 512 x 600": { ppi: 1000, width: 512, height: 600, sensor: "capacitive" },
};

const taken = (master: MasterPrint, seed: string, { condition, ...change }: Change): FingerTemplate => {
  const given = { ...DESK, ...change, condition: { ...USUAL, ...condition } };
  return extractFinger(impression(master, seed, given).image, given.ppi).template;
};

export const run = async (): Promise<readonly BenchRow[]> => {
  const masters = Array.from({ length: FINGERS }, (_, finger) =>
    masterPrint(`conditions/${finger}`, { period: 8.2 + 0.2 * (finger % 10) }),
  );
  const gallery = masters.map((master) => taken(master, "gallery", { condition: { rotation: -4 } }));
  return Object.entries(CHANGES).flatMap(([name, change]) => {
    const probes = masters.map((master) => taken(master, "probe", change));
    const scores = probes.map((probe) => gallery.map((print) => compareFingers(print, probe)));
    const own = scores.map((row, finger) => row[finger] ?? 0);
    const others = scores.flatMap((row, finger) => row.filter((_, other) => other !== finger));
    const missed = own.filter((score) => !isSameFinger(score, "1 in 1000")).length;
    return [
      { name: `${name}: lowest score with its own finger`, value: Math.min(...own), unit: "score" },
      { name: `${name}: highest with another`, value: Math.max(...others), unit: "score" },
      { name: `${name}: own finger missed at "1 in 1000"`, value: missed, unit: `of ${FINGERS}` },
    ];
  });
};
