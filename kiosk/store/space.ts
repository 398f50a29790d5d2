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
  /** Bytes left to ordinary use. */
  free(): Promise<number>;
  /** Throws OutsideFault disk-full below the floor. */
  demand(): Promise<void>;
  /** Runs `work`; if it finds the disk full, gives the reserve up and runs it once more. */
  withReserve<T>(work: () => Promise<T>): Promise<T>;
}

export interface SpaceSizes {
  readonly reserve: number;
  readonly floor: number;
}

/** Takes the reserve if there is room for it. */
export const openSpace = async (
  files: FileSystem,
  folder: string,
  sizes: SpaceSizes = SPACE,
): Promise<Space> => {
  const reserve = path.join(folder, "reserve");
  const take = async () => {
    if ((await files.size(reserve)) === sizes.reserve) return;
    if ((await files.free(folder)) < sizes.reserve * 2) return;
    // Bytes that no file system compresses away or leaves as a hole are not needed: ext4 and xfs write zeros out.
    await files.write(reserve, new Uint8Array(sizes.reserve));
    await files.sync(reserve);
  };
  await take();
  const free = () => files.free(folder);
  return {
    free,
    demand: async () => {
      await take();
      const left = await free();
      if (left >= sizes.floor && (await files.size(reserve)) === sizes.reserve) return;
      throw new OutsideFault(
        "disk-full",
        `The disk of ${folder} has ${Math.floor(left / 1e6)} MB left and ${Math.ceil(sizes.floor / 1e6)} are needed for a session: send or export the outbox, or attach a larger disk.`,
      );
    },
    withReserve: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof OutsideFault) || error.code !== "disk-full") throw error;
        await files.remove(reserve);
        await files.syncFolder(folder);
        return await work();
      }
    },
  };
};
