/** Attempts logs on the disk, one a session, until their days are over; each final one is counted once. */
import { z } from "zod";
import { integer, text, type Database, type Row } from "../../../api/base/sqlite.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { AttemptsLog } from "./attempts-log.ts";
import type { Data } from "../state.ts";
import { countFigures, figuresOf } from "./figures.ts";
import { countIn } from "./statistics.ts";

export interface KeptLog {
  readonly packetId: string;
  readonly endedAt: Milliseconds;
  readonly end: AttemptsLog["end"];
}

export interface KeptLogs {
  /** The log of a session that waits for control is replaced by its final one. */
  add(log: AttemptsLog, age: number | undefined, data?: Data): Promise<void>;
  list(): Promise<readonly KeptLog[]>;
  get(packetId: string): Promise<AttemptsLog | undefined>;
  /** Deletes what ended longer ago. */
  prune(before: Milliseconds): Promise<void>;
}

const keptOf = (row: Row): KeptLog => ({
  packetId: text(row, "packet_id"),
  endedAt: integer(row, "ended_at"),
  end: text(row, "ended_how") as AttemptsLog["end"],
});

/** Written by this program alone; only its frame is looked at again. */
const frame = z.looseObject({ format: z.literal("attempts-log/1"), transaction: z.string() });

export const openLogs = (database: Database): KeptLogs => ({
  add: (log, age, data) =>
    database.transaction(async (statements) => {
      const known = await statements.get(
        "SELECT ended_how FROM attempt_logs WHERE packet_id = ?",
        log.transaction,
      );
      const final = log.end !== "awaiting-control" && log.end !== "sealing";
      if (known !== undefined && String(known["ended_how"]) !== "awaiting-control") return;
      await statements.run(
        "INSERT OR REPLACE INTO attempt_logs (packet_id, ended_at, ended_how, log) VALUES (?, ?, ?, ?)",
        log.transaction,
        Date.parse(log.endedAt),
        log.end,
        JSON.stringify(log),
      );
      if (final) await countIn(statements, log, age);
      if (final && data !== undefined) await countFigures(statements, figuresOf(log, data));
    }),
  list: async () =>
    (await database.all("SELECT packet_id, ended_at, ended_how FROM attempt_logs ORDER BY ended_at")).map(
      keptOf,
    ),
  get: async (packetId) => {
    const row = await database.get("SELECT log FROM attempt_logs WHERE packet_id = ?", packetId);
    if (row === undefined) return undefined;
    return frame.parse(JSON.parse(text(row, "log"))) as unknown as AttemptsLog;
  },
  prune: async (before) => {
    await database.run("DELETE FROM attempt_logs WHERE ended_at < ?", before);
  },
});
