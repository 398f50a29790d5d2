/** `--truth DIR`: somebody's own pictures, with ground-truth.json beside them. */
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { readPrint } from "../../../../models/finger/picture.ts";
import { CRITERIA_LIMITS, type CriterionId } from "../../../../models/params/criteria.ts";
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

const parse = (bytes: Uint8Array, label: string): z.infer<typeof schema> => {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw malformed(`${label} is not JSON (${(cause as Error).message}); mend the file.`);
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw malformed(
    `${label}, at ${issue?.path.join(".") ?? "the top"}: ${issue?.message ?? "does not fit"}; docs/conformance.md shows the shape.`,
  );
};

/** Every file named is there, inside the folder, before anything is run. */
const findAll = async (folder: string, files: readonly string[]): Promise<void> => {
  const missing: string[] = [];
  for (const file of files) {
    const full = path.resolve(folder, file);
    if (!full.startsWith(path.resolve(folder) + path.sep))
      throw malformed(`${FILE} names ${file}, which lies outside its folder; name files inside it.`);
    await access(full).catch(() => missing.push(file));
  }
  if (missing.length > 0)
    throw new OutsideFault(
      "input-missing",
      `${FILE} names ${missing.length} ${missing.length === 1 ? "file" : "files"} that ${folder} does not hold (${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", ..." : ""}); add them, or take them out of the list.`,
    );
};

/** Throws OutsideFault input-missing or input-malformed. */
export const readGroundTruth = async (folder: string): Promise<GroundTruth> => {
  const label = path.join(folder, FILE);
  const bytes = await readFile(label).catch((cause: unknown) => {
    throw new OutsideFault("input-missing", `${label} cannot be read; a ground-truth folder needs one.`, {
      cause,
    });
  });
  const given = parse(bytes, label);
  const { faces, sequences, prints } = given;
  await findAll(folder, [
    ...faces.map(({ file }) => file),
    ...sequences.flatMap(({ files }) => files),
    ...prints.map(({ file }) => file),
  ]);
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
          `${label}: the best of a sequence, ${best}, is not among its files; name one of them.`,
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
