/** What a folder of recorded targets says of itself (`set.json`): whose they are, what was measured, against which targets. */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import { writeDurably, type FileSystem } from "../../api/base/files.ts";
import { readJson } from "../../api/base/json-file.ts";
import { CALIBRATION_STEPS, type CalibratedCharacteristic } from "../../api/words/calibration.ts";
import { padWidthSchema } from "./pad-width.ts";
import { targetSchema } from "./reference.ts";
import { REHEARSAL_TARGETS, rehearsedRanges } from "./rehearsal.ts";

const SET_FILE = "set.json";

const kinds = Object.keys(CALIBRATION_STEPS) as [CalibratedCharacteristic, ...CalibratedCharacteristic[]];

const setSchema = z.strictObject({
  format: z.literal("recorded-targets/1"),
  characteristic: z.enum(kinds),
  /** What the device was like: "sound", a fault that is rehearsed, or words of who recorded it. */
  about: z.string().min(1).max(80),
  /** What the marks on a pad's screen were drawn by lot from. */
  lot: z.string().min(1).max(80).optional(),
  /** Width of a pad that does not state it. */
  padWidthMm: padWidthSchema.optional(),
  /** What was laid down; without them, the synthetic targets. */
  targets: z.array(targetSchema).optional(),
  /** Grey levels of each print that the scanner had given before. */
  printRanges: z.array(z.number().int().min(0).max(255)).max(5000).optional(),
});
export type RecordedSet = z.infer<typeof setSchema>;

/** Of recordings without a word about themselves. */
export const SYNTHETIC_SET = { format: "recorded-targets/1", about: "unnamed" } as const;

/** Against what a set is measured. */
export const givenWith = ({ targets = [...REHEARSAL_TARGETS], printRanges }: RecordedSet) => ({
  targets,
  ranges: printRanges ?? rehearsedRanges(),
});

const KIND = { schema: setSchema, what: "a description of recorded targets", most: 1024 * 1024 } as const;

/** Undefined: it says nothing. Throws OutsideFault input-malformed, input-unknown-key or input-too-large. */
export const readSet = (files: FileSystem, folder: string): Promise<RecordedSet | undefined> =>
  readJson(files, path.join(folder, SET_FILE), KIND);

export const writeSet = (files: FileSystem, folder: string, set: RecordedSet): Promise<void> =>
  writeDurably(files, path.join(folder, SET_FILE), Buffer.from(`${JSON.stringify(set, undefined, 2)}\n`));

export interface OfferedSet {
  readonly name: string;
  readonly folder: string;
  readonly set: RecordedSet;
}

/** The sets of some folders, by name; one of the same name in a later folder takes its place. What cannot be read is not offered. */
export const offeredSets = async (
  files: FileSystem,
  folders: readonly string[],
): Promise<readonly OfferedSet[]> => {
  const found = new Map<string, OfferedSet>();
  for (const parent of folders)
    for (const name of await files.list(parent)) {
      const folder = path.join(parent, name);
      const set = await readSet(files, folder).catch((error: unknown) => {
        if (!(error instanceof OutsideFault)) throw error;
        return undefined;
      });
      if (set !== undefined) found.set(name, { name, folder, set });
    }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
};
