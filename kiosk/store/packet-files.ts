/** Sealed packets as files: durable once stored, set aside when nobody knows them, gone once removed. */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import { PART, removeDurably, writeDurably, type FileSystem } from "../../api/base/files.ts";

const SUFFIX = ".sealed";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export interface PacketFiles {
  /** When it resolves, the packet is on the disk. */
  put(packetId: string, sealed: Uint8Array): Promise<void>;
  /** Undefined: there is no such file. */
  get(packetId: string): Promise<Uint8Array | undefined>;
  has(packetId: string): Promise<boolean>;
  /** When it resolves, the file is gone and stays gone. */
  remove(packetId: string): Promise<void>;
  /** Packet ids of all files; one that is called otherwise is somebody's own, and left alone. */
  list(): Promise<readonly string[]>;
  /** Packet ids of what was set aside because no row claims it. */
  unclaimed(): Promise<readonly string[]>;
  /** Undefined: there is no such file. */
  getUnclaimed(packetId: string): Promise<Uint8Array | undefined>;
  removeUnclaimed(packetId: string): Promise<void>;
  /** Moves a file that no row claims out of the way; it is kept, never deleted. */
  setAside(packetId: string): Promise<void>;
  pathOf(packetId: string): string;
  /** Removes what was half-written when the program last ended; for the one program that writes. */
  sweep(): Promise<void>;
}

const unclaimedIn = (folder: string): string => path.join(folder, "unclaimed");

const placeIn = (folder: string, packetId: string): string => {
  if (!UUID.test(packetId))
    throw new OutsideFault("input-malformed", `"${packetId.slice(0, 60)}" is no packet id; give a UUID.`);
  return path.join(folder, `${packetId}${SUFFIX}`);
};

/** Opens the folder; looks at nothing, so that it may be opened while another program writes. */
export const openPacketFiles = async (files: FileSystem, folder: string): Promise<PacketFiles> => {
  await files.makeFolder(unclaimedIn(folder));
  return packetFilesIn(files, folder);
};

/** The same without making the folder: for looking. */
export const packetFilesIn = (files: FileSystem, folder: string): PacketFiles => {
  const unclaimed = unclaimedIn(folder);
  const pathOf = (packetId: string) => placeIn(folder, packetId);
  const idsIn = async (place: string) =>
    (await files.list(place))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((name) => UUID.test(name));
  return {
    pathOf,
    sweep: async () => {
      const parts = (await files.list(folder)).filter((name) => name.endsWith(PART));
      for (const name of parts) await files.remove(path.join(folder, name));
    },
    put: (packetId, sealed) => writeDurably(files, pathOf(packetId), sealed),
    get: (packetId) => files.read(pathOf(packetId)),
    has: async (packetId) => (await files.size(pathOf(packetId))) !== undefined,
    remove: (packetId) => removeDurably(files, pathOf(packetId)),
    list: () => idsIn(folder),
    unclaimed: () => idsIn(unclaimed),
    getUnclaimed: (packetId) => files.read(placeIn(unclaimed, packetId)),
    removeUnclaimed: (packetId) => removeDurably(files, placeIn(unclaimed, packetId)),
    setAside: async (packetId) => {
      await files.rename(pathOf(packetId), placeIn(unclaimed, packetId));
      // The folder it leaves may show it once more after a power cut: then it is set aside again.
      await files.syncFolder(unclaimed);
    },
  };
};
