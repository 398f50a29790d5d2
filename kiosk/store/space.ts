/**
 * A full disk, foreseen: no session starts below the floor, and a reserve is kept in hand so that a session that runs
 * when the disk fills can still be sealed.
 */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";

export const SPACE = {
  /** Given up for a seal that finds the disk full: one packet, its row and the log of both. */
  reserve: 32 * 1024 * 1024,
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

const giveUp = async (files: FileSystem, folder: string): Promise<void> => {
  await files.remove(reserveIn(folder));
  await files.syncFolder(folder);
};

/** Pages of a log, and the index that its readers share. */
const OPENING_BYTES = 1024 * 1024;
const DISK = new Set(["disk-full", "disk-failed"]);

/** Opens a store; where there is no room even for that (SQLite calls it a failed disk), the reserve is given up first. */
export const withRoomToOpen = async <T>(
  files: FileSystem,
  folder: string,
  open: () => Promise<T>,
): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof OutsideFault) || !DISK.has(error.code)) throw error;
    const reserved = (await files.size(reserveIn(folder))) !== undefined;
    if (!reserved || (await files.free(folder)) >= OPENING_BYTES) throw error;
    await giveUp(files, folder);
    return open();
  }
};

/** Takes the reserve, of so many bytes, if there is room for it. */
export const openSpace = async (
  files: FileSystem,
  folder: string,
  size: number = SPACE.reserve,
): Promise<Space> => {
  const reserve = reserveIn(folder);
  const take = async () => {
    if ((await files.size(reserve)) === size) return;
    if ((await files.free(folder)) < size * 2) return;
    // Bytes that no file system compresses away or leaves as a hole are not needed: ext4 and xfs write zeros out.
    await files.write(reserve, new Uint8Array(size));
    await files.sync(reserve);
  };
  /** The disk may fill while the reserve is written: then it is not held, and somebody else's room is not taken. */
  const retake = async () => {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof OutsideFault) || error.code !== "disk-full") throw error;
      await files.remove(reserve);
    }
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
        await giveUp(files, folder);
        return await work();
      }
    },
  };
};
