import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { id } from "../../../api/base/log.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { openAudit } from "../../../kiosk/audit/audit.ts";
import { canonicalFields, EMPTY, hashOf, follow } from "../../../kiosk/audit/chain.ts";
import { openStore } from "../../../kiosk/store/store.ts";
import { T0, temporaryFolder } from "../stand.ts";

const withEntries = async (folder: string) => {
  const store = await openStore(folder, systemFiles);
  const audit = openAudit(store.database, new VirtualClock(T0));
  for (let n = 1; n <= 5; n += 1) await audit.record("event", { n });
  return { store, audit };
};

describe("the audit chain", () => {
  test("fields are hashed the same in any order", () => {
    expect(canonicalFields({ b: 1, a: id("x") })).toBe(canonicalFields({ a: id("x"), b: 1 }));
    const entry = follow(EMPTY, T0, "event", { a: 1 });
    expect(hashOf(entry)).toBe(entry.hash);
    expect(hashOf({ ...entry, at: T0 + 1 })).not.toBe(entry.hash);
  });

  test("a whole chain verifies up to its head", async () => {
    using folder = temporaryFolder();
    const { store, audit } = await withEntries(folder.path);
    await using _store = store;
    expect(await audit.verify()).toEqual(await audit.head());
    expect((await audit.head()).number).toBe(5);
  });

  test.each([
    ["a changed field", `UPDATE audit SET fields = '{"n":9}' WHERE number = 3`, 3],
    ["a changed time", "UPDATE audit SET at = at + 1 WHERE number = 2", 2],
    ["a removed entry", "DELETE FROM audit WHERE number = 3", 4],
    ["a removed beginning", "DELETE FROM audit WHERE number = 1", 2],
    ["a changed hash", "UPDATE audit SET hash = previous WHERE number = 4", 4],
  ])("%s shows", async (_what, sql, number) => {
    using folder = temporaryFolder();
    const { store, audit } = await withEntries(folder.path);
    await using _store = store;
    await store.database.run(sql);
    await expect(audit.verify()).rejects.toThrow(`audit entry ${number}`);
  });
});
