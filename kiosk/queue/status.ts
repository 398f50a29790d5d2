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

/** Nothing follows it. A rejection may be taken back: it is not asked about unasked, but whenever its holder asks. */
const FINAL: PacketStatus = "collected";
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
  /** Asks, however fresh the last answer is; what was collected stays collected. Throws OutsideFault when nobody answers. */
  askNow(packetId: string): Promise<KnownStatus>;
  /**
   * Asks for up to `limit` erased packets whose word is old and not final, the longest unasked first; the number asked.
   * One that the issuer has no answer for is noted and the others are asked; its OutsideFault is thrown at the end.
   * A line on which nobody answers ends the round at once.
   */
  refresh(limit: number): Promise<number>;
}

/** The last that is known, without asking. */
export const lastWords = async (
  { database }: Pick<Store, "database">,
  packetId: string,
): Promise<KnownStatus | undefined> => {
  const row = await database.get("SELECT * FROM statuses WHERE packet_id = ?", packetId);
  return row === undefined ? undefined : statusOf(row);
};

/** The issuer's word now, kept nowhere. Throws OutsideFault as `IssuanceClient.status` does, and for another packet's. */
export const wordOf = async (
  client: Pick<IssuanceClient, "status">,
  packetId: string,
  clock: Clock,
): Promise<KnownStatus> => {
  const { packetId: answered, status, since, reason } = await client.status(packetId);
  if (answered !== packetId)
    throw new OutsideFault(
      "backend-error",
      `The backend was asked about packet ${packetId} and spoke of another; call its operator.`,
    );
  return { packetId, status, since, askedAt: clock.now(), ...(reason === undefined ? {} : { reason }) };
};

/** Nobody answers: the next packet would fare the same. */
const isOfTheLine = ({ code }: OutsideFault): boolean =>
  code === "network-down" || code === "network-untrusted";

/** A moment that lies ahead counts as long ago: the clock was set back meanwhile. */
const isFresh = (askedAt: Milliseconds, now: Milliseconds): boolean =>
  askedAt <= now && now - askedAt < FRESH;

export const openStatuses = (
  store: Pick<Store, "database">,
  client: Pick<IssuanceClient, "status">,
  clock: Clock,
): Statuses => {
  const { database } = store;
  const last = (packetId: string) => lastWords(store, packetId);
  const noteInVain = (packetId: string) =>
    database.run(
      "INSERT OR REPLACE INTO unanswered (packet_id, asked_at) VALUES (?, ?)",
      packetId,
      clock.now(),
    );
  const fetch = async (packetId: string): Promise<KnownStatus> => {
    const word = await wordOf(client, packetId, clock);
    const { status, since, reason, askedAt } = word;
    await database.run("DELETE FROM unanswered WHERE packet_id = ?", packetId);
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
    return word;
  };
  return {
    last,
    ask: async (packetId) => {
      const known = await last(packetId);
      if (known !== undefined && (known.status === FINAL || isFresh(known.askedAt, clock.now())))
        return known;
      try {
        return await fetch(packetId);
      } catch (error) {
        if (error instanceof OutsideFault) return known;
        throw error;
      }
    },
    askNow: async (packetId) => {
      const known = await last(packetId);
      return known?.status === FINAL ? known : fetch(packetId);
    },
    refresh: async (limit) => {
      const now = clock.now();
      const rows = await database.all(
        `SELECT packet_id, max(coalesce(s.asked_at, 0), coalesce(u.asked_at, 0)) AS asked
           FROM packets p LEFT JOIN statuses s USING (packet_id) LEFT JOIN unanswered u USING (packet_id)
           WHERE p.state = 'erased' AND coalesce(s.status, '') NOT IN ('rejected', 'collected')
             AND asked NOT BETWEEN ? AND ?
           ORDER BY asked, p.sequence LIMIT ?`,
        now - FRESH + 1,
        now,
        limit,
      );
      let first: OutsideFault | undefined;
      for (const row of rows) {
        const packetId = text(row, "packet_id");
        try {
          await fetch(packetId);
        } catch (error) {
          if (!(error instanceof OutsideFault) || isOfTheLine(error)) throw error;
          first ??= error;
          await noteInVain(packetId);
        }
      }
      if (first !== undefined) throw first;
      return rows.length;
    },
  };
};
