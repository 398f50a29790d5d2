/** `kiosk finger extract|compare|explain|slap|record|wsq`. */
import { availableParallelism } from "node:os";
import { Option } from "commander";
import { OutsideFault } from "../../../api/base/faults.ts";
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import { RECORD_CODINGS, RECORD_KINDS, type RecordCoding, type RecordKind } from "./record-kinds.ts";
import { QUALITY_CHOICES, type QualityChoice } from "./quality-names.ts";
import { SLAP_KINDS, type SlapKind } from "./slap-kinds.ts";
import { addCommand, group, wholeNumber, type Register, type Shell } from "../command.ts";

const RESOLUTION = wholeNumber(100, 2540);
const qualityOption = (): Option =>
  new Option(
    "--quality <algorithm>",
    "whose score the record states: the kiosk's own or that of NIST's program nfiq2 (default: nfiq2 where it is installed)",
  ).choices(QUALITY_CHOICES);
/** As given, or left away. */
const chosen = ({ quality }: { readonly quality?: QualityChoice }) =>
  quality === undefined ? {} : { quality };

interface ExtractOptions {
  readonly in: string;
  readonly dpi: number;
  readonly out: string;
  readonly jobs: number;
  readonly quality?: QualityChoice;
  readonly json?: boolean;
}

const extract = async (options: ExtractOptions, { terminal }: Shell): Promise<void> => {
  const { extractFolder } = await import("./extract-batch.ts");
  const { rows, doubt } = await extractFolder({
    from: options.in,
    to: options.out,
    dpi: options.dpi,
    jobs: options.jobs,
    ...chosen(options),
    progress: (done, all) => terminal.progress(`${done} of ${all}`),
  });
  const refused = rows.filter((row) => !row.ok);
  if (doubt !== undefined)
    terminal.note(
      `resolution-doubtful: at ${options.dpi} pixels an inch the ridges of these prints would be ${(doubt.period / 19.685).toFixed(2)} mm apart, on adults' fingers they are about 0.48, on children's less; about ${Math.round(doubt.likely)} pixels an inch would fit. Check --dpi.`,
    );
  if (options.json === true) terminal.print(JSON.stringify(rows));
  else {
    for (const row of refused) terminal.note(`${row.name}: ${row.reason}`);
    for (const { ok, name, qualityNote = "", quality } of rows)
      if (ok && qualityNote !== "")
        terminal.note(`${name}: ${qualityNote}; the kiosk's own ${quality} stands.`);
    terminal.print(
      `${rows.length - refused.length} templates of ${rows.length} pictures in ${options.out}; results.csv says more.`,
    );
  }
  if (refused.length === rows.length)
    throw new OutsideFault(
      "check-failed",
      `None of the ${rows.length} pictures in ${options.in} gave a template; ${options.out}/results.csv says why of each.`,
    );
};

interface CompareOptions {
  readonly all?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const compare = async (
  files: readonly string[],
  options: CompareOptions,
  { terminal }: Shell,
): Promise<void> => {
  const { compareFiles, compareFolder } = await import("./compare-files.ts");
  if (options.all !== undefined) {
    if (options.out === undefined || files.length > 0)
      throw new OutsideFault("usage", "kiosk finger compare --all DIR needs --out scores.csv and no files.");
    const result = await compareFolder(options.all, options.out, (done, all) =>
      terminal.progress(`${done} of ${all} pairs`),
    );
    if (options.json === true) terminal.print(JSON.stringify(result));
    else {
      for (const sentence of result.unreadable) terminal.note(sentence);
      terminal.print(`${result.compared} scores in ${options.out}.`);
    }
    if (result.compared === 0 && result.unreadable.length > 0)
      throw new OutsideFault(
        "check-failed",
        `No two templates in ${options.all} could be compared, ${result.unreadable.length} could not be read; extract them again.`,
      );
    return;
  }
  const [a, b] = files;
  if (a === undefined || b === undefined || files.length > 2)
    throw new OutsideFault(
      "usage",
      "kiosk finger compare needs two templates, or --all DIR --out scores.csv.",
    );
  const score = await compareFiles(a, b);
  terminal.print(options.json === true ? JSON.stringify({ a, b, score }) : score.toFixed(3));
};

interface WsqOptions {
  readonly out: string;
  readonly bpp?: string;
  readonly dpi?: number;
  readonly maxBytes?: number;
  readonly json?: boolean;
}

const bitRate = (text: string | undefined): number => {
  const bpp = Number(text ?? "0.75");
  if (!(bpp >= 0.1 && bpp <= 3))
    throw new OutsideFault("usage", "--bpp is a bit rate from 0.1 to 3; 0.75 is usual.");
  return bpp;
};

const encode = async (file: string, options: WsqOptions, { terminal }: Shell): Promise<void> => {
  const { encodeFile } = await import("./wsq-files.ts");
  const result = await encodeFile(file, options.out, {
    ppi: options.dpi ?? 500,
    bpp: bitRate(options.bpp),
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
  });
  if (options.json === true) return terminal.print(JSON.stringify({ file, out: options.out, ...result }));
  terminal.print(
    `${options.out}  ${result.bytes} bytes, ${result.ratio.toFixed(1)} : 1. This encoder is not certified by the FBI.`,
  );
};

const decode = async (file: string, options: WsqOptions, { terminal }: Shell): Promise<void> => {
  const { decodeFile } = await import("./wsq-files.ts");
  const result = await decodeFile(file, options.out);
  if (options.json === true) return terminal.print(JSON.stringify({ file, out: options.out, ...result }));
  for (const warning of result.warnings) terminal.note(warning);
  terminal.print(`${options.out}  ${result.width} x ${result.height} pixels.`);
};

interface SlapOptions {
  readonly dpi: number;
  readonly kind: SlapKind;
  readonly without: readonly string[];
  readonly quality?: QualityChoice;
  readonly out: string;
  readonly json?: boolean;
}

const slap = async (file: string, options: SlapOptions, { terminal }: Shell): Promise<void> => {
  const { cutSlap } = await import("./slap.ts");
  const { qualitySource } = await import("./quality-choice.ts");
  const result = await cutSlap(file, { ...options, to: options.out });
  if (options.json === true) return terminal.print(JSON.stringify({ file, ...result }));
  for (const { position, minutiae, reasons, ...stated } of result.fingers)
    terminal.print(
      [
        position,
        `quality ${stated.quality}${qualitySource(stated)}`,
        `${minutiae} minutiae`,
        ...reasons,
      ].join(", "),
    );
  for (const position of result.missing) terminal.print(`${position}, not seen`);
  if (result.surplus > 0) terminal.note(`${result.surplus} more than asked for; the largest were kept.`);
  if (!result.certain) terminal.note("Other fingers may be meant: more than one naming fits what is seen.");
  terminal.print(`The hand is turned by ${result.turn.toFixed(0)} degrees; see ${options.out}/slap.svg.`);
};

interface ExplainOptions {
  readonly dpi: number;
  readonly quality?: QualityChoice;
  readonly out: string;
  readonly json?: boolean;
}

const explain = async (file: string, options: ExplainOptions, { terminal }: Shell): Promise<void> => {
  const { explainFile } = await import("./explain/explain.ts");
  const { qualitySource } = await import("./quality-choice.ts");
  const result = await explainFile(file, options.dpi, options.out, options.quality);
  if (options.json === true) return terminal.print(JSON.stringify({ file, out: options.out, ...result }));
  const advice = result.reasons.length === 0 ? "" : `, ${result.reasons.join(", ")}`;
  terminal.print(
    `${options.out}  quality ${result.quality}${qualitySource(result)}, ${result.minutiae} minutiae${advice}`,
  );
};

interface RecordOptions {
  readonly as: RecordKind;
  readonly coding: RecordCoding;
  readonly dpi: number;
  readonly position: FingerPosition | "unknown";
  readonly quality?: QualityChoice;
  readonly out: string;
  readonly json?: boolean;
}

const record = async (file: string, options: RecordOptions, { terminal }: Shell): Promise<void> => {
  const { recordFile } = await import("./record-file.ts");
  const { qualitySource } = await import("./quality-choice.ts");
  const result = await recordFile(file, options.out, options);
  if (options.json === true) return terminal.print(JSON.stringify({ file, out: options.out, ...result }));
  terminal.print(
    [
      `${options.out}  ${options.as}`,
      `${result.bytes} bytes`,
      `quality ${result.quality}${qualitySource(result)}`,
      `${result.minutiae} minutiae`,
      ...result.reasons,
    ].join(", "),
  );
};

const registerRecord: Register = (parent, shell) => {
  addCommand(
    parent,
    "record <file>",
    "one print to a minutiae or image record",
    "kiosk finger record print.png --dpi 500 --as iso19794-4 --coding png --position right-index --out print.fir",
  )
    .requiredOption("--dpi <n>", "resolution of the picture; never read from the file", RESOLUTION)
    .addOption(new Option("--as <record>", "which record").choices(RECORD_KINDS).makeOptionMandatory())
    .addOption(
      new Option("--coding <coding>", "of the picture in an iso19794-4 record")
        .choices(RECORD_CODINGS)
        .default("wsq"),
    )
    .addOption(
      new Option("--position <finger>", "which finger")
        .choices(["unknown", ...Object.keys(FINGER_POSITIONS)])
        .default("unknown"),
    )
    .addOption(qualityOption())
    .requiredOption("--out <file>", "the record")
    .action((file: string, options: RecordOptions) => record(file, options, shell));
};

export const registerFinger: Register = (program, shell) => {
  const parent = group(program, "finger", "fingerprints: templates, comparison, records, WSQ");
  addCommand(
    parent,
    "extract",
    "pictures to ISO/IEC 19794-2:2005 templates",
    "kiosk finger extract --in prints --dpi 500 --out templates",
  )
    .requiredOption("--in <dir>", "folder of png, tif, bmp, wsq or jpg files")
    .requiredOption("--dpi <n>", "resolution of every picture; never read from the files", RESOLUTION)
    .requiredOption("--out <dir>", "gets <name>.fmr and results.csv")
    .option("--jobs <n>", "threads", wholeNumber(1, 64), Math.min(4, availableParallelism()))
    .addOption(qualityOption())
    .action((options: ExtractOptions) => extract(options, shell));
  addCommand(
    parent,
    "compare [files...]",
    "similarity of two templates (ISO/IEC 19794-2 or INCITS 378), or of all in a folder",
    "kiosk finger compare a.fmr b.fmr",
  )
    .option("--all <dir>", "every pair of *.fmr in this folder")
    .option("--out <file>", "gets a,b,score")
    .action((files: string[], options: CompareOptions) => compare(files, options, shell));
  addCommand(
    parent,
    "explain <file>",
    "a page that shows one print's minutiae, measures and every stage",
    "kiosk finger explain print.png --dpi 500 --out print.html",
  )
    .requiredOption("--dpi <n>", "resolution of the picture; never read from the file", RESOLUTION)
    .addOption(qualityOption())
    .requiredOption("--out <file>", "the page")
    .action((file: string, options: ExplainOptions) => explain(file, options, shell));
  addCommand(
    parent,
    "slap <file>",
    "two or four fingers laid down together to one picture and template each",
    "kiosk finger slap slap.png --kind right-four --dpi 500 --out fingers",
  )
    .requiredOption("--dpi <n>", "resolution of the picture; never read from the file", RESOLUTION)
    .addOption(new Option("--kind <kind>", "which fingers").choices(SLAP_KINDS).makeOptionMandatory())
    .option("--without <positions...>", "fingers known to be missing, such as right-ring", [])
    .addOption(qualityOption())
    .requiredOption("--out <dir>", "gets <position>.png and .fmr, and slap.svg")
    .action((file: string, options: SlapOptions) => slap(file, options, shell));
  registerRecord(parent, shell);
  const wsq = group(parent, "wsq", "WSQ both ways");
  addCommand(wsq, "encode <file>", "a picture to WSQ", "kiosk finger wsq encode print.png --out print.wsq")
    .requiredOption("--out <file>", "the WSQ file")
    .option("--bpp <rate>", "bits a pixel", "0.75")
    .option("--dpi <n>", "resolution that the file states", RESOLUTION, 500)
    .option(
      "--max-bytes <n>",
      "the rate is lowered until the file is no larger",
      wholeNumber(1000, 10_000_000),
    )
    .action((file: string, options: WsqOptions) => encode(file, options, shell));
  addCommand(
    wsq,
    "decode <file>",
    "WSQ to an 8-bit grey png",
    "kiosk finger wsq decode print.wsq --out print.png",
  )
    .requiredOption("--out <file>", "the png file")
    .action((file: string, options: WsqOptions) => decode(file, options, shell));
};
