/**
 * What the kiosk tells the issuer beside packets: identity checks at collection, and numbers that no packet will come
 * under. Written down first, signed and sent when there is a line, as often as it takes.
 */
import { z } from "zod";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { id } from "../../api/base/log.ts";
import { integer, text } from "../../api/base/sqlite.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import type { IssuanceClient } from "../../api/issuance/client.ts";
import { signStatement, statementSchema, type CollectionStatement } from "../../api/issuance/statements.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Queue } from "./open-queue.ts";

export type CollectionCheck = Pick<CollectionStatement, "packetId" | "by" | "how" | "outcome"> & {
  readonly at: Milliseconds;
};

/** Durable when it resolves. Throws OutsideFault policy-refused unless the issuer said that there is a document. */
export const recordCollection = async (queue: Queue, check: CollectionCheck): Promise<void> => {
  const { store, audit, kiosk } = queue;
  const { packetId, by, how, outcome } = check;
  const row = await store.database.get("SELECT status FROM statuses WHERE packet_id = ?", packetId);
  const status = row === undefined ? "not known to be printed" : text(row, "status");
  if (status !== "ready-to-collect")
    throw new OutsideFault(
      "policy-refused",
      `The document is ${status}, not ready to be collected; see kiosk ticket.`,
    );
  const statement = statementSchema.safeParse({
    format: "collection/1",
    kiosk,
    packetId,
    by,
    how,
    outcome,
    at: new Date(check.at).toISOString(),
  });
  if (!statement.success)
    throw new OutsideFault(
      "input-malformed",
      `"${by}" is no operator's id; letters, digits, dots and hyphens.`,
    );
  await store.database.transaction(async (statements) => {
    await statements.run(
      "INSERT OR REPLACE INTO collections (packet_id, statement, sent_at) VALUES (?, ?, NULL)",
      packetId,
      JSON.stringify(statement.data),
    );
    if (outcome === "matched")
      await statements.run("UPDATE statuses SET status = 'collected' WHERE packet_id = ?", packetId);
    await audit.record(
      "collection-checked",
      { packet: id(packetId), by: id(by), how: id(how), outcome: id(outcome) },
      statements,
    );
  });
};

/** Numbers up to the last one given that nobody holds. */
const UNHELD = `WITH RECURSIVE up(number) AS (
    SELECT 1 WHERE EXISTS (SELECT 1 FROM sequence)
    UNION ALL SELECT number + 1 FROM up WHERE number < (SELECT max(number) FROM sequence))
  SELECT number FROM up WHERE number NOT IN (SELECT number FROM sequence)
    AND number NOT IN (SELECT sequence FROM packets) AND number NOT IN (SELECT number FROM voided)`;

/**
 * For the one program that seals, before it seals anything: numbers that were given to sessions of which nothing is left,
 * and those that were passed over. `alive`: packet ids of sessions that still wait or run.
 */
export const voidNumbers = async (
  { store, audit }: Queue,
  alive: ReadonlySet<string>,
  now: Milliseconds,
): Promise<readonly number[]> => {
  const rows = await store.database.all(
    `SELECT s.number, s.packet_id FROM sequence s LEFT JOIN packets p USING (packet_id)
       WHERE p.packet_id IS NULL AND s.number NOT IN (SELECT number FROM voided)`,
  );
  const numbers = [
    ...rows.filter((row) => !alive.has(text(row, "packet_id"))),
    ...(await store.database.all(UNHELD)),
  ]
    .map((row) => integer(row, "number"))
    .toSorted((a, b) => a - b);
  if (numbers.length === 0) return [];
  await store.database.transaction(async (statements) => {
    for (const number of numbers)
      await statements.run("INSERT INTO voided (number, at, sent_at) VALUES (?, ?, NULL)", number, now);
    await audit.record("numbers-void", { count: numbers.length, first: numbers[0] ?? 0 }, statements);
  });
  return numbers;
};

export interface Telling {
  readonly queue: Queue;
  readonly client: IssuanceClient;
  readonly signer: () => Signer;
  readonly clock: Clock;
}

const AT_ONCE = 500;

const tellVoid = async ({ queue, client, signer, clock }: Telling): Promise<number> => {
  const { database } = queue.store;
  const rows = await database.all(
    "SELECT number FROM voided WHERE sent_at IS NULL ORDER BY number LIMIT ?",
    AT_ONCE,
  );
  if (rows.length === 0) return 0;
  const numbers = rows.map((row) => integer(row, "number"));
  const at = clock.now();
  const statement = {
    format: "void-numbers/1" as const,
    kiosk: queue.kiosk,
    numbers,
    at: new Date(at).toISOString(),
  };
  // What is refused for good is not said again: the audit keeps that it was said.
  const answer = await client.state(await signStatement(statement, signer(), at));
  if (answer !== "taken") await queue.audit.record("statement-refused", { why: id(answer.refused) });
  for (const number of numbers)
    await database.run("UPDATE voided SET sent_at = ? WHERE number = ?", at, number);
  return numbers.length;
};

const stored = z.string().transform((json) => statementSchema.parse(JSON.parse(json)));

const tellCollections = async ({ queue, client, signer, clock }: Telling): Promise<number> => {
  const { database } = queue.store;
  const rows = await database.all(
    "SELECT packet_id, statement FROM collections WHERE sent_at IS NULL LIMIT ?",
    AT_ONCE,
  );
  let told = 0;
  let first: OutsideFault | undefined;
  for (const row of rows) {
    const at = clock.now();
    const statement = stored.parse(text(row, "statement"));
    const signed = await signStatement(statement, signer(), at);
    try {
      const answer = await client.state(signed);
      if (answer !== "taken") await queue.audit.record("statement-refused", { why: id(answer.refused) });
    } catch (error) {
      // Somebody answered, and not to this one: the others are told nevertheless.
      if (!(error instanceof OutsideFault) || error.code !== "backend-error") throw error;
      first ??= error;
      continue;
    }
    await database.run("UPDATE collections SET sent_at = ? WHERE packet_id = ?", at, text(row, "packet_id"));
    told += 1;
  }
  if (first !== undefined) throw first;
  return told;
};

/**
 * The number of statements that the issuer has now heard. What keeps one kind from being told keeps no other; then throws
 * the first OutsideFault: the line is down, or there is no key.
 */
export const tellAll = async (telling: Telling): Promise<number> => {
  let told = 0;
  let first: OutsideFault | undefined;
  for (const tell of [tellVoid, tellCollections])
    try {
      told += await tell(telling);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      first ??= error;
    }
  if (first !== undefined) throw first;
  return told;
};
