/**
 * The outbox: what was sealed and has not been receipted, on the disk before anyone is told. Every change of state is
 * one transaction together with its audit entry.
 */
import { createHash } from "node:crypto";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { id } from "../../api/base/log.ts";
import { integer, type Statements } from "../../api/base/sqlite.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Audit } from "../audit/audit.ts";
import type { Store } from "../store/store.ts";
import { itemOf, stateColumns, type OutboxItem } from "./rows.ts";
import {
  LONGEST_WAIT,
  packetMachine,
  type PacketEffect,
  type PacketInput,
  type PacketState,
} from "./states.ts";

export interface Outbox {
  /** When it resolves, the packet is on the disk and will be sent, whatever happens. The same packet again: no change. */
  add(packetId: string, sequence: number, sealed: Uint8Array): Promise<OutboxItem>;
  item(packetId: string): Promise<OutboxItem | undefined>;
  /** By sequence. Without `all`, what was erased is left out. */
  list(options?: { readonly all?: boolean }): Promise<readonly OutboxItem[]>;
  counts(): Promise<Readonly<Record<PacketState["kind"], number>>>;
  /** The packets that are due, longest due first. */
  due(at: Milliseconds, limit: number): Promise<readonly OutboxItem[]>;
  /** When the oldest packet without receipt was sealed. */
  oldestWaiting(): Promise<Milliseconds | undefined>;
  /** Packets in the states `sending` and `receipted`, which do not last. */
  halfDone(): Promise<readonly OutboxItem[]>;
  /** When the next waiting packet is due; undefined: none waits. */
  nextDue(): Promise<Milliseconds | undefined>;
  /** Throws OutsideFault policy-refused where the packet's state does not allow it, or no more. */
  apply(packetId: string, input: PacketInput, extra?: Extra): Promise<readonly PacketEffect[]>;
  rememberUpload(packetId: string, url: string | undefined): Promise<void>;
  /** Packets that waited only for the line are due now. */
  lineIsBack(): Promise<void>;
}

export interface Extra {
  /** Stored in the same transaction as the state. */
  readonly receipt?: Uint8Array;
}

const EVENTS: Readonly<Record<PacketInput["kind"], string>> = {
  due: "packet-sending",
  trouble: "packet-trouble",
  refused: "packet-refused",
  damaged: "packet-damaged",
  receipt: "packet-receipted",
  gone: "packet-erased",
  retry: "packet-retry",
  "set-aside": "packet-set-aside",
  restart: "packet-restarted",
};
/** Every sending and every trouble of thirty days would drown the audit: the item itself keeps their count and cause. */
const AUDITED = new Set<PacketInput["kind"]>(["refused", "damaged", "receipt", "gone", "retry", "set-aside"]);

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const NONE = { waiting: 0, sending: 0, "set-aside": 0, receipted: 0, erased: 0 };

class StoredOutbox implements Outbox {
  readonly #store: Store;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(store: Store, audit: Audit, clock: Clock) {
    this.#store = store;
    this.#audit = audit;
    this.#clock = clock;
  }

  async add(packetId: string, sequence: number, sealed: Uint8Array): Promise<OutboxItem> {
    const sha256 = sha256Of(sealed);
    const known = await this.item(packetId);
    if (known !== undefined) {
      if (known.sha256 === sha256) return known;
      throw new OutsideFault(
        "policy-refused",
        `packet ${packetId} is in the outbox already with other content; a packet is sealed once.`,
      );
    }
    await this.#store.packets.put(packetId, sealed);
    const now = this.#clock.now();
    const state: PacketState = { kind: "waiting", attempts: 0, nextAttempt: now };
    await this.#store.database.transaction(async (statements) => {
      await statements.run(
        `INSERT INTO packets (packet_id, sequence, sha256, size, sealed_at, since,
           state, attempts, next_attempt, cause_code, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        packetId,
        sequence,
        sha256,
        sealed.length,
        now,
        now,
        ...stateColumns(state),
      );
      await this.#audit.record("packet-sealed", { packet: id(packetId), sha256: id(sha256) }, statements);
    });
    return { packetId, sequence, sha256, size: sealed.length, sealedAt: now, state, since: now };
  }

  async #read(statements: Statements, packetId: string): Promise<OutboxItem | undefined> {
    const row = await statements.get("SELECT * FROM packets WHERE packet_id = ?", packetId);
    return row === undefined ? undefined : itemOf(row);
  }

  item(packetId: string): Promise<OutboxItem | undefined> {
    return this.#read(this.#store.database, packetId);
  }

  async list(options: { readonly all?: boolean } = {}): Promise<readonly OutboxItem[]> {
    const which = options.all === true ? "" : "WHERE state <> 'erased'";
    return (await this.#store.database.all(`SELECT * FROM packets ${which} ORDER BY sequence`)).map(itemOf);
  }

  async counts(): Promise<Readonly<Record<PacketState["kind"], number>>> {
    const rows = await this.#store.database.all(
      "SELECT state, count(*) AS number FROM packets GROUP BY state",
    );
    return {
      ...NONE,
      ...Object.fromEntries(rows.map((row) => [String(row["state"]), integer(row, "number")])),
    };
  }

  async due(at: Milliseconds, limit: number): Promise<readonly OutboxItem[]> {
    const rows = await this.#store.database.all(
      // Waiting since a moment that is still to come: the clock was set back, and what it said then counts no more.
      `SELECT * FROM packets WHERE state = 'waiting' AND (next_attempt <= ? OR next_attempt > ? OR since > ?)
         ORDER BY next_attempt, sequence LIMIT ?`,
      at,
      at + LONGEST_WAIT,
      at,
      limit,
    );
    return rows.map(itemOf);
  }

  async oldestWaiting(): Promise<Milliseconds | undefined> {
    const row = await this.#store.database.get(
      "SELECT min(sealed_at) AS at FROM packets WHERE state IN ('waiting', 'sending', 'set-aside')",
    );
    return row === undefined || row["at"] === null ? undefined : integer(row, "at");
  }

  async halfDone(): Promise<readonly OutboxItem[]> {
    const rows = await this.#store.database.all(
      "SELECT * FROM packets WHERE state IN ('sending', 'receipted') ORDER BY sequence",
    );
    return rows.map(itemOf);
  }

  async nextDue(): Promise<Milliseconds | undefined> {
    const now = this.#clock.now();
    const row = await this.#store.database.get(
      `SELECT min(CASE WHEN next_attempt > ? OR since > ? THEN ? ELSE next_attempt END) AS at
         FROM packets WHERE state = 'waiting'`,
      now + LONGEST_WAIT,
      now,
      now,
    );
    return row === undefined || row["at"] === null ? undefined : integer(row, "at");
  }

  apply(packetId: string, input: PacketInput, extra: Extra = {}): Promise<readonly PacketEffect[]> {
    return this.#store.database.transaction(async (statements) => {
      const item = await this.#read(statements, packetId);
      if (item === undefined)
        throw new OutsideFault(
          "input-missing",
          `No packet ${packetId} is in the outbox; see kiosk queue list.`,
        );
      const next = packetMachine(item.state, input);
      // Several programs work on one outbox: what one saw a moment ago another may have moved on.
      if (next === undefined)
        throw new OutsideFault(
          "policy-refused",
          `Packet ${packetId} is ${item.state.kind} by now; look again.`,
        );
      const { state, effects } = next;
      await statements.run(
        `UPDATE packets SET state = ?, attempts = ?, next_attempt = ?, cause_code = ?, cause = ?, since = ?
           WHERE packet_id = ?`,
        ...stateColumns(state),
        state.kind === item.state.kind ? item.since : this.#clock.now(),
        packetId,
      );
      if (extra.receipt !== undefined)
        await statements.run("UPDATE packets SET receipt = ? WHERE packet_id = ?", extra.receipt, packetId);
      if (AUDITED.has(input.kind))
        await this.#audit.record(
          EVENTS[input.kind],
          {
            packet: id(packetId),
            sha256: id(item.sha256),
            ...("cause" in input ? { code: id(input.cause.code) } : {}),
          },
          statements,
        );
      return effects;
    });
  }

  async rememberUpload(packetId: string, url: string | undefined): Promise<void> {
    await this.#store.database.run(
      "UPDATE packets SET upload_url = ? WHERE packet_id = ?",
      url ?? null,
      packetId,
    );
  }

  async lineIsBack(): Promise<void> {
    await this.#store.database.run(
      `UPDATE packets SET next_attempt = min(next_attempt, ?)
         WHERE state = 'waiting' AND cause_code IN ('network-down', 'network-timeout', 'network-untrusted')`,
      this.#clock.now(),
    );
  }
}

export const openOutbox = (store: Store, audit: Audit, clock: Clock): Outbox =>
  new StoredOutbox(store, audit, clock);
