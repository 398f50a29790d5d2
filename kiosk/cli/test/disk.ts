/** The disk of a scenario: the real one, in a folder of its own, which may be full, broken, or cut off in the middle of a write. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, truncateSync } from "node:fs";
import path from "node:path";
import { OutsideFault, type FaultCode } from "../../../api/base/faults.ts";
import { systemFiles, type FileSystem } from "../../../api/base/files.ts";
import { workUnderWay } from "../../../api/base/under-way.ts";

export type DiskMood = "full" | "failed" | "read-only";

const CODES: Record<DiskMood, readonly [FaultCode, string]> = {
  full: ["disk-full", "the disk is full; free space or attach a larger disk"],
  failed: ["disk-failed", "the disk could not be read or written; replace it"],
  "read-only": ["disk-failed", "the disk is mounted read-only; check it for errors"],
};

const turn = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

/** Whoever waits for a program that was killed waits for ever. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export class BenchDisk {
  /** What is wrong now: for each write under a folder whose path holds `area`. The disk outlives the program. */
  readonly moods: Set<{ readonly mood: DiskMood; readonly area: string }>;
  /** Changes so far: writes, flushes, renames, removals. */
  changes = 0;
  #dead = false;
  #cut: { readonly at: number; readonly cut: () => void } | undefined;
  /** Written and not flushed yet. */
  readonly #unflushed = new Set<string>();

  constructor(moods: BenchDisk["moods"] = new Set()) {
    this.moods = moods;
  }

  /** Before the nth change, `cut` is called and nothing reaches the disk any more. */
  cutBefore(at: number, cut: () => void): void {
    this.#cut = { at, cut };
  }

  /** The program is gone: nothing that it still does reaches the disk. */
  die(): void {
    this.#dead = true;
  }

  /** Copies what is on the disk. `power`: what was not flushed is half there. */
  copyTo(from: string, to: string, power: boolean): void {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
    if (!power) return;
    for (const file of this.#unflushed) {
      const copy = path.join(to, path.relative(from, file));
      if (existsSync(copy)) truncateSync(copy, readFileSync(copy).length >> 1);
    }
  }

  #refuse(file: string, reading: boolean): void {
    for (const { mood, area } of this.moods) {
      if (area !== "all" && !file.includes(`/${area}`)) continue;
      if (reading && mood !== "failed") continue;
      const [code, words] = CODES[mood];
      throw new OutsideFault(code, `${file}: ${words}`);
    }
  }

  async #change<T>(file: string, work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    this.changes += 1;
    if (this.#cut?.at === this.changes) {
      // A database on another thread finishes its write first, so that what is copied is of one moment.
      while (workUnderWay() > 0) await turn();
      this.#cut.cut();
      return never();
    }
    this.#refuse(file, false);
    const done = await work();
    return this.#dead ? never() : done;
  }

  async #look<T>(file: string, work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    this.#refuse(file, true);
    const found = await work();
    return this.#dead ? never() : found;
  }

  readonly files: FileSystem = {
    write: (file, bytes) =>
      this.#change(file, async () => {
        await systemFiles.write(file, bytes);
        this.#unflushed.add(file);
      }),
    // In memory there is nothing to flush: what a power cut takes is kept count of here.
    sync: (file) =>
      this.#change(file, async () => {
        this.#unflushed.delete(file);
        await Promise.resolve();
      }),
    syncFolder: (folder) => this.#change(folder, () => Promise.resolve()),
    rename: (from, to) =>
      this.#change(to, async () => {
        renameSync(from, to);
        if (this.#unflushed.delete(from)) this.#unflushed.add(to);
        await Promise.resolve();
      }),
    remove: (file) =>
      this.#change(file, async () => {
        this.#unflushed.delete(file);
        await systemFiles.remove(file);
      }),
    read: (file, most) => this.#look(file, () => systemFiles.read(file, most)),
    size: (file) => this.#look(file, () => systemFiles.size(file)),
    list: (folder) => this.#look(folder, () => systemFiles.list(folder)),
    makeFolder: (folder) => this.#change(folder, () => systemFiles.makeFolder(folder)),
    removeFolder: (folder) => this.#change(folder, () => systemFiles.removeFolder(folder)),
    free: (folder) => {
      for (const { mood } of this.moods) if (mood === "full") return Promise.resolve(0);
      return systemFiles.free(folder);
    },
  };
}
