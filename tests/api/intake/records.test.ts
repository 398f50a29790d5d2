/** What every store of the intake must do: SQLite's and PostgreSQL's are held to the same. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresRecords } from "../../../api/intake/postgres.ts";
import type { IntakeRecords } from "../../../api/intake/records.ts";
import { sqliteRecords } from "../../../api/intake/sqlite-records.ts";
import {
  clientOf,
  openIntake,
  packetIdOf,
  sealedPacket,
  sha256,
  T0,
  temporaryFolder,
} from "../../kiosk/stand.ts";
import { VirtualClock } from "../../../api/base/clock.ts";
import { noPostgres, startPostgres, type PostgresServer } from "./postgres-server.ts";

const packet = (n: number, kiosk = "kiosk-1") => {
  const bytes = sealedPacket({ packetId: packetIdOf(n), kiosk, sequence: n }, 3000);
  return { packetId: packetIdOf(n), sha256: sha256(bytes), kiosk, bytes };
};

const record = (n: number, kiosk: string, sequence: number) => ({
  packetId: packetIdOf(n),
  sha256: "ab".repeat(32),
  size: 5_000_000_000,
  kiosk,
  sequence,
  receivedAt: T0,
  receipt: Uint8Array.of(1, 2, 0, 255),
  status: "received" as const,
  statusSince: T0,
});

const held = (store: string, open: () => Promise<IntakeRecords>) =>
  describe(`records in ${store}`, () => {
    let records: IntakeRecords;
    beforeAll(async () => {
      records = await open();
    });
    afterAll(() => records?.[Symbol.asyncDispose]());

    test("a packet is found as it was kept, and holds its number", async () => {
      await records.keep(record(1, "kiosk-a", 1));
      const found = await records.find(packetIdOf(1));
      expect({ ...found, receipt: new Uint8Array(found?.receipt ?? []) }).toEqual(record(1, "kiosk-a", 1));
      expect(await records.find(packetIdOf(99))).toBeUndefined();
      expect(await records.holder("kiosk-a", 1)).toBe(packetIdOf(1));
      expect(await records.holder("kiosk-b", 1)).toBeUndefined();
    });

    test("a packet id, or a kiosk's number, twice is our own mistake", async () => {
      await expect(records.keep(record(1, "kiosk-a", 77))).rejects.toThrow(/unique/iu);
      await expect(records.keep(record(78, "kiosk-a", 1))).rejects.toThrow(/unique/iu);
      expect(await records.find(packetIdOf(78))).toBeUndefined();
    });

    test("a status changes, with its reason; that of an unknown packet is our mistake", async () => {
      await records.setStatus(packetIdOf(1), "rejected", T0 + 5, "The name is not the register's.");
      expect(await records.find(packetIdOf(1))).toMatchObject({
        status: "rejected",
        statusSince: T0 + 5,
        statusReason: "The name is not the register's.",
      });
      await records.setStatus(packetIdOf(1), "accepted", T0 + 9);
      expect(await records.find(packetIdOf(1))).not.toHaveProperty("statusReason");
      await expect(records.setStatus(packetIdOf(99), "accepted", T0)).rejects.toThrow("unknown packet");
    });

    test("quarantine counts, remembers the last reason, and lets go", async () => {
      const suspect = { packetId: packetIdOf(5), sha256: "cd".repeat(32), kiosk: "kiosk-a", size: 9 };
      await records.quarantine(suspect, { refused: "not-readable", reason: "one" }, T0);
      await records.quarantine(suspect, { refused: "signature-invalid", reason: "two" }, T0 + 1);
      const found = {
        ...suspect,
        firstAt: T0,
        lastAt: T0 + 1,
        times: 2,
        refused: "signature-invalid",
        reason: "two",
      };
      expect(await records.quarantined(suspect.packetId, suspect.sha256)).toEqual(found);
      expect(await records.allQuarantined()).toEqual([found]);
      await records.release(suspect.packetId, suspect.sha256);
      expect(await records.allQuarantined()).toEqual([]);
    });

    test("gaps show; numbers declared void are no gaps; one that came after all has come", async () => {
      await records.keep(record(14, "kiosk-a", 4));
      await records.keep(record(17, "kiosk-a", 7));
      const statement = { kiosk: "kiosk-a", at: T0, signed: Uint8Array.of(9), numbers: [2, 4, 8] };
      await records.keepStatement(statement);
      await records.keepStatement(statement);
      expect(await records.kiosks()).toEqual([
        {
          kiosk: "kiosk-a",
          packets: 3,
          highest: 8,
          gaps: [
            { from: 3, to: 3 },
            { from: 5, to: 6 },
          ],
          voided: [2, 8],
        },
      ]);
    });
  });

const sqliteFolder = temporaryFolder();
afterAll(() => sqliteFolder[Symbol.dispose]());
held("SQLite", () => sqliteRecords(path.join(sqliteFolder.path, "intake.db")));

const skipped = noPostgres === undefined ? "" : ` (${noPostgres})`;
describe.skipIf(noPostgres !== undefined)(`PostgreSQL${skipped}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.[Symbol.asyncDispose]());

  held("PostgreSQL", () => postgresRecords(server.url));

  test("two intakes that start at once make the schema once, and see the same", async () => {
    const both = await Promise.all([postgresRecords(server.url), postgresRecords(server.url)]);
    await both[0].keep(record(501, "kiosk-z", 1));
    expect(await both[1].find(packetIdOf(501))).toMatchObject({ kiosk: "kiosk-z" });
    for (const one of both) await one[Symbol.asyncDispose]();
  });

  test("an intake on PostgreSQL receives; while the database is away it says so and takes the packet later", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    const away = await startPostgres();
    try {
      await using intake = await openIntake(folder.path, clock, { records: await postgresRecords(away.url) });
      const client = clientOf(intake.url, clock);
      expect(await client.submit(packet(601), { again: false })).toMatchObject({ kind: "receipt" });
      expect(await client.submit(packet(601), { again: true })).toMatchObject({ kind: "receipt" });
      await away.stop();
      expect(await client.submit(packet(602), { again: false })).toMatchObject({
        kind: "trouble",
        sentence: expect.stringContaining("database cannot be reached") as string,
      });
    } finally {
      await away[Symbol.asyncDispose]();
    }
  }, 60_000);

  test("what is not there is named", async () => {
    await expect(postgresRecords("postgres://postgres@127.0.0.1:1/postgres")).rejects.toMatchObject({
      code: "store-unreachable",
    });
    await expect(postgresRecords(server.url.replace(/postgres$/u, "nothing"))).rejects.toThrow(
      "no such database",
    );
  });
});
