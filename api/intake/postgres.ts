/**
 * The intake's records in PostgreSQL, and the only door to pg: one schema of our own, numbered migrations under an
 * advisory lock, every commit on the disk before it is answered (synchronous_commit is demanded).
 */
import { createHash } from "node:crypto";
import { Pool, type PoolClient } from "pg";
import { Bug, OutsideFault, type FaultCode } from "../base/faults.ts";
import { refusalSchema, statusSchema } from "../issuance/contract.ts";
import { summariesOf } from "./numbers.ts";
import { postgresMigrations } from "./postgres-migrations.ts";
import type { IntakeRecords, PacketRecord, Quarantined } from "./records.ts";

type Row = Readonly<Record<string, unknown>>;

/** SQLSTATE classes and codes (PostgreSQL, appendix A) to what an operator can do. */
const FAULTS: readonly (readonly [RegExp, FaultCode, string])[] = [
  [/^53100$/u, "disk-full", "the database's disk is full; make room"],
  [/^53/u, "store-busy", "the database has no room for another connection; close others"],
  [/^58/u, "disk-failed", "the database's disk does not work; see to it"],
  [/^XX/u, "store-damaged", "the database is damaged; restore it from its copy"],
  [/^28/u, "store-unreachable", "the database does not let this user in; check the URL"],
  [/^3D/u, "store-unreachable", "there is no such database; create it"],
  [/^(?:08|57P)/u, "store-unreachable", "the database does not answer; start it"],
  [/^E[A-Z]+$/u, "store-unreachable", "the database cannot be reached; check the URL, start it"],
];

const translate = (cause: unknown, place: string): unknown => {
  if (!(cause instanceof Error) || cause instanceof OutsideFault) return cause;
  const code = "code" in cause ? String(cause.code) : "";
  const known = FAULTS.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return new OutsideFault(known[1], `${place}: ${known[2]}`, { cause });
  // The driver's own words for a connection that ended, without a code.
  return /terminated|closed|timeout|ended/iu.test(cause.message)
    ? new OutsideFault(
        "store-unreachable",
        `${place}: the connection to the database ended; start it again`,
        {
          cause,
        },
      )
    : new Bug(`${place}: ${cause.message}`, { cause });
};

const text = (row: Row, name: string): string => {
  const value = row[name];
  if (typeof value !== "string") throw new Bug(`column ${name} is no text`);
  return value;
};
/** bigint comes as text. */
const whole = (row: Row, name: string): number => {
  const value = Number(row[name]);
  if (!Number.isSafeInteger(value)) throw new Bug(`column ${name} is no whole number`);
  return value;
};
const bytes = (row: Row, name: string): Uint8Array => {
  const value = row[name];
  if (!(value instanceof Uint8Array)) throw new Bug(`column ${name} holds no bytes`);
  return new Uint8Array(value);
};

const packetOf = (row: Row): PacketRecord => ({
  packetId: text(row, "packet_id"),
  sha256: text(row, "sha256"),
  size: whole(row, "size"),
  kiosk: text(row, "kiosk"),
  sequence: whole(row, "sequence"),
  receivedAt: whole(row, "received_at"),
  receipt: bytes(row, "receipt"),
  status: statusSchema.shape.status.parse(text(row, "status")),
  statusSince: whole(row, "status_since"),
  ...(row["status_reason"] === null ? {} : { statusReason: text(row, "status_reason") }),
});

const quarantinedOf = (row: Row): Quarantined => ({
  packetId: text(row, "packet_id"),
  sha256: text(row, "sha256"),
  kiosk: text(row, "kiosk"),
  size: whole(row, "size"),
  firstAt: whole(row, "first_at"),
  lastAt: whole(row, "last_at"),
  times: whole(row, "times"),
  refused: refusalSchema.shape.refused.parse(text(row, "refused")),
  reason: text(row, "reason"),
});

type Value = string | number | Buffer | null;

class Connection {
  readonly #pool: Pool;
  readonly place: string;

  constructor(url: string) {
    const { host, pathname } = new URL(url);
    this.place = `PostgreSQL ${host}${pathname}`;
    this.#pool = new Pool({
      connectionString: url,
      max: 8,
      connectionTimeoutMillis: 10_000,
      options: "-c synchronous_commit=on -c search_path=enrolment_intake",
    });
    // An idle connection that ends is replaced at the next question.
    this.#pool.on("error", () => undefined);
  }

  async all(sql: string, ...values: readonly Value[]): Promise<readonly Row[]> {
    try {
      return (await this.#pool.query<Row>(sql, [...values])).rows;
    } catch (error) {
      throw translate(error, this.place);
    }
  }

  /** The number of rows changed. */
  async run(sql: string, ...values: readonly Value[]): Promise<number> {
    try {
      return (await this.#pool.query(sql, [...values])).rowCount ?? 0;
    } catch (error) {
      throw translate(error, this.place);
    }
  }

  async transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    let client: PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      await client.query("BEGIN");
      await work(client);
      await client.query("COMMIT");
      client.release();
    } catch (error) {
      // A connection on which something failed is not used again.
      client?.release(true);
      throw translate(error, this.place);
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

/** Any number; the same for every intake, so that two that start at once migrate one after the other. */
const LOCK = 5_117_342;

const migrate = (connection: Connection): Promise<void> =>
  connection.transaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query("CREATE SCHEMA IF NOT EXISTS enrolment_intake");
    await client.query("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)");
    const { rows } = await client.query<Row>("SELECT coalesce(max(number), 0) AS number FROM schema_version");
    const applied = rows[0] === undefined ? 0 : whole(rows[0], "number");
    if (applied > postgresMigrations.length)
      throw new OutsideFault(
        "store-damaged",
        `${connection.place}: written by a newer version (schema ${applied}); install that version again`,
      );
    for (const { number, statements } of postgresMigrations.slice(applied)) {
      for (const statement of statements) await client.query(statement);
      await client.query("INSERT INTO schema_version (number) VALUES ($1)", [number]);
    }
  });

const recordsOver = (connection: Connection): IntakeRecords => ({
  find: async (packetId) => {
    const [row] = await connection.all("SELECT * FROM packets WHERE packet_id = $1", packetId);
    return row === undefined ? undefined : packetOf(row);
  },
  holder: async (kiosk, sequence) => {
    const sql = "SELECT packet_id FROM packets WHERE kiosk = $1 AND sequence = $2";
    const [row] = await connection.all(sql, kiosk, sequence);
    return row === undefined ? undefined : text(row, "packet_id");
  },
  keep: async (record) => {
    await connection.run(
      `INSERT INTO packets (packet_id, sha256, size, kiosk, sequence, received_at, receipt, status, status_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      record.packetId,
      record.sha256,
      record.size,
      record.kiosk,
      record.sequence,
      record.receivedAt,
      Buffer.from(record.receipt),
      record.status,
      record.statusSince,
    );
  },
  setStatus: async (packetId, status, at, reason) => {
    const sql = "UPDATE packets SET status = $1, status_since = $2, status_reason = $3 WHERE packet_id = $4";
    if ((await connection.run(sql, status, at, reason ?? null, packetId)) !== 1)
      throw new Bug(`status of an unknown packet ${packetId}`);
  },
  quarantine: async ({ packetId, sha256, kiosk, size }, { refused, reason }, at) => {
    await connection.run(
      `INSERT INTO quarantine AS q (packet_id, sha256, kiosk, size, first_at, last_at, times, refused, reason)
         VALUES ($1, $2, $3, $4, $5, $5, 1, $6, $7)
         ON CONFLICT (packet_id, sha256) DO UPDATE SET last_at = excluded.last_at, times = q.times + 1,
           refused = excluded.refused, reason = excluded.reason`,
      packetId,
      sha256,
      kiosk,
      size,
      at,
      refused,
      reason,
    );
  },
  quarantined: async (packetId, sha256) => {
    const sql = "SELECT * FROM quarantine WHERE packet_id = $1 AND sha256 = $2";
    const [row] = await connection.all(sql, packetId, sha256);
    return row === undefined ? undefined : quarantinedOf(row);
  },
  allQuarantined: async () =>
    (await connection.all("SELECT * FROM quarantine ORDER BY first_at")).map(quarantinedOf),
  release: async (packetId, sha256) => {
    await connection.run("DELETE FROM quarantine WHERE packet_id = $1 AND sha256 = $2", packetId, sha256);
  },
  keepStatement: ({ kiosk, at, signed, numbers }) =>
    connection.transaction(async (client) => {
      await client.query(
        "INSERT INTO statements (sha256, kiosk, received_at, signed) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [createHash("sha256").update(signed).digest("hex"), kiosk, at, Buffer.from(signed)],
      );
      for (const number of numbers)
        await client.query("INSERT INTO voided (kiosk, sequence) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
          kiosk,
          number,
        ]);
    }),
  kiosks: async () =>
    summariesOf(
      (
        await connection.all(
          `SELECT kiosk, sequence, true AS came FROM packets
             UNION ALL SELECT kiosk, sequence, false FROM voided ORDER BY kiosk, sequence`,
        )
      ).map((row) => ({
        kiosk: text(row, "kiosk"),
        number: whole(row, "sequence"),
        came: row["came"] === true,
      })),
    ),
  [Symbol.asyncDispose]: () => connection.end(),
});

/** `url`: postgres://USER@HOST/DATABASE. Throws OutsideFault store-unreachable, disk-full, disk-failed, store-damaged. */
export const postgresRecords = async (url: string): Promise<IntakeRecords> => {
  const connection = new Connection(url);
  try {
    await migrate(connection);
  } catch (error) {
    await connection.end();
    throw error;
  }
  return recordsOver(connection);
};
