/**
 * A full disk, foreseen: no session starts below the floor, and two reserves are kept in hand. One lets a session that
 * runs when the disk fills still be sealed. The other, small one is the database's: whatever is written to it on a full
 * disk (a person who signs in at the desk, a packet that was sent and may be erased) is what makes room again.
 */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import type { MakeRoom } from "../../api/base/sqlite.ts";

export const SPACE = {
  /** Given up for a seal that finds the disk full: one packet, its row and the log of both. */
  reserve: 32 * 1024 * 1024,
  /** Given up for a row that finds it full: twice what SQLite's log grows to before it is used again. */
  rows: 8 * 1024 * 1024,
  /** Below, no session starts. */
  floor: 256 * 1024 * 1024,
} as const;

export interface Space {
  /** Bytes left to ordinary use; a reserve that was given up is taken again first, if there is room for it. */
  free(): Promise<number>;
  /** Runs `work`; if it finds the disk full, gives the reserve up and runs it once more. */
  withReserve<T>(work: () => Promise<T>): Promise<T>;
}

const reserveIn = (folder: string): string => path.join(folder, "reserve");
const rowsIn = (folder: string): string => path.join(folder, "reserve.rows");

/** Whether there was any. */
const giveUp = async (files: FileSystem, reserve: string): Promise<boolean> => {
  if ((await files.size(reserve)) === undefined) return false;
  await files.remove(reserve);
  await files.syncFolder(path.dirname(reserve));
  return true;
};

/** Pages of a log, and the index that its readers share. */
const OPENING_BYTES = 1024 * 1024;
const DISK = new Set(["disk-full", "disk-failed"]);

const isFull = async (files: FileSystem, folder: string): Promise<boolean> =>
  (await files.free(folder)) < OPENING_BYTES;

/** For the database of a state folder: gives its own reserve up where the disk is full to the last. */
export const roomForRows =
  (files: FileSystem, folder: string): MakeRoom =>
  async () =>
    (await isFull(files, folder)) && (await giveUp(files, rowsIn(folder)));

/**
 * Opens a store; where there is no room even for that (SQLite calls it a failed disk), a reserve is given up first.
 * Throws OutsideFault disk-full where there is none left.
 */
export const withRoomToOpen = async <T>(
  files: FileSystem,
  folder: string,
  open: () => Promise<T>,
): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof OutsideFault) || !DISK.has(error.code)) throw error;
    if (!(await isFull(files, folder))) throw error;
    const room = (await giveUp(files, rowsIn(folder))) || (await giveUp(files, reserveIn(folder)));
    if (room) return withRoomToOpen(files, folder, open);
    throw new OutsideFault(
      "disk-full",
      `The disk of ${folder} is full to the last byte, and its reserve is used up; free space or attach a larger disk. Nothing was lost.`,
      { cause: error },
    );
  }
};

/** Takes a reserve of so many bytes, if there is room for it. */
const take = async (files: FileSystem, reserve: string, size: number): Promise<void> => {
  if (size === 0 || (await files.size(reserve)) === size) return;
  if ((await files.free(path.dirname(reserve))) < size * 2) return;
  try {
    // Bytes that no file system compresses away or leaves as a hole are not needed: ext4 and xfs write zeros out.
    await files.write(reserve, new Uint8Array(size));
    await files.sync(reserve);
  } catch (error) {
    if (!(error instanceof OutsideFault) || error.code !== "disk-full") throw error;
    // The disk filled meanwhile: it is not held, and somebody else's room is not taken.
    await files.remove(reserve);
  }
};

/** Takes the reserves, of so many bytes, if there is room for them. */
export const openSpace = async (
  files: FileSystem,
  folder: string,
  sizes: { readonly reserve: number; readonly rows: number } = SPACE,
): Promise<Space> => {
  const reserve = reserveIn(folder);
  const retake = async () => {
    await take(files, rowsIn(folder), sizes.rows);
    await take(files, reserve, sizes.reserve);
  };
  await retake();
  const free = async () => {
    await retake();
    return files.free(folder);
  };
  return {
    free,
    withReserve: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof OutsideFault) || error.code !== "disk-full") throw error;
        await giveUp(files, reserve);
        return await work();
      }
    },
  };
};
