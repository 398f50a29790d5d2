/**
 * What stands in the store beside the log and cannot be there without an entry: written in the same transaction, and
 * never deleted. So a log that was emptied, or cut behind its last checkpoint, does not fit the store that it is of.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import { integer, text, type Database } from "../../api/base/sqlite.ts";

interface Witness {
  /** Of ids, one a row, in a column `id`. */
  readonly rows: string;
  readonly event: string;
  /** Of the entry's fields: the one that names the row. */
  readonly field: string;
  /** When it is missing. */
  readonly why: string;
}

const WITNESSES: readonly Witness[] = [
  {
    rows: "SELECT packet_id AS id FROM packets",
    event: "packet-sealed",
    field: "packet",
    why: "packets in the store have no entry",
  },
  {
    rows: "SELECT packet_id AS id FROM packets WHERE state = 'erased'",
    event: "packet-erased",
    field: "packet",
    why: "packets were erased without an entry",
  },
  {
    rows: "SELECT packet_id AS id FROM collections",
    event: "collection-checked",
    field: "packet",
    why: "documents were collected without an entry",
  },
  {
    rows: "SELECT id FROM operators",
    event: "operator-added",
    field: "operator",
    why: "people of the desk have no entry",
  },
];

const named = ({ event, field }: Witness): string =>
  `SELECT json_extract(fields, '$.${field}') AS id FROM audit WHERE event = '${event}'`;

interface Silent {
  readonly count: number;
  readonly id: string;
}

const refuse = (why: string, { count, id }: Silent): never => {
  throw new OutsideFault(
    "signature-invalid",
    `audit: ${why} (${count}, the first is ${id}); the log was changed, keep the machine as it is and call the supervisor`,
  );
};

const first = async (database: Database, query: string): Promise<Silent | undefined> => {
  const row = await database.get(`SELECT count(*) AS count, min(id) AS id FROM (${query})`);
  const count = row === undefined ? 0 : integer(row, "count");
  return row === undefined || count === 0 ? undefined : { count, id: text(row, "id") };
};

/** Throws OutsideFault signature-invalid when store and log do not tell the same. */
export const askWitnesses = async (database: Database): Promise<void> => {
  for (const witness of WITNESSES) {
    const silent = await first(database, `${witness.rows} EXCEPT ${named(witness)}`);
    if (silent !== undefined) refuse(witness.why, silent);
  }
  const [packets] = WITNESSES;
  const gone = packets && (await first(database, `${named(packets)} EXCEPT ${packets.rows}`));
  if (gone !== undefined) refuse("packets that were sealed are no longer in the store", gone);
};
