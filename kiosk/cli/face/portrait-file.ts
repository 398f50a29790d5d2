/** From a camera picture to the passport portrait's files. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { EncodedImage, PortraitPoints } from "../../../api/words/enrolment.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { readFacePicture } from "../../../models/face/picture.ts";
import { makePortrait } from "../../../models/face/portrait.ts";
import type { AgeBand } from "../../../models/params/criteria.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";
import { reportOf } from "./assess-file.ts";
import type { FileReport } from "./assess-file.ts";
import { readPicture } from "./read-picture.ts";

export interface PortraitFiles {
  readonly processing: readonly string[];
  readonly points?: PortraitPoints;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** Of the portrait itself, not of the picture it came from. */
  readonly verdict: FileReport["verdict"];
}

/** Throws OutsideFault: input-missing, picture-unreadable, usage, policy-refused (too small, no room, no eyes). */
export const portraitFile = async (
  file: string,
  to: string,
  profileName: string,
  age: AgeBand,
): Promise<PortraitFiles> => {
  const profile = Object.values(PORTRAIT_PROFILES).find((one) => one.id === profileName);
  if (profile === undefined)
    throw new OutsideFault("usage", `--profile is one of ${Object.keys(PORTRAIT_PROFILES).join(", ")}.`);
  const frame = await readFacePicture(await readPicture(file), file);
  const { eyes } = await assessFace(frame);
  if (eyes === undefined) throw new OutsideFault("policy-refused", `${file}: the eyes were not located.`);
  const portrait = await makePortrait(frame, eyes, profile);
  if (portrait.kind === "refused") throw new OutsideFault("policy-refused", `${file}: ${portrait.reason}`);
  const from = performance.now();
  const found = await assessFace(portrait.pixels, { age, uncertainty: true });
  const report = reportOf("portrait-master.jpg", Math.round(performance.now() - from), found);
  const { master, production, chip, chipJpeg, processing, points } = portrait;
  const images: readonly (readonly [string, EncodedImage])[] = [
    ["portrait-master.jpg", master],
    ["portrait-production.jp2", await production()],
    ["portrait-chip.jp2", chip],
    ["portrait-chip.jpg", await chipJpeg()],
  ];
  await makeFolders(to);
  for (const [name, image] of images) await writeFile(path.join(to, name), image.bytes);
  const account = { processing, points, profile: profile.id, assessment: report };
  await writeFile(path.join(to, "portrait.json"), `${JSON.stringify(account, null, 2)}\n`);
  return {
    processing,
    ...(points === undefined ? {} : { points }),
    files: images.map(([name, { bytes, width, height }]) => ({ name, bytes: bytes.length, width, height })),
    verdict: report.verdict,
  };
};
