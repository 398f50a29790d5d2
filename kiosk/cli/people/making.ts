/** One synthetic person on disk: as a line of data, as prints, or as a recorded session. A thread can do it. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import {
  makePerson,
  type PersonOptions,
  type SyntheticPerson,
} from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import { faceFor, framesOf, looking, type Face } from "./gallery.ts";
import { renderFace, type Renderer } from "./renderer.ts";
import { SCANNERS, type ScannerName } from "./scanners.ts";
import type { CameraName, PadName } from "./surfaces.ts";
import { writeSessionFolder } from "./session-folder.ts";

export const WHAT = ["sessions", "prints"] as const;

export interface MakingPlan {
  readonly what: (typeof WHAT)[number];
  readonly camera: CameraName;
  readonly scanner: ScannerName;
  readonly pad: PadName;
  /** Of prints: which fingers, and how often each. */
  readonly fingers: "index" | "all";
  readonly impressions: number;
  readonly person: PersonOptions;
  readonly faces: readonly Face[];
  /** In place of a face of the gallery: one of the person's own. */
  readonly renderer?: Renderer;
  readonly startsAt: number;
}

export interface MakingJob {
  readonly seed: string;
  readonly folder: string;
}

export interface Made extends MakingJob {
  readonly files: number;
}

const positionsOf = (fingers: MakingPlan["fingers"]): readonly FingerPosition[] =>
  fingers === "index" ? ["right-index", "left-index"] : (Object.keys(FINGER_POSITIONS) as FingerPosition[]);

/** FOLDER/person.json and FOLDER/<position>_<impression>.png, with the truth of each print beside it. */
const writePrints = async (person: SyntheticPerson, folder: string, plan: MakingPlan): Promise<number> => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "person.json"), `${JSON.stringify(person, null, 2)}\n`);
  const { view } = SCANNERS[plan.scanner];
  let files = 1;
  for (const position of positionsOf(plan.fingers))
    for (let number = 1; number <= plan.impressions; number += 1) {
      const print = printOf(person, position, `print ${number}`, view);
      if (print === undefined) continue;
      const { image, ppi, minutiae, condition } = print;
      const base = path.join(folder, `${position}_${number}`);
      await writeFile(`${base}.png`, await encodeGreyPng(image));
      await writeFile(`${base}.json`, `${JSON.stringify({ position, number, ppi, condition, minutiae })}\n`);
      files += 2;
    }
  return files;
};

const faceOf = async (
  person: SyntheticPerson,
  folder: string,
  { renderer, faces, person: wished }: MakingPlan,
): Promise<Face> => {
  if (renderer === undefined) return faceFor(person, looking(faces, wished));
  const own = path.join(folder, "face");
  await renderFace(renderer, person, own);
  return { folder: own };
};

/** Makes one person. Throws OutsideFault where the disk or the devices' twins refuse. */
export const makeOne = async ({ seed, folder }: MakingJob, plan: MakingPlan): Promise<Made> => {
  const person = makePerson(seed, plan.person);
  try {
    if (plan.what === "prints") return { seed, folder, files: await writePrints(person, folder, plan) };
    const frames = await framesOf(await faceOf(person, folder, plan));
    const { startsAt, camera, scanner, pad } = plan;
    await writeSessionFolder(person, folder, { frames, startsAt, devices: { camera, scanner, pad } });
    return { seed, folder, files: 1 };
  } catch (error) {
    if (error instanceof OutsideFault || error instanceof Bug) throw error;
    throw new OutsideFault("disk-failed", `${folder} cannot be written; name another folder with --out.`, {
      cause: error,
    });
  }
};
