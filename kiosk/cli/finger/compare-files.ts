/** Similarity of template files, two or all of a folder against each other. */
import { open, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readMinutiaeFile } from "../../../api/formats/iso19794/minutiae-file.ts";
import type { FingerTemplate } from "../../../api/words/finger.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { quoted } from "./csv.ts";

/** The first view of a record. */
const readTemplate = async (file: string): Promise<FingerTemplate> => {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new OutsideFault(
      "input-missing",
      `${file} cannot be read; it should be an ISO/IEC 19794-2 or INCITS 378 record.`,
      { cause },
    );
  });
  const [first] = readMinutiaeFile(bytes, path.basename(file));
  if (first === undefined) throw new OutsideFault("input-malformed", `${file} holds no finger view.`);
  return first;
};

export const compareFiles = async (a: string, b: string): Promise<number> =>
  compareFingers(await readTemplate(a), await readTemplate(b));

export interface AllScores {
  readonly compared: number;
  /** Records that could not be read; each counts as missing in every pair. */
  readonly unreadable: readonly string[];
}

/** Every pair of *.fmr in a folder, each once, as a,b,score. */
export const compareFolder = async (
  folder: string,
  out: string,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<AllScores> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".fmr")).sort();
  const unreadable: string[] = [];
  const templates: { name: string; template: FingerTemplate }[] = [];
  for (const file of files)
    try {
      templates.push({ name: path.parse(file).name, template: await readTemplate(path.join(folder, file)) });
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      unreadable.push(error.message);
    }
  const pairs = (templates.length * (templates.length - 1)) / 2;
  // Line by line of the table: the scores of some thousands of templates are more than one string can hold.
  const scores = await open(out, "w");
  let compared = 0;
  try {
    await scores.write("a,b,score\n");
    for (const [i, one] of templates.entries()) {
      const others = templates.slice(i + 1);
      const lines = others.map(
        (two) =>
          `${quoted(one.name)},${quoted(two.name)},${compareFingers(one.template, two.template).toFixed(3)}\n`,
      );
      await scores.write(lines.join(""));
      compared += lines.length;
      progress(compared, pairs);
    }
  } finally {
    await scores.close();
  }
  return { compared, unreadable };
};
