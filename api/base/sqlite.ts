/**
 * The only door to sqlite3: promises, one statement at a time, transactions that nothing can slip into.
 * Every database is in WAL mode with synchronous=FULL, and both are read back: a commit that was answered
 * has been fsynced. No schema here.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import sqlite3 from "sqlite3";
import { Bug, OutsideFault, type FaultCode } from "./faults.ts";
import { underWay } from "./under-way.ts";

export type SqlValue = string | number | bigint | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

/** Statements; inside a transaction, those of the transaction. */
export interface Statements {
  /** The number of rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): Promise<number>;
  all(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]>;
  /** The first row, if any. */
  get(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined>;
}

export interface Database extends Statements, AsyncDisposable {
  readonly path: string;
  /** Several statements separated by semicolons; for schemas only. */
  script(sql: string): Promise<void>;
  /** All of `work`, or nothing; run again where room was made for it. Use only the statements that it is given. */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const SENTENCES: Readonly<Record<string, readonly [FaultCode, string]>> = {
  SQLITE_FULL: ["disk-full", "the disk is full; free space or attach a larger disk"],
  SQLITE_IOERR: ["disk-failed", "the disk could not be read or written; check it and its file system"],
  SQLITE_CANTOPEN: ["disk-failed", "it could not be opened; check that the folder exists and may be written"],
  SQLITE_READONLY: ["disk-failed", "it may not be written; check the owner of the folder and the mount"],
  SQLITE_PERM: ["disk-failed", "it may not be written; check the owner of the folder"],
  SQLITE_CORRUPT: [
    "store-damaged",
    "it is damaged; leave it where it is and call support, nothing was deleted",
  ],
  SQLITE_NOTADB: ["store-damaged", "it is not a database; leave it where it is and call support"],
  SQLITE_BUSY: ["store-busy", "another program holds it; end that program and try again"],
  SQLITE_LOCKED: ["store-busy", "another program holds it; end that program and try again"],
};

const translate = (cause: Error, path: string): Error => {
  const code = "code" in cause ? String(cause.code) : "";
  const known = SENTENCES[code];
  if (known !== undefined) return new OutsideFault(known[0], `store ${path}: ${known[1]}`, { cause });
  return new Bug(`store ${path}: ${cause.message}`, { cause });
};

/** The driver's binding of one statement each; never called for two at once. */
const driverStatements = (handle: sqlite3.Database, path: string): Statements => {
  const all = (sql: string, ...values: readonly SqlValue[]) =>
    underWay(
      new Promise<readonly Row[]>((resolve, reject) => {
        handle.all<Row>(sql, values, (error, rows) =>
          error === null ? resolve(rows) : reject(translate(error, path)),
        );
      }),
    );
  return {
    all,
    get: async (sql, ...values) => (await all(sql, ...values))[0],
    run: (sql, ...values) =>
      underWay(
        new Promise<number>((resolve, reject) => {
          handle.run(sql, values, function done(error) {
            if (error === null) resolve(this.changes);
            else reject(translate(error, path));
          });
        }),
      ),
  };
};

/** Makes room on the disk; whether there is more now than before. */
export type MakeRoom = () => Promise<boolean>;

const ROOM = new Set<FaultCode>(["disk-full", "disk-failed"]);

class SerialDatabase implements Database {
  readonly path: string;
  readonly #handle: sqlite3.Database;
  readonly #direct: Statements;
  readonly #makeRoom: MakeRoom | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(path: string, handle: sqlite3.Database, makeRoom?: MakeRoom) {
    this.path = path;
    this.#handle = handle;
    this.#direct = driverStatements(handle, path);
    this.#makeRoom = makeRoom;
  }

  /** A full disk undoes all of it, so that it can be done again where room was made. */
  async #withRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OutsideFault) || !ROOM.has(error.code)) throw error;
      if ((await this.#makeRoom?.()) !== true) throw error;
      return await work();
    }
  }

  /** Whoever comes waits for whoever came before, whether that one succeeded or not. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work, work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  run(sql: string, ...values: readonly SqlValue[]) {
    return this.#inTurn(() => this.#withRoom(() => this.#direct.run(sql, ...values)));
  }
  all(sql: string, ...values: readonly SqlValue[]) {
    return this.#inTurn(() => this.#direct.all(sql, ...values));
  }
  get(sql: string, ...values: readonly SqlValue[]) {
    return this.#inTurn(() => this.#direct.get(sql, ...values));
  }

  script(sql: string): Promise<void> {
    return this.#inTurn(() =>
      underWay(
        new Promise<void>((resolve, reject) => {
          this.#handle.exec(sql, (error) =>
            error === null ? resolve() : reject(translate(error, this.path)),
          );
        }),
      ),
    );
  }

  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    return this.#inTurn(() => this.#withRoom(() => this.#once(work)));
  }

  async #once<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    await this.#direct.run("BEGIN IMMEDIATE");
    try {
      const result = await work(this.#direct);
      await this.#direct.run("COMMIT");
      return result;
    } catch (error) {
      // A failed COMMIT may have ended the transaction already: then there is nothing to roll back.
      await this.#direct.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#inTurn(() =>
      underWay(
        new Promise<void>((resolve, reject) => {
          this.#handle.close((error) => (error === null ? resolve() : reject(translate(error, this.path))));
        }),
      ),
    );
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }
}

/** What must hold for "committed" to mean "on the disk". PRAGMA synchronous: 2 is FULL. */
const DURABILITY = [
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  ["trusted_schema", "OFF", 0],
] as const;

const opened = (path: string, name: string, mode: number): Promise<sqlite3.Database> =>
  underWay(
    new Promise<sqlite3.Database>((resolve, reject) => {
      const handle = new sqlite3.Database(name, mode, (error) =>
        error === null ? resolve(handle) : reject(translate(error, path)),
      );
    }),
  );

/**
 * Opens or creates a database file. `makeRoom` is asked once for each write that finds no room. Throws OutsideFault
 * disk-full, disk-failed, store-damaged or store-busy.
 */
export const openDatabase = async (path: string, makeRoom?: MakeRoom): Promise<Database> => {
  const handle = await opened(path, path, sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE);
  handle.configure("busyTimeout", 5000);
  const database = new SerialDatabase(path, handle, makeRoom);
  try {
    for (const [pragma, wanted, readBack] of DURABILITY) {
      await database.run(`PRAGMA ${pragma} = ${wanted}`);
      const got = (await database.get(`PRAGMA ${pragma}`))?.[pragma];
      if (got !== readBack)
        throw new OutsideFault(
          "disk-failed",
          `store ${path}: ${pragma} stays ${String(got)} instead of ${wanted}; put it on a local disk`,
        );
    }
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
  return database;
};

/**
 * Opens a database for reading alone, beside whoever writes; the file must be there. Where nobody has it open (no log
 * beside it) SQLite is told that it does not change, so that not even SQLite's own files are made beside it: a program
 * that begins to write in that moment may make one look fail, never a write. Throws as `openDatabase` does.
 */
export const lookIntoDatabase = async (path: string): Promise<Database> => {
  const isOpen = existsSync(`${path}-wal`);
  const url = `${pathToFileURL(path).href}?${isOpen ? "mode=ro" : "immutable=1"}`;
  const handle = await opened(path, url, sqlite3.OPEN_READONLY | sqlite3.OPEN_URI);
  handle.configure("busyTimeout", 5000);
  return new SerialDatabase(path, handle);
};

const wrong = (column: string, wanted: string): never => {
  throw new OutsideFault("store-damaged", `store: column ${column} does not hold ${wanted}; call support`);
};

/** A column that holds text. */
export const text = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === "string" ? value : wrong(column, "text");
};
/** A column that holds a whole number. */
export const integer = (row: Row, column: string): number => {
  const value = row[column];
  return typeof value === "number" && Number.isSafeInteger(value) ? value : wrong(column, "a whole number");
};
/** A column that holds bytes. */
export const blob = (row: Row, column: string): Uint8Array => {
  const value = row[column];
  return value instanceof Uint8Array ? value : wrong(column, "bytes");
};
/** Reads a column unless it is NULL. */
export const optional = <T>(row: Row, column: string, read: (row: Row, column: string) => T): T | undefined =>
  row[column] === null || row[column] === undefined ? undefined : read(row, column);
