/** Folders that somebody names, made with their parents. */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "./faults.ts";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

const isThere = async (folder: string): Promise<boolean> => {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
};

/** Alone; no error when another made it meanwhile. A parent that is there and cannot have it answers that it is missing. */
const makeOne = async (folder: string, mode: number | undefined): Promise<void> => {
  try {
    await mkdir(folder, mode);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT")
      throw new OutsideFault(
        "disk-failed",
        `${folder}: no folder can be made there; name one on a disk that can be written to.`,
        { cause },
      );
    if (codeOf(cause) !== "EEXIST" || !(await stat(folder)).isDirectory()) throw cause;
  }
};

/**
 * The folder with its parents, as Node's recursive mkdir, which tries for ever under /proc and the like; gives the first
 * that was not there before. `mode`: permissions of those that are made. Throws OutsideFault disk-failed where no folder can be
 * made, and the system's error otherwise.
 */
export const makeFolders = async (folder: string, mode?: number): Promise<string | undefined> => {
  const missing: string[] = [];
  let at = path.resolve(folder);
  while (!(await isThere(at))) {
    missing.push(at);
    at = path.dirname(at);
  }
  if (missing.length === 0) await makeOne(at, mode);
  for (const one of missing.toReversed()) await makeOne(one, mode);
  return missing.at(-1);
};
