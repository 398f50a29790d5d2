/** Similarity of template files, two or all of a folder against each other. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import type { FingerTemplate } from "../../../api/words/finger.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";

/** The first view of a record. */
const readTemplate = async (file: string): Promise<FingerTemplate> => {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new OutsideFault(
      "input-missing",
      `${file} cannot be read; it should be an ISO/IEC 19794-2 record.`,
      { cause },
    );
  });
  const [first] = readMinutiaeRecord(bytes, path.basename(file));
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
export const compareFolder = async (folder: string, out: string): Promise<AllScores> => {
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
  const lines = ["a,b,score"];
  for (const [i, one] of templates.entries())
    for (const two of templates.slice(i + 1))
      lines.push(`${one.name},${two.name},${compareFingers(one.template, two.template).toFixed(3)}`);
  await writeFile(out, `${lines.join("\n")}\n`);
  return { compared: lines.length - 1, unreadable };
};
