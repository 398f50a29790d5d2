/** Reads what the tracer wrote down; and runs a program under it. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface FileOperation {
  readonly op: "create" | "write" | "truncate" | "sync" | "rename" | "unlink" | "mkdir";
  /** Below the traced folder; "." is the folder itself. */
  readonly path: string;
  /** Of a rename. */
  readonly to: string;
  readonly offset: number;
  readonly data: Uint8Array;
}

export const readTrace = (file: string): readonly FileOperation[] => {
  const bytes = readFileSync(file);
  const operations: FileOperation[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const head = JSON.parse(bytes.subarray(at, end).toString()) as Omit<FileOperation, "data"> & {
      length: number;
    };
    at = end + 1 + head.length;
    operations.push({ ...head, data: bytes.subarray(end + 1, at) });
  }
  return operations;
};

export const compiler = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"].find((file) => existsSync(file));
export const program = "dist/tests/kiosk/crash/crashing.js";
/** The whole kiosk, from a review to the next person. */
export const realProgram = "dist/tests/kiosk/crash/walking.js";

/** Compiles the tracer into a folder; Linux with a C compiler, which the set-up needs anyway. */
export const buildTracer = (folder: string): string => {
  const library = path.join(folder, "tracer.so");
  const source = path.resolve("tests/kiosk/crash/tracer.c");
  execFileSync(compiler!, ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]);
  return library;
};

/** Runs the program below `folder`; gives its trace. */
export const traced = (tracer: string, folder: string, ...words: readonly string[]) =>
  tracedOf(program, tracer, folder, ...words);

export const tracedOf = (
  which: string,
  tracer: string,
  folder: string,
  ...words: readonly string[]
): readonly FileOperation[] => {
  const root = path.join(folder, "root");
  mkdirSync(root, { recursive: true });
  const trace = path.join(folder, "trace");
  execFileSync(process.execPath, [which, root, ...words], {
    env: { ...process.env, LD_PRELOAD: tracer, TRACE_ROOT: root, TRACE_FILE: trace },
  });
  return readTrace(trace);
};

/** Runs the program and kills it before its n-th operation; false when it ended first. */
export const killedAt = (tracer: string, root: string, n: number, ...words: readonly string[]) =>
  killedOf(program, tracer, root, n, ...words);

export const killedOf = (
  which: string,
  tracer: string,
  root: string,
  n: number,
  ...words: readonly string[]
): Promise<boolean> => {
  mkdirSync(root, { recursive: true });
  const child = spawn(process.execPath, [which, root, ...words], {
    stdio: "ignore",
    env: { ...process.env, LD_PRELOAD: tracer, TRACE_ROOT: root, TRACE_KILL: String(n) },
  });
  return new Promise((resolve) => {
    child.on("exit", (_code, signal) => resolve(signal === "SIGKILL"));
  });
};

/** What a killed run had said. */
export const saidIn = (root: string): readonly string[] => {
  const said = path.join(root, "said");
  return existsSync(said) ? readFileSync(said, "utf8").split("\n").slice(0, -1) : [];
};
