import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { migrate } from "../../../api/base/migrate.ts";
import { openDatabase } from "../../../api/base/sqlite.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { kioskMigrations } from "../../../kiosk/store/migrations.ts";
import { openPacketFiles } from "../../../kiosk/store/packet-files.ts";
import {
  clientOf,
  KIOSK,
  openIntake,
  openKiosk,
  packetIdOf,
  sealedPacket,
  sha256,
  T0,
  temporaryFolder,
} from "../stand.ts";

/** A kiosk's folder as an older version left it, with a packet in every state of the queue. */
const olderStore = async (folder: string, version: number): Promise<void> => {
  const files = await openPacketFiles(systemFiles, path.join(folder, "packets"));
  await using database = await openDatabase(path.join(folder, "kiosk.db"));
  await migrate(database, kioskMigrations, version);
  for (const [index, state] of (["waiting", "sending", "set-aside", "receipted"] as const).entries()) {
    const n = index + 1;
    const sealed = sealedPacket({ packetId: packetIdOf(n), kiosk: KIOSK, sequence: n });
    await files.put(packetIdOf(n), sealed);
    await database.run("INSERT INTO sequence (packet_id) VALUES (?)", packetIdOf(n));
    await database.run(
      `INSERT INTO packets (packet_id, sequence, sha256, size, sealed_at, since, state, attempts, next_attempt, cause_code, cause)
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
      packetIdOf(n),
      n,
      sha256(sealed),
      sealed.length,
      T0,
      T0,
      state,
      state === "waiting" ? T0 : null,
      state === "set-aside" ? "conflict" : null,
      state === "set-aside" ? "Another content." : null,
    );
  }
};

describe("from every older version, with rows in the queue", () => {
  test.each(kioskMigrations.map(({ number }) => number))(
    "version %i: nothing is lost, and all goes on",
    async (version) => {
      using folder = temporaryFolder();
      await olderStore(folder.path, version);
      const clock = new VirtualClock(T0);
      await using intake = await openIntake(folder.path, clock);
      await using kiosk = await openKiosk(folder.path, clock);
      expect(await kiosk.outbox.list()).toHaveLength(4);
      const uploader = kiosk.uploader(clientOf(intake.url, clock));
      expect((await uploader.sendDue()).erased).toBe(3);
      expect(await kiosk.outbox.list()).toMatchObject([
        { packetId: packetIdOf(3), state: { kind: "set-aside" } },
      ]);
      expect(await kiosk.store.database.get("PRAGMA user_version")).toEqual({
        user_version: kioskMigrations.length,
      });
    },
  );

  test("migrations only add: no table and no column of an older version is gone", async () => {
    using folder = temporaryFolder();
    await using database = await openDatabase(path.join(folder.path, "a.db"));
    let before: readonly string[] = [];
    for (const { number } of kioskMigrations) {
      await migrate(database, kioskMigrations, number);
      const rows = await database.all(
        `SELECT m.name || '.' || p.name AS place FROM sqlite_master m, pragma_table_info(m.name) p
           WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
      );
      const places = rows.map((row) => String(row["place"]));
      for (const place of before) expect(places).toContain(place);
      before = places;
    }
    expect(before.length).toBeGreaterThan(20);
  });
});
