/** `kiosk face assess|portrait`. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { addCommand, group, type Register, type Shell } from "../command.ts";

const AGES = ["adult", "under-10", "under-6"] as const;
type Age = (typeof AGES)[number];

const ageOf = (text: string | undefined): Age => {
  const age = AGES.find((one) => one === (text ?? "adult"));
  if (age === undefined) throw new OutsideFault("usage", `--age is one of ${AGES.join(", ")}.`);
  return age;
};

interface AssessOptions {
  readonly age?: string;
  readonly json?: boolean;
}

const assess = async (
  files: readonly string[],
  options: AssessOptions,
  { terminal }: Shell,
): Promise<void> => {
  const { assessFile, asLines } = await import("./assess-file.ts");
  const age = ageOf(options.age);
  let fault: OutsideFault | undefined;
  for (const [i, file] of files.entries()) {
    if (files.length > 1) terminal.progress(`${i + 1} of ${files.length}: ${file}`);
    try {
      const report = await assessFile(file, age);
      if (options.json === true) terminal.print(JSON.stringify(report));
      else for (const line of asLines(report, terminal.style)) terminal.print(line);
    } catch (error) {
      // The other files are still assessed; the command then ends as the first fault wants.
      if (!(error instanceof OutsideFault)) throw error;
      fault ??= error;
      if (options.json === true)
        terminal.print(JSON.stringify({ file, fault: { code: error.code, message: error.message } }));
      else if (files.length > 1) terminal.note(error.message);
    }
  }
  if (fault !== undefined) throw fault;
};

interface PortraitOptions {
  readonly out: string;
  readonly profile?: string;
  readonly age?: string;
  readonly json?: boolean;
}

const portrait = async (file: string, options: PortraitOptions, { terminal }: Shell): Promise<void> => {
  const { portraitFile } = await import("./portrait-file.ts");
  const result = await portraitFile(file, options.out, options.profile ?? "live", ageOf(options.age));
  if (options.json === true) return terminal.print(JSON.stringify(result));
  for (const done of result.processing) terminal.print(`  ${done}`);
  for (const { name, bytes, width, height } of result.files)
    terminal.print(
      `${name.padEnd(26)} ${String(width).padStart(5)} x ${String(height).padEnd(5)} ${bytes} bytes`,
    );
  terminal.print(
    result.verdict.approved
      ? terminal.style("green", "Every criterion is met.")
      : terminal.style(
          "yellow",
          `Not approved: ${[...result.verdict.failed, ...result.verdict.notProvided].join("; ")}`,
        ),
  );
};

export const registerFace: Register = (program, shell) => {
  const face = group(program, "face", "faces");
  addCommand(
    face,
    "assess <files...>",
    "quality of faces to ISO/IEC 29794-5, and the criteria of TR-03121",
    "kiosk face assess portrait.jpg --json",
  )
    .option("--age <band>", `whose limits hold: ${AGES.join(", ")} (adult)`)
    .action((files: string[], options: AssessOptions) => assess(files, options, shell));
  addCommand(
    face,
    "portrait <file>",
    "crop and de-rotate to the passport portrait and its derivatives",
    "kiosk face portrait frame.jpg --out portraits",
  )
    .requiredOption("--out <dir>", "folder for the pictures")
    .option(
      "--profile <name>",
      "live: 1244 x 1600 (usual); basic: 622 x 800, for cameras that cannot do better",
    )
    .option("--age <band>", `whose limits hold: ${AGES.join(", ")} (adult)`)
    .action((file: string, options: PortraitOptions) => portrait(file, options, shell));
};
