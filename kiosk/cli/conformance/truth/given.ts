/** `--truth DIR`: somebody's own pictures, with ground-truth.json beside them. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { systemFiles } from "../../../../api/base/files.ts";
import { readBounded } from "../../../../api/base/json-file.ts";
import { readPrint } from "../../../../models/finger/picture.ts";
import { decodeRgb } from "../../../../models/image.ts";
import { CRITERIA_LIMITS, type CriterionId } from "../../../../models/params/criteria.ts";
import { parsePlaced, placeOf, textOf } from "../../placed.ts";
import type { FaceTruth, GroundTruth, PrintTruth, SequenceTruth } from "./truth.ts";

const FILE = "ground-truth.json";

const criterion = z.custom<CriterionId>(
  (value) => typeof value === "string" && value in CRITERIA_LIMITS,
  "is no criterion of TR-03121-3.2 v6.0, table 5.2 (such as 5.6)",
);
const share = z.number().min(0).max(1);

const schema = z.strictObject({
  format: z.literal("ground-truth/1"),
  origin: z.string().min(1),
  acceptance: z
    .strictObject({ falseRefusals: share, missedViolations: share })
    .default({ falseRefusals: 0.05, missedViolations: 0.05 }),
  faces: z
    .array(
      z.strictObject({
        file: z.string(),
        age: z.enum(["adult", "under-10", "under-6"]).default("adult"),
        violates: z.array(criterion).default([]),
      }),
    )
    .default([]),
  sequences: z.array(z.strictObject({ files: z.array(z.string()).min(2), best: z.string() })).default([]),
  prints: z
    .array(
      z.strictObject({
        file: z.string(),
        ppi: z.number().int().min(50).max(2000),
        nfiq2: z.union([z.number().int().min(0).max(100), z.literal("unable")]).optional(),
      }),
    )
    .default([]),
});

const malformed = (why: string): OutsideFault => new OutsideFault("input-malformed", why);

const SEE = "docs/conformance.md";

/** Every file named is there, inside the folder, before anything is run. */
const findAll = async (
  folder: string,
  files: readonly string[],
  place: (file: string) => string,
): Promise<void> => {
  const missing: string[] = [];
  for (const file of files) {
    const full = path.resolve(folder, file);
    if (!full.startsWith(path.resolve(folder) + path.sep))
      throw malformed(`${place(file)}: ${file} lies outside the folder; name files inside it (${SEE}).`);
    const there = await stat(full).catch(() => undefined);
    if (there?.isFile() !== true) missing.push(file);
  }
  const [first] = missing;
  if (first !== undefined)
    throw new OutsideFault(
      "input-missing",
      `${place(first)}: ${missing.length} ${missing.length === 1 ? "file is" : "files are"} not in ${folder} (${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", ..." : ""}); add ${missing.length === 1 ? "it" : "them"}, or take ${missing.length === 1 ? "it" : "them"} out of the list.`,
    );
};

/** Every one is read once beforehand: a damaged picture would otherwise end the run in its midst. */
const demandReadable = async (
  folder: string,
  files: Iterable<string>,
  read: (bytes: Uint8Array, file: string) => Promise<unknown>,
  place: (file: string) => string,
): Promise<void> => {
  for (const file of files)
    try {
      await read(await readFile(path.join(folder, file)), file);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      const sentence = error.message.replace(/[.;]$/u, "");
      throw new OutsideFault(
        error.code,
        `${place(file)}: ${sentence}; replace the file, or take it out of the list.`,
        { cause: error },
      );
    }
};

/** Throws OutsideFault input-missing, input-malformed, or what a file of it that is no picture throws. */
export const readGroundTruth = async (folder: string): Promise<GroundTruth> => {
  const label = path.join(folder, FILE);
  const bytes = await readBounded(systemFiles, label, "a list of ground truth", 16 * 1024 * 1024);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no ${label}; a ground-truth folder needs one.`);
  const text = textOf(bytes, label);
  const given = parsePlaced(schema, { text, label, what: "the list", see: SEE });
  const { faces, sequences, prints } = given;
  const place = (file: string) => placeOf({ text, label }, JSON.stringify(file));
  const named = [
    ...faces.map(({ file }) => file),
    ...sequences.flatMap(({ files }) => files),
    ...prints.map(({ file }) => file),
  ];
  await findAll(folder, [...new Set(named)], place);
  const seen = new Set([...faces.map(({ file }) => file), ...sequences.flatMap(({ files }) => files)]);
  await demandReadable(folder, seen, decodeRgb, place);
  await demandReadable(folder, new Set(prints.map(({ file }) => file)), readPrint, place);
  const at = (file: string) => path.join(folder, file);
  const face = (file: string): FaceTruth => ({
    name: file,
    age: "adult",
    violates: [],
    read: () => readFile(at(file)),
  });
  return {
    origin: given.origin,
    acceptance: given.acceptance,
    faces: faces.map(({ file, age, violates }) => ({ ...face(file), age, violates })),
    sequences: sequences.map(({ files, best }): SequenceTruth => {
      if (!files.includes(best))
        throw malformed(
          `${place(best)}: the best of a sequence, ${best}, is not among its files; name one of them.`,
        );
      return { name: files.join(" "), pictures: files.map(face), best: files.indexOf(best) };
    }),
    prints: prints.map(({ file, ppi, nfiq2 }): PrintTruth => ({
      name: file,
      ppi,
      ...(nfiq2 === undefined ? {} : { nfiq2 }),
      read: async () => readPrint(await readFile(at(file)), file),
    })),
  };
};
