/** The bytes of a picture that the caller named. */
import { readFile, stat } from "node:fs/promises";
import { OutsideFault } from "../../../api/base/faults.ts";

/** Twice what 64 million pixels of 16 bits and three colours take unpacked. */
const MOST_BYTES = 768 * 2 ** 20;

const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: "is not there; check the path",
  ENOTDIR: "is not there; check the path",
  EACCES: "may not be read; give this user the right to read it",
  EPERM: "may not be read; give this user the right to read it",
};

/** Plain files alone: a pipe or a device may never end. Throws OutsideFault input-missing or input-too-large. */
export const readPicture = async (file: string): Promise<Uint8Array> => {
  try {
    const found = await stat(file);
    if (found.isDirectory())
      throw new OutsideFault("input-missing", `${file} is a folder; name the pictures in it.`);
    if (!found.isFile())
      throw new OutsideFault(
        "input-missing",
        `${file} is a pipe or a device; save the picture to a file and name that.`,
      );
    if (found.size > MOST_BYTES)
      throw new OutsideFault(
        "input-too-large",
        `${file} has ${Math.round(found.size / 2 ** 20)} MiB; a picture of at most ${MOST_BYTES / 2 ** 20} is read.`,
      );
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof OutsideFault) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new OutsideFault(
      "input-missing",
      `${file} ${REMEDIES[code] ?? "cannot be read; check the path"}.`,
      {
        cause,
      },
    );
  }
};
