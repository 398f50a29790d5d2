/** Where the real recordings lie, and how to say that they do not. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { decodeGrey } from "../../models/image.ts";
import type { GreyImage } from "../../api/words/sample.ts";

/** Tests and benches run from the repository root. */
const root = path.resolve("../shared/recordings");

export const sharedRecording = (name: string): string | undefined => {
  const folder = path.join(root, name);
  return existsSync(folder) ? folder : undefined;
};

export const ABSENT = "../shared/recordings is not here";

export const expectedPicture = async (folder: string): Promise<GreyImage> =>
  decodeGrey(await readFile(path.join(folder, "capture.png")));
