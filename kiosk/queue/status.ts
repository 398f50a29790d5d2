/**
 * What the issuer says has become of receipted packets: asked for now and then, the last word kept, so that a ticket
 * holder gets an answer with its date even while the line is down.
 */
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { integer, optional, text, type Row } from "../../api/base/sqlite.ts";
import type { IssuanceClient } from "../../api/issuance/client.ts";
import { statusSchema } from "../../api/issuance/contract.ts";
import type { PacketStatus } from "../../api/words/issuance.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Store } from "../store/store.ts";

export interface KnownStatus {
  readonly packetId: string;
  readonly status: PacketStatus;
  /** The issuer's own time of the change, ISO 8601. */
  readonly since: string;
  readonly reason?: string;
  /** When the issuer was asked last. */
  readonly askedAt: Milliseconds;
}

/** Nothing follows these but the applicant's own steps. */
const FINAL: ReadonlySet<PacketStatus> = new Set(["rejected", "collected"]);
/** An answer is good for so long. */
const FRESH: Milliseconds = 3_600_000;

const statusOf = (row: Row): KnownStatus => {
  const reason = optional(row, "reason", text);
  return {
    packetId: text(row, "packet_id"),
    status: statusSchema.shape.status.parse(text(row, "status")),
    since: text(row, "since"),
    askedAt: integer(row, "asked_at"),
    ...(reason === undefined ? {} : { reason }),
  };
};

export interface Statuses {
  /** The last that is known; undefined: the issuer never said. */
  last(packetId: string): Promise<KnownStatus | undefined>;
  /** Asks now if the last answer is old; without a line, the last that is known. */
  ask(packetId: string): Promise<KnownStatus | undefined>;
  /** Asks for up to `limit` erased packets whose word is old and not final, the longest unasked first; the number asked. */
  refresh(limit: number): Promise<number>;
}

/** The last that is known, without asking. */
export const lastWords = async ({ database }: Store, packetId: string): Promise<KnownStatus | undefined> => {
  const row = await database.get("SELECT * FROM statuses WHERE packet_id = ?", packetId);
  return row === undefined ? undefined : statusOf(row);
};

export const openStatuses = (store: Store, client: IssuanceClient, clock: Clock): Statuses => {
  const { database } = store;
  const last = (packetId: string) => lastWords(store, packetId);
  const fetch = async (packetId: string): Promise<KnownStatus> => {
    const { status, since, reason } = await client.status(packetId);
    const askedAt = clock.now();
    await database.run(
      `INSERT INTO statuses (packet_id, status, since, reason, asked_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (packet_id) DO UPDATE SET status = excluded.status, since = excluded.since,
           reason = excluded.reason, asked_at = excluded.asked_at`,
      packetId,
      status,
      since,
      reason ?? null,
      askedAt,
    );
    return { packetId, status, since, askedAt, ...(reason === undefined ? {} : { reason }) };
  };
  return {
    last,
    ask: async (packetId) => {
      const known = await last(packetId);
      if (known !== undefined && (FINAL.has(known.status) || clock.now() - known.askedAt < FRESH))
        return known;
      try {
        return await fetch(packetId);
      } catch (error) {
        if (error instanceof OutsideFault) return known;
        throw error;
      }
    },
    refresh: async (limit) => {
      const rows = await database.all(
        `SELECT p.packet_id FROM packets p LEFT JOIN statuses s USING (packet_id)
           WHERE p.state = 'erased' AND (s.asked_at IS NULL OR (s.asked_at < ? AND s.status NOT IN ('rejected', 'collected')))
           ORDER BY coalesce(s.asked_at, 0), p.sequence LIMIT ?`,
        clock.now() - FRESH,
        limit,
      );
      for (const row of rows) await fetch(text(row, "packet_id"));
      return rows.length;
    },
  };
};
