/** Content-addressed files: a packet lies under its own SHA-256, accepted and quarantined apart. */
import path from "node:path";
import { removeDurably, writeDurably, type FileSystem } from "../base/files.ts";

export interface ContentStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | undefined>;
  remove(sha256: string): Promise<void>;
}

/** Two hex digits a folder, so that none grows beyond what a listing bears. */
export const contentStore = (files: FileSystem, folder: string): ContentStore => {
  const fileOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256);
  return {
    put: async (sha256, bytes) => {
      const file = fileOf(sha256);
      if ((await files.size(file)) === bytes.length) return;
      await files.makeFolder(path.dirname(file));
      await writeDurably(files, file, bytes);
    },
    get: (sha256) => files.read(fileOf(sha256)),
    remove: async (sha256) => {
      const file = fileOf(sha256);
      if ((await files.size(file)) !== undefined) await removeDurably(files, file);
    },
  };
};
