/** Files that somebody names on the command line. */
import { readFile, writeFile } from "node:fs/promises";
import { OutsideFault } from "../../../api/base/faults.ts";

export const readInput = async (file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new OutsideFault(
      "input-missing",
      `${file} cannot be read; name a file that is there and may be read.`,
      { cause },
    );
  }
};

export const writeOutput = async (file: string, bytes: Uint8Array): Promise<void> => {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${file} cannot be written; name another file with --out.`, {
      cause,
    });
  }
};
