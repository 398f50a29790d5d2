/** One synthetic person on disk: as a line of data, as prints, or as a recorded session. A thread can do it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { FaceSample } from "../../../api/words/sample.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import {
  makePerson,
  type PersonOptions,
  type SyntheticPerson,
} from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import { builtInPolicy } from "../../session/policy.ts";
import { sameSumsEverywhere } from "../../../models/onnx.ts";
import { examineFace } from "../../session/run/face-station.ts";
import { portraitOf } from "../../session/steps.ts";
import { faceFor, framesOf, looking, type Face } from "./gallery.ts";
import { renderFace, type Renderer } from "./renderer.ts";
import { SCANNERS, type ScannerName } from "./scanners.ts";
import { stoodWith, type Refusal, type Stood } from "./standing.ts";
import type { CameraName, PadName } from "./surfaces.ts";
import { demandFinger, writeSessionFolder } from "./session-folder.ts";

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
  /** Why the kiosk would take no picture of this face. */
  readonly refused?: string;
}

const positionsOf = (fingers: MakingPlan["fingers"]): readonly FingerPosition[] =>
  fingers === "index" ? ["right-index", "left-index"] : (Object.keys(FINGER_POSITIONS) as FingerPosition[]);

/** FOLDER/person.json and FOLDER/<position>_<impression>.png, with the truth of each print beside it. */
const writePrints = async (person: SyntheticPerson, folder: string, plan: MakingPlan): Promise<number> => {
  await makeFolders(folder);
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

/** Examining asks who captured a picture; these come from nowhere. */
const FROM_NOWHERE: Omit<FaceSample, "bytes"> = {
  characteristic: "face",
  mediaType: "image/jpeg",
  device: { driver: "none", make: "none", model: "none" },
  capturedAt: 0,
};

/** The kiosk's own answer to a frame, with the policy's ages of the portrait. */
const refusalAt = async (age: number): Promise<Refusal> => {
  sameSumsEverywhere();
  const template = portraitOf(await builtInPolicy(systemFiles, "self-service"), { age });
  return async (bytes) => {
    const { assessment } = await examineFace({ ...FROM_NOWHERE, bytes }, template);
    return assessment.sufficient ? undefined : assessment.reason;
  };
};

/** A face of the gallery is many people's, and looked at once by each thread. */
const STOOD = new Map<string, Promise<Stood>>();

const standing = (face: Face, age: number): Promise<Stood> => {
  const key = `${face.folder} ${age < 18 ? age : "grown"}`;
  const known =
    STOOD.get(key) ?? refusalAt(age).then(async (refusal) => stoodWith(await framesOf(face), refusal));
  STOOD.set(key, known);
  return known;
};

/** The face that fits best among those that the kiosk takes; where it takes none, the one that fits best. */
const standingFace = async (person: SyntheticPerson, faces: readonly Face[]): Promise<Stood> => {
  const best = await standing(faceFor(person, faces), person.age);
  let left = faces;
  let stood = best;
  while (stood.refused !== undefined) {
    const refused = faceFor(person, left);
    left = left.filter((face) => face !== refused);
    if (left.length === 0) return best;
    stood = await standing(faceFor(person, left), person.age);
  }
  return stood;
};

const stoodOf = async (
  person: SyntheticPerson,
  folder: string,
  { renderer, faces, person: wished }: MakingPlan,
): Promise<Stood> => {
  if (renderer === undefined) return standingFace(person, looking(faces, wished));
  const own = path.join(folder, "face");
  await renderFace(renderer, person, own);
  return standing({ folder: own }, person.age);
};

/** Makes one person. Throws OutsideFault where the disk or the devices' twins refuse. */
export const makeOne = async ({ seed, folder }: MakingJob, plan: MakingPlan): Promise<Made> => {
  const person = makePerson(seed, plan.person);
  try {
    if (plan.what === "prints") return { seed, folder, files: await writePrints(person, folder, plan) };
    demandFinger(person);
    const { frames, refused } = await stoodOf(person, folder, plan);
    const { startsAt, camera, scanner, pad } = plan;
    await writeSessionFolder(person, folder, { frames, startsAt, devices: { camera, scanner, pad } });
    return { seed, folder, files: 1, ...(refused === undefined ? {} : { refused }) };
  } catch (error) {
    if (error instanceof OutsideFault || error instanceof Bug) throw error;
    throw new OutsideFault("disk-failed", `${folder} cannot be written; name another folder with --out.`, {
      cause: error,
    });
  }
};
