/** Small files of the state folder that are for its owner alone, and that a kiosk can do without. */
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";

/** What the world refuses now is tried again later, or done without. */
export const unlessRefused = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
  }
};

/** Throws OutsideFault disk-full or disk-failed. */
export const keepForOwner = async (folder: string, file: string, content: object): Promise<void> => {
  await systemFiles.makeFolder(folder);
  await systemFiles.write(file, Buffer.from(JSON.stringify(content)));
};
