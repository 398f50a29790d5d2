/** What has become of an application, for its ticket holder: from the outbox, the issuer's word, and how sessions ended. */
import { integer, text } from "../../api/base/sqlite.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { TicketNews } from "../../api/words/ticket.ts";
import type { Store } from "../store/store.ts";
import type { Outbox } from "./outbox.ts";
import type { Statuses } from "./status.ts";

export interface NewsParts {
  readonly store: Pick<Store, "database">;
  readonly outbox: Pick<Outbox, "item">;
  readonly statuses: Pick<Statuses, "ask">;
  /** How long a parked session waits for the desk. */
  readonly controlMs: Milliseconds;
  readonly now: Milliseconds;
}

const iso = (at: Milliseconds): string => new Date(at).toISOString();

const sealedNews = async (
  { outbox, statuses }: NewsParts,
  packetId: string,
): Promise<TicketNews | undefined> => {
  const item = await outbox.item(packetId);
  if (item === undefined) return undefined;
  if (item.state.kind === "set-aside") return { kind: "needs-attention", since: iso(item.since) };
  if (item.state.kind !== "erased" && item.state.kind !== "receipted")
    return { kind: "on-its-way", since: iso(item.sealedAt) };
  const known = await statuses.ask(packetId);
  // The receipt itself is the issuer's first word.
  if (known === undefined)
    return { kind: "issuer", status: "received", since: iso(item.since), asked: iso(item.since) };
  const { status, since, askedAt, reason } = known;
  return { kind: "issuer", status, since, asked: iso(askedAt), ...(reason === undefined ? {} : { reason }) };
};

/** Undefined: no such application was made here, or it was ended by its applicant. */
export const newsOf = async (parts: NewsParts, packetId: string): Promise<TicketNews | undefined> => {
  const sealed = await sealedNews(parts, packetId);
  if (sealed !== undefined) return sealed;
  const log = await parts.store.database.get(
    "SELECT ended_at, ended_how FROM attempt_logs WHERE packet_id = ?",
    packetId,
  );
  if (log === undefined) return undefined;
  const end = text(log, "ended_how");
  if (end === "control-refused" || end === "control-expired" || end === "damaged")
    return { kind: "erased", reason: end };
  if (end !== "awaiting-control") return undefined;
  const until = integer(log, "ended_at") + parts.controlMs;
  // The kiosk may have been off when the time was over: it destroys what is left as soon as it starts.
  return until <= parts.now
    ? { kind: "erased", reason: "control-expired" }
    : { kind: "waits-for-desk", until: iso(until) };
};

/** Hex digits of a packet id that its ticket number carries: 45 of the first 48 bits. */
export interface TicketKey {
  /** The last eleven of the first twelve hex digits. */
  readonly digits: string;
  /** The lowest bit of the digit before them. */
  readonly bit: 0 | 1;
}

/** Packets whose ticket has that number; more than one is as good as impossible. */
export const packetsOfTicket = async (
  { store }: Pick<NewsParts, "store">,
  { digits, bit }: TicketKey,
): Promise<readonly string[]> => {
  const like = `_${digits.slice(0, 7)}-${digits.slice(7)}-%`;
  const rows = await store.database.all(
    "SELECT packet_id FROM packets WHERE packet_id LIKE ? UNION SELECT packet_id FROM attempt_logs WHERE packet_id LIKE ?",
    like,
    like,
  );
  return rows
    .map((row) => text(row, "packet_id"))
    .filter((packetId) => (Number.parseInt(packetId.slice(0, 1), 16) & 1) === bit);
};
