/**
 * Labelled prints for training and tuning: `fingers` x `impressions` pictures with their exact minutiae.
 *
 * `writeGroundTruth(directory, options)` fills a directory with FFFF_K.png (finger and impression counted from 1, as the
 * public research sets name them; 8-bit grey, no resolution tag) and truth.jsonl, one line a picture: file, finger,
 * impression, pattern, width, height, ppi, sensor, condition, cores, deltas, and minutiae in the picture's pixels with angles as
 * ISO/IEC 19794-2:2005 has them. The same options give the same bytes. Never commit such a set: make it again.
 * `groundTruth(options)` gives the same pictures one by one without files, with the contact mask.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import type { PixelsPerInch } from "../../../api/words/units.ts";
import { encodeGreyPng } from "../../image.ts";
import { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { impression } from "./impression.ts";
import type { Impression } from "./impression.ts";
import { masterPrint } from "./master.ts";
import type { MasterPrint } from "./master.ts";
import { SENSORS } from "./sensors.ts";
import type { SensorKind } from "./sensors.ts";

export interface GroundTruthOptions {
  readonly seed: string;
  readonly fingers: number;
  readonly impressions: number;
  /** 300 x 400 at 500 ppi when absent. */
  readonly width?: number;
  readonly height?: number;
  readonly ppi?: PixelsPerInch;
  /** One kind, or each picture's drawn from all kinds. */
  readonly sensor?: SensorKind | "any";
  readonly condition?: Partial<Condition>;
}

export interface LabelledPrint {
  readonly finger: number;
  readonly impressionNumber: number;
  readonly master: MasterPrint;
  readonly sensor: SensorKind;
  readonly print: Impression;
}

const sensors = Object.keys(SENSORS) as SensorKind[];

/** Labelled prints one after another; a master is made once a finger. */
export function* groundTruth(options: GroundTruthOptions): Generator<LabelledPrint> {
  const { seed, fingers, impressions, width = 300, height = 400, ppi = 500, sensor = "optical" } = options;
  for (let finger = 1; finger <= fingers; finger += 1) {
    const dice = new Dice(`truth/${seed}/${finger}`);
    const master = masterPrint(`${seed}/${finger}`, {
      period: dice.normal(9, 0.35),
      scars: dice.chance(0.12) ? 1 : 0,
      creases: dice.whole(0, 2),
    });
    for (let number = 1; number <= impressions; number += 1) {
      const kind = sensor === "any" ? dice.pick(sensors) : sensor;
      const condition = options.condition === undefined ? {} : { condition: options.condition };
      const print = impression(master, `${seed}/${number}`, {
        width,
        height,
        ppi,
        sensor: kind,
        ...condition,
      });
      yield { finger, impressionNumber: number, master, sensor: kind, print };
    }
  }
}

const labelOf = (file: string, { finger, impressionNumber, master, sensor, print }: LabelledPrint): string =>
  JSON.stringify({
    file,
    finger,
    impression: impressionNumber,
    pattern: master.pattern,
    width: print.image.width,
    height: print.image.height,
    ppi: print.ppi,
    sensor,
    condition: print.condition,
    cores: print.cores,
    deltas: print.deltas,
    minutiae: print.minutiae,
  });

/** Writes the set; gives the number of pictures. The directory is made when it is not there. */
export const writeGroundTruth = async (directory: string, options: GroundTruthOptions): Promise<number> => {
  await makeFolders(directory);
  const lines: string[] = [];
  for (const labelled of groundTruth(options)) {
    const file = `${String(labelled.finger).padStart(4, "0")}_${labelled.impressionNumber}.png`;
    writeFileSync(path.join(directory, file), await encodeGreyPng(labelled.print.image));
    lines.push(labelOf(file, labelled));
  }
  writeFileSync(path.join(directory, "truth.jsonl"), `${lines.join("\n")}\n`);
  return lines.length;
};
