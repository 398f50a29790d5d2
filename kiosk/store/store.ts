/** The kiosk's own storage: one folder with one database and the sealed packets beside it. */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { demandMigrated, migrate } from "../../api/base/migrate.ts";
import {
  integer,
  lookIntoDatabase,
  openDatabase,
  text,
  type Database,
  type MakeRoom,
} from "../../api/base/sqlite.ts";
import { kioskMigrations } from "./migrations.ts";
import { openPacketFiles, packetFilesIn, type PacketFiles } from "./packet-files.ts";

export interface Store extends AsyncDisposable {
  readonly folder: string;
  readonly files: FileSystem;
  readonly database: Database;
  readonly packets: PacketFiles;
  /** The number of this packet, growing by one a packet; asked again, the same again. */
  sequenceOf(packetId: string): Promise<number>;
  /** A setting; the first value given for it stays for good. */
  settle(name: string, first: () => string): Promise<string>;
}

const databaseIn = (folder: string): string => path.join(folder, "kiosk.db");
const packetsIn = (folder: string): string => path.join(folder, "packets");

/**
 * A database that was taken away takes with it who this kiosk is and which packets wait: with a new one in its place they
 * would lie here for ever, and nobody would miss them.
 */
const demandDatabase = async (folder: string, files: FileSystem, packets: PacketFiles): Promise<void> => {
  const file = databaseIn(folder);
  if (((await files.size(file)) ?? 0) > 0) return;
  const lying = new Set([...(await packets.list()), ...(await packets.unclaimed())]).size;
  if (lying === 0) return;
  throw new OutsideFault(
    "store-damaged",
    `There is no database ${file}, and ${lying} sealed packets lie beside it: put it back, or call support; to begin anew, move the whole folder ${folder} away. Nothing was deleted.`,
  );
};

/** Opens or creates the store; `makeRoom` is for its rows. Throws OutsideFault disk-full, disk-failed, store-damaged or store-busy. */
export const openStore = async (folder: string, files: FileSystem, makeRoom?: MakeRoom): Promise<Store> => {
  await files.makeFolder(folder);
  const packets = await openPacketFiles(files, packetsIn(folder));
  await demandDatabase(folder, files, packets);
  const database = await openDatabase(databaseIn(folder), makeRoom);
  try {
    await migrate(database, kioskMigrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOf(folder, files, database, packets);
};

/**
 * Opens a store for reading alone, whoever writes there: nothing is made, nothing changes. Undefined: there is no store.
 * Throws OutsideFault as `openStore` does, and policy-refused for one that an earlier version wrote.
 */
export const lookIntoStore = async (folder: string, files: FileSystem): Promise<Store | undefined> => {
  const file = databaseIn(folder);
  const packets = packetFilesIn(files, packetsIn(folder));
  await demandDatabase(folder, files, packets);
  if ((await files.size(file)) === undefined) return undefined;
  const database = await lookIntoDatabase(file);
  try {
    await demandMigrated(database, kioskMigrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOf(folder, files, database, packets);
};

const storeOf = (folder: string, files: FileSystem, database: Database, packets: PacketFiles): Store => {
  return {
    folder,
    files,
    database,
    packets,
    sequenceOf: (packetId) =>
      database.transaction(async (statements) => {
        // Looked up first: AUTOINCREMENT takes a number for an insertion that is ignored, and nothing ever comes under it.
        const known = await statements.get("SELECT number FROM sequence WHERE packet_id = ?", packetId);
        if (known !== undefined) return integer(known, "number");
        const given = await statements.get(
          "INSERT INTO sequence (packet_id) VALUES (?) RETURNING number",
          packetId,
        );
        return integer(given ?? {}, "number");
      }),
    settle: (name, first) =>
      database.transaction(async (statements) => {
        const known = await statements.get("SELECT value FROM settings WHERE name = ?", name);
        if (known !== undefined) return text(known, "value");
        const value = first();
        await statements.run("INSERT INTO settings (name, value) VALUES (?, ?)", name, value);
        return value;
      }),
    [Symbol.asyncDispose]: () => database.close(),
  };
};
