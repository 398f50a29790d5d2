/** The intake's records in one SQLite file. */
import { createHash } from "node:crypto";
import { Bug } from "../base/faults.ts";
import { migrate } from "../base/migrate.ts";
import { blob, integer, openDatabase, optional, text, type Database, type Row } from "../base/sqlite.ts";
import { refusalSchema, statusSchema } from "../issuance/contract.ts";
import { intakeMigrations } from "./migrations.ts";
import { summariesOf } from "./numbers.ts";
import type { IntakeRecords, KioskSummary, PacketRecord, Quarantined } from "./records.ts";

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const packetOf = (row: Row): PacketRecord => {
  const reason = optional(row, "status_reason", text);
  return {
    packetId: text(row, "packet_id"),
    sha256: text(row, "sha256"),
    size: integer(row, "size"),
    kiosk: text(row, "kiosk"),
    sequence: integer(row, "sequence"),
    receivedAt: integer(row, "received_at"),
    receipt: blob(row, "receipt"),
    status: statusSchema.shape.status.parse(text(row, "status")),
    statusSince: integer(row, "status_since"),
    ...(reason === undefined ? {} : { statusReason: reason }),
  };
};

const quarantinedOf = (row: Row): Quarantined => ({
  packetId: text(row, "packet_id"),
  sha256: text(row, "sha256"),
  kiosk: text(row, "kiosk"),
  size: integer(row, "size"),
  firstAt: integer(row, "first_at"),
  lastAt: integer(row, "last_at"),
  times: integer(row, "times"),
  refused: refusalSchema.shape.refused.parse(text(row, "refused")),
  reason: text(row, "reason"),
});

const summaries = async (database: Database): Promise<readonly KioskSummary[]> => {
  const rows = await database.all(
    `SELECT kiosk, sequence, 1 AS came FROM packets
       UNION ALL SELECT kiosk, sequence, 0 FROM voided ORDER BY kiosk, sequence`,
  );
  return summariesOf(
    rows.map((row) => ({
      kiosk: text(row, "kiosk"),
      number: integer(row, "sequence"),
      came: integer(row, "came") === 1,
    })),
  );
};

/** Opens or creates the file. Throws OutsideFault disk-full, disk-failed, store-damaged or store-busy. */
export const sqliteRecords = async (file: string): Promise<IntakeRecords> => {
  const database = await openDatabase(file);
  await migrate(database, intakeMigrations);
  return {
    find: async (packetId) => {
      const row = await database.get("SELECT * FROM packets WHERE packet_id = ?", packetId);
      return row === undefined ? undefined : packetOf(row);
    },
    holder: async (kiosk, sequence) => {
      const row = await database.get(
        "SELECT packet_id FROM packets WHERE kiosk = ? AND sequence = ?",
        kiosk,
        sequence,
      );
      return row === undefined ? undefined : text(row, "packet_id");
    },
    keep: (record) =>
      database.transaction(async (statements) => {
        await statements.run(
          `INSERT INTO packets (packet_id, sha256, size, kiosk, sequence, received_at, receipt, status, status_since)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          record.packetId,
          record.sha256,
          record.size,
          record.kiosk,
          record.sequence,
          record.receivedAt,
          record.receipt,
          record.status,
          record.statusSince,
        );
      }),
    setStatus: async (packetId, status, at, reason) => {
      const changed = await database.run(
        "UPDATE packets SET status = ?, status_since = ?, status_reason = ? WHERE packet_id = ?",
        status,
        at,
        reason ?? null,
        packetId,
      );
      if (changed !== 1) throw new Bug(`status of an unknown packet ${packetId}`);
    },
    quarantine: async (packet, refusal, at) => {
      await database.run(
        `INSERT INTO quarantine (packet_id, sha256, kiosk, size, first_at, last_at, times, refused, reason)
           VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
           ON CONFLICT (packet_id, sha256) DO UPDATE SET last_at = excluded.last_at, times = times + 1,
             refused = excluded.refused, reason = excluded.reason`,
        packet.packetId,
        packet.sha256,
        packet.kiosk,
        packet.size,
        at,
        at,
        refusal.refused,
        refusal.reason,
      );
    },
    quarantined: async (packetId, sha256) => {
      const row = await database.get(
        "SELECT * FROM quarantine WHERE packet_id = ? AND sha256 = ?",
        packetId,
        sha256,
      );
      return row === undefined ? undefined : quarantinedOf(row);
    },
    allQuarantined: async () =>
      (await database.all("SELECT * FROM quarantine ORDER BY first_at")).map(quarantinedOf),
    release: async (packetId, sha256) => {
      await database.run("DELETE FROM quarantine WHERE packet_id = ? AND sha256 = ?", packetId, sha256);
    },
    keepStatement: ({ kiosk, at, signed, numbers }) =>
      database.transaction(async (statements) => {
        await statements.run(
          "INSERT OR IGNORE INTO statements (sha256, kiosk, received_at, signed) VALUES (?, ?, ?, ?)",
          sha256Of(signed),
          kiosk,
          at,
          signed,
        );
        for (const number of numbers)
          await statements.run("INSERT OR IGNORE INTO voided (kiosk, sequence) VALUES (?, ?)", kiosk, number);
      }),
    kiosks: () => summaries(database),
    [Symbol.asyncDispose]: () => database.close(),
  };
};
