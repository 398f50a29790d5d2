/** The bought targets of this kiosk: one reference file each in DATA/targets, entered at the desk or laid there. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { removeDurably, writeDurably, type FileSystem } from "../../../api/base/files.ts";
import { parseTarget, readTarget, TARGET_BYTES, type CalibrationTarget } from "../../devices/reference.ts";

export const targetShape = z.strictObject({
  /** What the file was called, without its ending: to say which is wrong, and for the audit. */
  id: z.string().regex(/^[a-z0-9-]{1,80}$/u),
  /** The file as it is. */
  text: z.string().min(1).max(TARGET_BYTES),
});

const folderOf = (data: string): string => path.join(data, "targets");
const fileOf = (data: string, id: string): string => path.join(folderOf(data), `${id}.json`);

export interface OwnTargets {
  readonly targets: readonly CalibrationTarget[];
  /** Of each that cannot be read: why. The others are used. */
  readonly broken: readonly string[];
}

export const ownTargets = async (files: FileSystem, data: string): Promise<OwnTargets> => {
  const folder = folderOf(data);
  const targets: CalibrationTarget[] = [];
  const broken: string[] = [];
  for (const name of await files.list(folder)) {
    if (!name.endsWith(".json")) continue;
    try {
      const target = await readTarget(files, path.join(folder, name));
      if (target !== undefined) targets.push(target);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      broken.push(error.message);
    }
  }
  return { targets, broken };
};

/** Keeps a reference file, in place of one of the same id. Throws what parseTarget throws: nothing is kept then. */
export const enterTarget = async (
  files: FileSystem,
  data: string,
  { id, text }: z.infer<typeof targetShape>,
): Promise<CalibrationTarget> => {
  const bytes = Buffer.from(text, "utf8");
  const target = parseTarget(bytes, `${id}.json`);
  await files.makeFolder(folderOf(data));
  await writeDurably(files, fileOf(data, target.id), bytes);
  return target;
};

/** Certificates that were made with it keep its values. Throws OutsideFault usage when there is none. */
export const dropTarget = async (files: FileSystem, data: string, id: string): Promise<void> => {
  const file = fileOf(data, id);
  if ((await files.size(file)) === undefined)
    throw new OutsideFault(
      "usage",
      `No target ${id} was entered at the desk; remove its file from the kiosk's folder of targets.`,
    );
  await removeDurably(files, file);
};
