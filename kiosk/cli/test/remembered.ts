/**
 * What pure functions of a picture gave, kept by the hash of everything that goes in: the picture, the question, and the
 * program that answers. Only the real function ever fills it; a changed model, parameter or network is another program.
 */
import { createHash, randomUUID, type Hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { underWay } from "../../../api/base/under-way.ts";
import { CHECKOUT } from "../checkout.ts";

/** Whose change changes an answer; the compiled files where the program is compiled. */
const PROGRAM = ["models", "api/formats", "kiosk/session/run", "kiosk/server/look", "package-lock.json"];

const addTree = (hash: Hash, place: string): void => {
  if (/\.(?:ts|js|json)$/u.test(place)) {
    hash.update(path.relative(CHECKOUT, place));
    hash.update(readFileSync(place));
  } else if (!place.includes("training") && !path.basename(place).includes("."))
    for (const name of readdirSync(place).toSorted()) addTree(hash, path.join(place, name));
};

let program: string | undefined;
const programHash = (): string => {
  if (program !== undefined) return program;
  const hash = createHash("sha256");
  for (const name of PROGRAM) {
    const source = path.join(CHECKOUT, name);
    if (existsSync(source)) addTree(hash, source);
  }
  hash.update(`${process.versions.node.split(".")[0]} ${process.arch}`);
  program = hash.digest("hex");
  return program;
};

export interface Remembered {
  /** What `work` gives for these inputs, from memory where it was asked before. Only for pure functions. */
  of<T>(question: string, inputs: readonly (Uint8Array | string)[], work: () => T | Promise<T>): Promise<T>;
  /** How often the answer was known, and how often it had to be worked out. */
  readonly counts: { known: number; worked: number };
}

const keyOf = (question: string, inputs: readonly (Uint8Array | string)[]): string => {
  const hash = createHash("sha256").update(`${programHash()}\0${question}\0`);
  for (const input of inputs) hash.update(`${input.length}\0`).update(input);
  return hash.digest("hex");
};

/** Undefined: nothing is there, or what is there is no answer. */
const kept = (file: string): Buffer | undefined => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

/** At once, since the scenario's clock waits; one by one, since Node's recursive mkdir tries for ever under /proc. */
const makeFolders = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  mkdirSync(folder);
};

/** Beside its place and moved: another process may be writing the same. A folder that refuses is done without. */
const keep = (file: string, bytes: Uint8Array): void => {
  try {
    makeFolders(path.dirname(file));
    const part = `${file}.${randomUUID()}.part`;
    writeFileSync(part, bytes);
    renameSync(part, file);
  } catch {
    // It is worked out again next time.
  }
};

/** Byte arrays are views of what is read: whoever asked may overwrite them, and a session's end does. */
const own = (bytes: Uint8Array): unknown => deserialize(Uint8Array.from(bytes));

/** In memory, and in `folder` where one is given. Each answer is a copy of the caller's own. */
export const remembered = (folder: string | undefined): Remembered => {
  const answers = new Map<string, Promise<Buffer>>();
  const counts = { known: 0, worked: 0 };
  return {
    counts,
    of: async <T>(
      question: string,
      inputs: readonly (Uint8Array | string)[],
      work: () => T | Promise<T>,
    ): Promise<T> => {
      const key = keyOf(question, inputs);
      const known = answers.get(key);
      if (known !== undefined) {
        counts.known += 1;
        return own(await known) as T;
      }
      const file = folder === undefined ? undefined : path.join(folder, key.slice(0, 2), key);
      const answer = async (): Promise<Buffer> => {
        const before = file === undefined ? undefined : kept(file);
        if (before !== undefined) {
          counts.known += 1;
          return before;
        }
        counts.worked += 1;
        // However long it takes here, it takes none of the scenario's time.
        const bytes = serialize(await underWay(Promise.resolve(work())));
        if (file !== undefined) keep(file, bytes);
        return bytes;
      };
      const fresh = answer();
      answers.set(key, fresh);
      fresh.catch(() => answers.delete(key));
      return own(await fresh) as T;
    },
  };
};
