import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { migrate } from "../../../api/base/migrate.ts";
import { blob, integer, openDatabase, optional, text } from "../../../api/base/sqlite.ts";
import { temporaryFolder } from "../../kiosk/stand.ts";

describe("the door to SQLite", () => {
  test("durability is set, and read back", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    expect(await database.get("PRAGMA journal_mode")).toEqual({ journal_mode: "wal" });
    expect(await database.get("PRAGMA synchronous")).toEqual({ synchronous: 2 });
  });

  test("nothing slips into a transaction, and a failed one leaves nothing", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    await database.run("CREATE TABLE t (n INTEGER)");
    const failed = database.transaction(async (statements) => {
      await statements.run("INSERT INTO t VALUES (1)");
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      throw new Error("no");
    });
    const beside = database.run("INSERT INTO t VALUES (2)");
    await expect(failed).rejects.toThrow("no");
    await beside;
    expect(await database.all("SELECT n FROM t")).toEqual([{ n: 2 }]);
  });

  test("values come back as they are, and a column of the wrong kind is said", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    const row = await database.get("SELECT ? AS t, ? AS n, ? AS b, NULL AS z", "é", 5, Uint8Array.of(1, 2));
    expect(text(row!, "t")).toBe("é");
    expect(integer(row!, "n")).toBe(5);
    expect([...blob(row!, "b")]).toEqual([1, 2]);
    expect(optional(row!, "z", text)).toBeUndefined();
    expect(() => integer(row!, "t")).toThrow("column t");
  });

  test("a damaged file and a missing folder are faults with a code", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "a.db");
    writeFileSync(file, "this is no database, whatever its name says".repeat(200));
    await expect(openDatabase(file)).rejects.toMatchObject({ code: "store-damaged" });
    await expect(openDatabase(path.join(folder.path, "none", "a.db"))).rejects.toMatchObject({
      code: "disk-failed",
    });
  });
});

describe("migrations", () => {
  const one = { number: 1, statements: ["CREATE TABLE a (x INTEGER)"] };
  const two = {
    number: 2,
    statements: ["ALTER TABLE a ADD COLUMN y INTEGER", "INSERT INTO a VALUES (7, 8)"],
  };

  test("apply once, in order, and keep what is there", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    await migrate(database, [one]);
    await database.run("INSERT INTO a VALUES (1)");
    await migrate(database, [one, two]);
    await migrate(database, [one, two]);
    expect(await database.all("SELECT * FROM a")).toEqual([
      { x: 1, y: null },
      { x: 7, y: 8 },
    ]);
  });

  test("a failing migration leaves the version before it", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    const broken = { number: 2, statements: ["CREATE TABLE b (x INTEGER)", "CREATE TABLE a (x INTEGER)"] };
    await expect(migrate(database, [one, broken])).rejects.toThrow("already exists");
    expect(await database.get("PRAGMA user_version")).toEqual({ user_version: 1 });
    expect(await database.all("SELECT name FROM sqlite_master WHERE name = 'b'")).toEqual([]);
  });

  test("a store of a newer version is left alone", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    await database.run("PRAGMA user_version = 5");
    await expect(migrate(database, [one])).rejects.toMatchObject({ code: "store-damaged" });
  });
});
