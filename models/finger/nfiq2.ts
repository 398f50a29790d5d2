/**
 * The only door to NIST's program `nfiq2`, which is no part of this project: where it is installed, its score is the
 * print's quality. It reads a picture that states its resolution and prints the score of a single one alone on a line
 * (its manual page, NOTES 2 and 3); anything else, and 255 above all, means that it could not assess.
 */
import { execFile } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { access, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { underWay } from "../../api/base/under-way.ts";
import { encodeFingerPng } from "../../api/formats/finger-image/png.ts";
import type { AlgorithmId, MeasureResult } from "../../api/words/quality.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { PixelsPerInch } from "../../api/words/units.ts";

const PROGRAM = "nfiq2";
const NAME = "NIST NFIQ 2";
/** Memory, where the machine has it as a folder: a print is never written to a disk in the clear. */
const MEMORY = "/dev/shm";
/** It reads 21 MB of decision trees each time it starts; a good second on a slow machine. */
const PATIENCE_MS = 10_000;
const BEST = 100;

export interface Nfiq2Answer {
  readonly algorithm: AlgorithmId;
  readonly quality: MeasureResult;
}

/** The program where it is installed, and what it calls itself; plain data that a thread can be given. */
export interface Nfiq2Program {
  /** Full path. */
  readonly file: string;
  readonly algorithm: AlgorithmId;
}

/** Full path of the program on a search path such as that of the environment; undefined where it is not installed. */
const findProgram = async (searchPath: string): Promise<string | undefined> => {
  for (const folder of searchPath.split(path.delimiter).filter((part) => part !== "")) {
    const file = path.join(folder, PROGRAM);
    const runs = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
};

/** What the program says, on either stream; it ends with an error where it was given nothing to do. */
const ask = (file: string, args: readonly string[], patienceMs = PATIENCE_MS): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { timeout: patienceMs, killSignal: "SIGKILL" },
      (error, stdout, stderr) => {
        const ended = error === null || typeof error.code === "number";
        resolve(ended ? `${stdout}\n${stderr}` : undefined);
      },
    );
    child.stdin?.end();
  });

/** The first version number in what the program says of itself. */
const versionIn = (said: string | undefined): string =>
  /\bv?(?<version>\d+\.\d+(?:\.\d+)?)\b/u.exec(said ?? "")?.groups?.["version"] ?? "version not stated";

export const scoreIn = (said: string): MeasureResult => {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  // One print, one number: of several, none can be told to be the score.
  const [score, ...more] = lines.map(Number).filter(Number.isFinite);
  const only = score !== undefined && more.length === 0;
  if (only && Number.isInteger(score) && score >= 0 && score <= BEST)
    return { kind: "assessed", raw: score, scalar: score };
  const why = lines.find((line) => !/^\d+$/u.test(line));
  return { kind: "failure-to-assess", reason: why ?? "NFIQ 2 gave no score." };
};

/** Whether the program spoke of the print at all: a score, or its 255. A broken one has other words, or none. */
const saysNumber = (said: string): boolean => /^\s*\d+\s*$/mu.test(said);

/** What the program says of a print, in the pixels it was captured in; undefined where it says nothing in time. */
const saidOf = async (
  file: string,
  image: GreyImage,
  ppi: PixelsPerInch,
  patienceMs = PATIENCE_MS,
): Promise<string | undefined> => {
  const folder = await underWay(mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "nfiq2-")));
  try {
    const picture = path.join(folder, "print.png");
    await underWay(writeFile(picture, encodeFingerPng(image, ppi)));
    return await underWay(ask(file, ["-F", picture], patienceMs));
  } finally {
    // A print leaves no copy behind.
    await underWay(rm(folder, { recursive: true, force: true }));
  }
};

const identified = async (file: string): Promise<AlgorithmId> => ({
  name: NAME,
  version: versionIn(await underWay(ask(file, []))),
});

const environmentPath = (): string => process.env["PATH"] ?? "";

/** Looked for once, for many prints. Undefined where it is not installed. */
export const findNfiq2 = async (
  searchPath: string = environmentPath(),
): Promise<Nfiq2Program | undefined> => {
  const file = await underWay(findProgram(searchPath));
  return file === undefined ? undefined : { file, algorithm: await identified(file) };
};

const failed = (reason: string): MeasureResult => ({ kind: "failure-to-assess", reason });

/** A found program's score of one print. Whatever goes wrong with it is a failure to assess with its reason; never throws. */
export const nfiq2Score = async (
  { file }: Nfiq2Program,
  image: GreyImage,
  ppi: PixelsPerInch,
  patienceMs = PATIENCE_MS,
): Promise<MeasureResult> => {
  try {
    const said = await saidOf(file, image, ppi, patienceMs);
    return said === undefined
      ? failed(`it did not start, was ended or gave no answer in ${patienceMs / 1000} s`)
      : scoreIn(said);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
};

/**
 * NFIQ 2's own score of a print, or that it cannot assess it (255). Undefined where the program is not installed, does not
 * start, does not answer in ten seconds or says no number: then the kiosk's own quality stands, under its own name, and a
 * broken program keeps nobody from being enrolled.
 */
export const askNfiq2 = async (
  image: GreyImage,
  ppi: PixelsPerInch,
  searchPath: string = environmentPath(),
): Promise<Nfiq2Answer | undefined> => {
  const file = await underWay(findProgram(searchPath));
  if (file === undefined) return undefined;
  const said = await saidOf(file, image, ppi);
  if (said === undefined || !saysNumber(said)) return undefined;
  return { algorithm: await identified(file), quality: scoreIn(said) };
};
