/** A command in a process of its own, as it is started from a shell: how long it took, on which processor time, in how much memory. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Measured {
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Milliseconds of all its threads; undefined where the kernel does not say (/proc). */
  readonly processor?: number;
  /** Milliseconds of its first thread alone; the rest is helpers' and further threads'. */
  readonly firstThread?: number;
  /** Largest resident set; undefined where the kernel does not say. */
  readonly peakMegabytes?: number;
}

/** Often enough that little of the end is missed. */
const LOOK_EVERY_MS = 20;
/** Kernel ticks (USER_HZ) in milliseconds. */
const TICK_MS = 10;

/** proc(5): after the name in brackets, fields 14 and 15 are the user's and the system's ticks. */
const processorTime = (file: string): number => {
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return TICK_MS * (Number(fields[11]) + Number(fields[12]));
};

const look = (pid: number): Omit<Measured, "wall"> => {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    if (peak === undefined) return {};
    return {
      processor: processorTime(`/proc/${pid}/stat`),
      firstThread: processorTime(`/proc/${pid}/task/${pid}/stat`),
      peakMegabytes: Number(peak) / 1024,
    };
  } catch {
    return {};
  }
};

/** `node WORDS...`; what it prints is dropped. Throws when it ends with anything but 0. */
export const measureCommand = (words: readonly string[]): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, words, { stdio: "ignore" });
    let last: Omit<Measured, "wall"> = {};
    const timer = setInterval(() => {
      last = { ...last, ...(child.pid === undefined ? {} : look(child.pid)) };
    }, LOOK_EVERY_MS);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ wall: performance.now() - start, ...last });
      else reject(new Error(`${words.join(" ")} ended with ${code}`));
    });
  });
