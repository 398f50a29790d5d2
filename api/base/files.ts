/**
 * The file system as a value that is passed in, so that crashes and full disks can be played; and the one
 * way in which a file that matters is written: whole beside its place, fsync, rename, fsync of the folder.
 */
import { randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm, rmdir, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "./folders.ts";
import { OutsideFault, type FaultCode } from "./faults.ts";

export interface FileSystem {
  /** Creates or truncates. Nothing is durable before `sync`. */
  write(file: string, bytes: Uint8Array): Promise<void>;
  /** fsync of a file. */
  sync(file: string): Promise<void>;
  /** fsync of a folder: makes its entries (created, renamed, removed) durable. */
  syncFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** No error when the file is not there. */
  remove(file: string): Promise<void>;
  /** Undefined when the file is not there. With `most`, no more than the first so many bytes, whatever the file is. */
  read(file: string, most?: number): Promise<Uint8Array | undefined>;
  /** Bytes; undefined when the file is not there. */
  size(file: string): Promise<number | undefined>;
  /** Names in a folder; empty when the folder is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** With its parents; readable by the owner alone. Durable when it resolves. */
  makeFolder(folder: string): Promise<void>;
  /** An empty folder; no error when it is not there. */
  removeFolder(folder: string): Promise<void>;
  /** Bytes that an ordinary process may still write. */
  free(folder: string): Promise<number>;
}

const CODES: Readonly<Record<string, readonly [FaultCode, string]>> = {
  ENOSPC: ["disk-full", "the disk is full; free space or attach a larger disk"],
  EDQUOT: ["disk-full", "the quota is used up; free space or raise the quota"],
  EACCES: ["disk-failed", "it may not be written; check the owner of the folder"],
  EPERM: ["disk-failed", "it may not be written; check the owner of the folder"],
  EROFS: ["disk-failed", "the disk is mounted read-only; check it for errors"],
  EIO: ["disk-failed", "the disk could not be read or written; replace it"],
  EMFILE: ["disk-failed", "too many files are open; restart the kiosk"],
  EISDIR: ["input-malformed", "a folder stands where a file is expected; name the file in it"],
  ELOOP: ["disk-failed", "its links lead in a circle; remove one of them"],
  ENAMETOOLONG: ["input-malformed", "the name is too long; name a file that exists"],
  ENOTDIR: ["disk-failed", "a file stands where a folder is expected; move it away"],
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** The fault behind a failed file operation, in one sentence. */
export const diskFault = (cause: unknown, file: string): unknown => {
  const known = CODES[codeOf(cause)];
  return known === undefined ? cause : new OutsideFault(known[0], `${file}: ${known[1]}`, { cause });
};

const guarded = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw diskFault(error, file);
  }
};

const unlessMissing = async <T>(file: string, work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw diskFault(error, file);
  }
};

const fsync = (file: string) =>
  guarded(file, async () => {
    const handle = await open(file, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });

/** A device or a pipe has no size and may never end: what is read is counted, not announced. */
const readMost = async (file: string, most: number): Promise<Uint8Array> => {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const pieces: Uint8Array[] = [];
    for (let got = 0; got < most;) {
      // A file of known size comes at once, and one byte more tells its end.
      const piece = Buffer.alloc(Math.min(most - got, Math.max(size + 1 - got, 64 * 1024)));
      const { bytesRead } = await handle.read(piece, 0, piece.length, null);
      if (bytesRead === 0) break;
      pieces.push(piece.subarray(0, bytesRead));
      got += bytesRead;
    }
    return Buffer.concat(pieces);
  } finally {
    await handle.close();
  }
};

export const systemFiles: FileSystem = {
  write: (file, bytes) =>
    guarded(file, async () => {
      const handle = await open(file, "w", 0o600);
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
    }),
  sync: fsync,
  syncFolder: fsync,
  rename: (from, to) => guarded(to, () => rename(from, to)),
  remove: (file) => guarded(file, () => rm(file, { force: true })),
  read: (file, most) =>
    unlessMissing(file, () => (most === undefined ? readFile(file) : readMost(file, most))),
  size: (file) => unlessMissing(file, async () => (await stat(file)).size),
  list: async (folder) => (await unlessMissing(folder, () => readdir(folder))) ?? [],
  makeFolder: (folder) =>
    guarded(folder, async () => {
      const first = await makeFolders(folder, 0o700);
      if (first === undefined) return;
      for (let made = path.resolve(folder); made.length >= first.length; made = path.dirname(made))
        await fsync(path.dirname(made));
    }),
  removeFolder: async (folder) => {
    await unlessMissing(folder, () => rmdir(folder));
  },
  free: (folder) =>
    guarded(folder, async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    }),
};

/** Files that end so were being written when the power went; nobody was told of them. */
export const PART = ".part";

/** When this resolves, the whole file is on the disk under its name; before, its name holds what it held before. */
export const writeDurably = async (files: FileSystem, file: string, bytes: Uint8Array): Promise<void> => {
  const part = `${file}.${randomUUID()}${PART}`;
  try {
    await files.write(part, bytes);
    await files.sync(part);
    await files.rename(part, file);
  } catch (error) {
    await files.remove(part).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(path.dirname(file));
};

/** When this resolves, the file is gone and stays gone. */
export const removeDurably = async (files: FileSystem, file: string): Promise<void> => {
  await files.remove(file);
  await files.syncFolder(path.dirname(file));
};
