/** The audit log over the store. An entry is written in the transaction of what it records, or on its own. */
import type { Clock } from "../../api/base/clock.ts";
import type { LogFields } from "../../api/base/log.ts";
import { integer, text, type Database, type Row, type Statements } from "../../api/base/sqlite.ts";
import { askWitnesses } from "./witnesses.ts";
import { check, EMPTY, follow, type AuditEntry, type ChainHead } from "./chain.ts";

export interface Audit {
  /** `event` is a literal of the source code. Pass the statements of a transaction to be part of it. */
  record(event: string, fields?: LogFields, within?: Statements): Promise<ChainHead>;
  head(): Promise<ChainHead>;
  /**
   * Walks the whole chain, and compares it with the store that it is of. Throws OutsideFault signature-invalid at the
   * first entry that does not fit, and where the store holds what the log does not know.
   */
  verify(): Promise<ChainHead>;
}

const entryOf = (row: Row): AuditEntry => ({
  number: integer(row, "number"),
  at: integer(row, "at"),
  event: text(row, "event"),
  fields: text(row, "fields"),
  previous: text(row, "previous"),
  hash: text(row, "hash"),
});

const headOf = async (statements: Statements): Promise<ChainHead> => {
  const row = await statements.get("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");
  return row === undefined ? EMPTY : { number: integer(row, "number"), hash: text(row, "hash") };
};

/** Entries read at once while verifying. */
const PAGE = 1000;

export const openAudit = (database: Database, clock: Clock): Audit => {
  const append = async (statements: Statements, event: string, fields: LogFields) => {
    const entry = follow(await headOf(statements), clock.now(), event, fields);
    await statements.run(
      "INSERT INTO audit (number, at, event, fields, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
      entry.number,
      entry.at,
      entry.event,
      entry.fields,
      entry.previous,
      entry.hash,
    );
    return { number: entry.number, hash: entry.hash };
  };
  return {
    record: (event, fields = {}, within) =>
      within === undefined
        ? database.transaction((statements) => append(statements, event, fields))
        : append(within, event, fields),
    head: () => headOf(database),
    verify: async () => {
      let head = EMPTY;
      for (;;) {
        const rows = await database.all(
          "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?",
          head.number,
          PAGE,
        );
        for (const row of rows) head = check(head, entryOf(row));
        if (rows.length < PAGE) break;
      }
      await askWitnesses(database);
      return head;
    },
  };
};
