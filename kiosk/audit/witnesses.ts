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
  readonly what: string;
}

const WITNESSES: readonly Witness[] = [
  { rows: "SELECT packet_id AS id FROM packets", event: "packet-sealed", field: "packet", what: "packet" },
  {
    rows: "SELECT packet_id AS id FROM packets WHERE state = 'erased'",
    event: "packet-erased",
    field: "packet",
    what: "erased packet",
  },
  {
    rows: "SELECT packet_id AS id FROM collections",
    event: "collection-checked",
    field: "packet",
    what: "collected document",
  },
  { rows: "SELECT id FROM operators", event: "operator-added", field: "operator", what: "operator" },
];

const named = ({ event, field }: Witness): string =>
  `SELECT json_extract(fields, '$.${field}') AS id FROM audit WHERE event = '${event}'`;

const refuse = (count: number, what: string, first: string, why: string): never => {
  throw new OutsideFault(
    "signature-invalid",
    `audit: ${why} (${count} x ${what}, first ${first}); the log was changed, keep the machine as it is and call the supervisor`,
  );
};

const first = async (
  database: Database,
  query: string,
): Promise<{ count: number; id: string } | undefined> => {
  const row = await database.get(`SELECT count(*) AS count, min(id) AS id FROM (${query})`);
  const count = row === undefined ? 0 : integer(row, "count");
  return row === undefined || count === 0 ? undefined : { count, id: text(row, "id") };
};

/** Throws OutsideFault signature-invalid when store and log do not tell the same. */
export const askWitnesses = async (database: Database): Promise<void> => {
  for (const witness of WITNESSES) {
    const silent = await first(database, `${witness.rows} EXCEPT ${named(witness)}`);
    if (silent !== undefined)
      refuse(silent.count, witness.what, silent.id, "what the store holds has no entry");
  }
  const [packets] = WITNESSES;
  const gone = packets && (await first(database, `${named(packets)} EXCEPT ${packets.rows}`));
  if (gone !== undefined) refuse(gone.count, "packet", gone.id, "what was sealed is no longer in the store");
};
