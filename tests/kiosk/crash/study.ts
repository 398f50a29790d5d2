/** One traced run of the kiosk, and the disks that a cut at any moment of it leaves. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Disk, materialise, nameOf, type Left, type Survival } from "./disk.ts";
import { broken, isWrappedKey } from "./promises.ts";
import { traced, type FileOperation } from "./trace.ts";

/** What the program had said before operation `moment`. */
export const saidBy = (trace: readonly FileOperation[], moment: number): readonly string[] =>
  Buffer.concat(
    trace
      .slice(0, moment)
      .filter(({ op, path: file }) => op === "write" && file === "said")
      .map(({ data }) => data),
  )
    .toString()
    .split("\n")
    .filter((line) => line !== "");

/** Moments right after something was promised, and the end. */
export const promisesIn = (trace: readonly FileOperation[]): readonly number[] => [
  ...trace.flatMap(({ path: file }, moment) => (file === "said" ? [moment + 1] : [])),
  trace.length,
];

/** A wrapped session key that could be dug up from freed blocks after the session was said wiped. */
const residues = (disk: Disk, said: readonly string[]): readonly string[] =>
  disk
    .freed()
    .filter(
      ({ path: place, bytes }) => said.includes("wiped") && place.endsWith("/key") && isWrappedKey(bytes),
    )
    .map(({ path: place }) => `${place} lies in freed blocks`);

let states = 0;

/** What was looked at before: between two moments often nothing has reached the disk and nothing was said. */
const known = new Map<string, readonly string[]>();

/** The broken promises on the disk that a cut before operation `moment` leaves; empty: all kept. */
export const faultsAfter = async (
  folder: string,
  trace: readonly FileOperation[],
  moment: number,
  survival: Survival,
  resend = false,
): Promise<readonly string[]> => {
  const disk = new Disk();
  for (const operation of trace.slice(0, moment)) disk.apply(operation);
  const said = saidBy(trace, moment);
  const left = disk.left(survival);
  const name = `${resend} ${nameOf(left, said)}`;
  const faults = known.get(name) ?? (await faultsOn(folder, left, said, resend));
  known.set(name, faults);
  return [...faults, ...residues(disk, said)];
};

const faultsOn = async (
  folder: string,
  left: Left,
  said: readonly string[],
  resend: boolean,
): Promise<readonly string[]> => {
  states += 1;
  const root = path.join(folder, `state-${states}`);
  mkdirSync(root);
  materialise(left, root);
  try {
    return await broken(root, said, resend);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    rmSync(root, { recursive: true });
  }
};

export const study = (tracer: string, folder: string): readonly FileOperation[] =>
  traced(tracer, path.join(folder, "study"), "2");

/** Which line of ours asked for this fsync, told from what went before it; undefined: SQLite's own. */
export const siteOf = (trace: readonly FileOperation[], at: number): string | undefined => {
  const [operation, before] = [trace[at], trace[at - 1]];
  if (operation?.op !== "sync") return undefined;
  if (operation.path.endsWith(".part")) return "writeDurably, the file";
  if (/\.db(-\w+)?$/u.test(operation.path)) return undefined;
  if (operation.path.endsWith("/key")) return "wipe, the key";
  if (before?.op === "sync") return /\.db(-\w+)?$/u.test(before.path) ? undefined : "makeFolder, a parent";
  if (before?.op === "mkdir") return "makeFolder, a parent";
  if (before?.op === "unlink")
    return before.path.endsWith("/key") ? "wipe, the folder" : "removeDurably, the folder";
  if (before?.op === "rename")
    return before.path.endsWith(".part") ? "writeDurably, the folder" : "setAside, the folder";
  return `unknown, after ${before?.op} ${before?.path}`;
};

/** Small, fast, seeded; 0 <= value < 1. */
export const randomOf = (seed: number) => {
  let state = (seed + 1) * 0x9e3779b1;
  return (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
};
