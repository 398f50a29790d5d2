/** How well the parts around a face are told apart: intersection over union on held-out people, all and group by group. */
import type { FaceLandmarks } from "../../models/face/stages/net-answer.ts";
import { PARTS, partAt, segmentFace, type Part } from "../../models/face/stages/net-segment.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import type { Group } from "./face-sets.ts";
import { intervalOf, meanOf, worstOverBest } from "./intervals.ts";
import type { BenchRow } from "./row.ts";

/** The renderer's classes as the network answers them (models/training/data.py, COARSE). */
export const COARSE = [0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1, 1, 2, 1] as const;
/** Frames and lenses together are the glasses that the bar speaks of; a rim alone is a pixel or two wide. */
const GLASSES = ["glasses-frame", "lens"].map((name) => PARTS.indexOf(name as Part));
const COVERING = [PARTS.indexOf("covering")];
const BAR = ">= 0.85";
const WHOLES: readonly { name: string; parts: readonly number[]; bar?: string }[] = [
  ...PARTS.map((name, k) => ({ name, parts: [k], ...(name === "covering" ? { bar: BAR } : {}) })),
  { name: "glasses (frame or lens)", parts: GLASSES, bar: BAR },
];
/** What the bar names, group by group. */
const BARRED = [
  { name: "covering", parts: COVERING },
  { name: "glasses", parts: GLASSES },
] as const;

/** Groups in which fewer people wear the thing say too little. */
export const LEAST_WEARERS = 40;

/** Pixels by what they are and what they were taken for, row by row. */
type Counts = Float64Array;

/** Pixels that are such a part and were taken for one; that are or were; and that are. */
const pixelsOf = (counts: Counts, parts: readonly number[]) => {
  let [both, either, truly] = [0, 0, 0];
  counts.forEach((count, at) => {
    const [a, b] = [parts.includes(Math.floor(at / PARTS.length)), parts.includes(at % PARTS.length)];
    if (a && b) both += count;
    if (a || b) either += count;
    if (a) truly += count;
  });
  return { both, either, truly };
};

/** One person's wrong pixels among those that count. */
type Missed = readonly [wrong: number, either: number];

interface GroupOfPeople {
  readonly of: string | undefined;
  readonly missed: Missed[];
  wearers: number;
}

/** What the worst group misses (1 - IoU) over what the best does; the issue sets a bar for each IoU, none for this. */
const comparedOf = (name: string, groups: readonly (readonly [string, GroupOfPeople])[]): BenchRow[] => {
  const kinds = new Set(groups.flatMap(([, { of }]) => of ?? []));
  return [...kinds].flatMap((kind): BenchRow[] => {
    const those = groups.filter(([, { of }]) => of === kind);
    const values = those.map(([group, { missed }]) => [group.replace(/^held-out, /, ""), missed] as const);
    const found = worstOverBest(new Map(values), 1);
    if (found === undefined) return [];
    const { worst, best, ratio, interval } = found;
    return [
      {
        name: `by ${kind}, ${name}, 1 - IoU: worst (${worst}) over best (${best})`,
        value: ratio,
        unit: "",
        interval,
      },
    ];
  });
};

/** A person whose parts are counted. */
export interface PartedPortrait {
  /** Class of every pixel as the renderer numbers them. */
  readonly mask: Uint8Array;
  readonly groups: readonly Group[];
}

/** Pixels counted over all pictures whose face is found, and over each group's. */
export class PartsTally {
  readonly #counts: Counts = new Float64Array(PARTS.length * PARTS.length);
  readonly #groups = BARRED.map(() => new Map<string, GroupOfPeople>());

  async add(image: RgbImage, face: FaceLandmarks, { mask, groups }: PartedPortrait): Promise<void> {
    const parts = await segmentFace(image, face);
    const counts: Counts = new Float64Array(this.#counts.length);
    for (let y = 0; y < image.height; y += 1)
      for (let x = 0; x < image.width; x += 1) {
        const seen = partAt(parts, x + 0.5, y + 0.5);
        if (seen === undefined) continue;
        const at = (COARSE[mask[y * image.width + x] ?? 0] ?? 0) * PARTS.length + PARTS.indexOf(seen);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    this.count(counts, groups);
  }

  /** One person's pixels: `counts[what it is * PARTS.length + what it was taken for]`. */
  count(counts: Counts, groups: readonly Group[]): void {
    counts.forEach((count, at) => (this.#counts[at] = (this.#counts[at] ?? 0) + count));
    for (const [i, { parts }] of BARRED.entries()) {
      const { both, either, truly } = pixelsOf(counts, parts);
      for (const { name, of, partsOf } of groups) {
        const group = this.#groups[i]?.get(name) ?? { of: of ?? partsOf, missed: [], wearers: 0 };
        // Who wears none counts too, by the pixels that were taken for it.
        group.missed.push([either - both, either]);
        if (truly > 0) group.wearers += 1;
        this.#groups[i]?.set(name, group);
      }
    }
  }

  rows(): BenchRow[] {
    return WHOLES.map(({ name, parts, bar }) => {
      const { both, either } = pixelsOf(this.#counts, parts);
      const value = both / Math.max(1, either);
      return { name: `held-out, ${name}: IoU`, value, unit: "", ...(bar === undefined ? {} : { bar }) };
    });
  }

  /** Every group in which enough people wear the thing; then of every kind of group, the worst over the best. */
  groupRows(): BenchRow[] {
    const told = BARRED.flatMap(({ name }, i) => {
      const enough = [...(this.#groups[i] ?? [])].filter(([, { wearers }]) => wearers >= LEAST_WEARERS);
      return { name, groups: enough };
    });
    return [
      ...told.flatMap(({ name, groups }) =>
        groups.map(([group, { missed, wearers }]): BenchRow => {
          const [low, high] = intervalOf(missed);
          return {
            name: `${group}: ${name}, IoU, ${wearers} wear it`,
            value: 1 - meanOf(missed),
            unit: "",
            bar: BAR,
            interval: [1 - high, 1 - low],
          };
        }),
      ),
      ...told.flatMap(({ name, groups }) => comparedOf(name, groups)),
    ];
  }
}
