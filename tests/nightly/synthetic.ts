/** Synthetic fingers by the hundred: each like a finger, none like another, truth where the ridges say. */
import type { FingerTemplate } from "../../api/words/finger.ts";
import { compareFingers } from "../../models/finger/compare/compare.ts";
import { sample } from "../../models/synthetic/fingerprint/grid.ts";
import { impression } from "../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../models/synthetic/fingerprint/master.ts";
import type { MasterPrint } from "../../models/synthetic/fingerprint/master.ts";
import type { NightlyJob } from "./job.ts";

const FINGERS = 8;
const VIEW = { width: 300, height: 400, ppi: 500 } as const;
/** Far beyond what two different fingers reach (bench "synthetic"): one pattern made twice. */
const TWINS = 90;

/** The truth of two impressions of a finger. */
const truths = (master: MasterPrint): FingerTemplate[] =>
  ["1", "2"].map((visit) => {
    const { minutiae } = impression(master, visit, {
      ...VIEW,
      condition: { shiftX: 0, shiftY: 0, pressure: 0.6 },
    });
    return { position: "unknown", impression: "live-plain", ...VIEW, quality: 100, minutiae };
  });

const oddities = (master: MasterPrint): string[] => {
  const { minutiae, ridges, seed } = master;
  const wrong = minutiae.filter(({ kind, x, y }) => sample(ridges, x, y) > 0 !== (kind === "bifurcation"));
  return [
    ...(minutiae.length < 30 || minutiae.length > 140 ? [`${seed}: ${minutiae.length} minutiae`] : []),
    ...(wrong.length > 0 ? [`${seed}: ${wrong.length} minutiae on the wrong side of a ridge`] : []),
  ];
};

export const job: NightlyJob = {
  name: "synthetic-fingers",
  pieces: 12,
  run: (piece) => {
    const masters = Array.from({ length: FINGERS }, (_, k) => masterPrint(`nightly/${piece}/${k}`));
    const prints = masters.map(truths);
    const faults = masters.flatMap(oddities);
    for (const [i, own] of prints.entries()) {
      const [first, second] = own as [FingerTemplate, FingerTemplate];
      const genuine = compareFingers(first, second);
      if (genuine < 40)
        faults.push(`${masters[i]?.seed}: two impressions' truths compare to ${genuine.toFixed(1)} only`);
      for (const [j, other] of prints.slice(0, i).entries()) {
        const score = compareFingers(first, other[0] as FingerTemplate);
        if (score > TWINS)
          faults.push(`${masters[i]?.seed} and ${masters[j]?.seed}: compare to ${score.toFixed(1)}`);
      }
    }
    return Promise.resolve({ cases: (FINGERS * (FINGERS + 1)) / 2, faults });
  },
};
