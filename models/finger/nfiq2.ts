/**
 * The only door to NIST's program `nfiq2`, which is no part of this project: where it is installed, its score is the
 * print's quality. It reads a picture that states its resolution and prints the score of a single one alone on a line
 * (its manual page, NOTES 2 and 3); anything else, and 255 above all, means that it could not assess.
 */
import { execFile } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
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

/** Full path of the program on a search path such as that of the environment; undefined where it is not installed. */
const findProgram = async (searchPath: string): Promise<string | undefined> => {
  for (const folder of searchPath.split(path.delimiter).filter((part) => part !== "")) {
    const file = path.join(folder, PROGRAM);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
};

/** What the program says, on either stream; it ends with an error where it was given nothing to do. */
const ask = (file: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = execFile(file, args, { timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      const ended = error === null || typeof error.code === "number";
      resolve(ended ? `${stdout}\n${stderr}` : undefined);
    });
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
  const score = lines.map(Number).find((value) => Number.isInteger(value) && value >= 0 && value <= BEST);
  if (score !== undefined) return { kind: "assessed", raw: score, scalar: score };
  const why = lines.find((line) => !/^\d+$/u.test(line));
  return { kind: "failure-to-assess", reason: why ?? "NFIQ 2 gave no score." };
};

/**
 * NFIQ 2's own score of a print, in the pixels it was captured in. Undefined where the program is not installed, does
 * not start or does not answer in ten seconds: then the kiosk's own quality stands, under its own name.
 */
export const askNfiq2 = async (
  image: GreyImage,
  ppi: PixelsPerInch,
  searchPath: string = process.env["PATH"] ?? "",
): Promise<Nfiq2Answer | undefined> => {
  const program = await underWay(findProgram(searchPath));
  if (program === undefined) return undefined;
  const folder = await underWay(mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "nfiq2-")));
  try {
    const file = path.join(folder, "print.png");
    await underWay(writeFile(file, encodeFingerPng(image, ppi)));
    const said = await underWay(ask(program, ["-F", file]));
    if (said === undefined) return undefined;
    const version = versionIn(await underWay(ask(program, [])));
    return { algorithm: { name: NAME, version }, quality: scoreIn(said) };
  } finally {
    // A print leaves no copy behind.
    await underWay(rm(folder, { recursive: true, force: true }));
  }
};
