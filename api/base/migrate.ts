/**
 * Numbered, additive migrations: a database only ever moves forward, one migration a transaction, and never resets.
 * The number applied last is kept in `PRAGMA user_version`.
 */
import { Bug, OutsideFault } from "./faults.ts";
import { integer, type Database } from "./sqlite.ts";

export interface Migration {
  /** Consecutive from 1. */
  readonly number: number;
  /** Statements, each complete; additive only: new tables, new columns, new indexes. */
  readonly statements: readonly string[];
}

const newer = (path: string, applied: number, known: number): OutsideFault =>
  new OutsideFault(
    "store-damaged",
    `store ${path}: written by a newer version (schema ${applied}, this one knows ${known}); install that version again`,
  );

const appliedTo = async (database: Database): Promise<number> => {
  const row = await database.get("PRAGMA user_version");
  return row === undefined ? 0 : integer(row, "user_version");
};

/** For who only reads. Throws OutsideFault store-damaged for a newer version's database, policy-refused for an older one's. */
export const demandMigrated = async (database: Database, migrations: readonly Migration[]): Promise<void> => {
  const applied = await appliedTo(database);
  if (applied > migrations.length) throw newer(database.path, applied, migrations.length);
  if (applied < migrations.length)
    throw new OutsideFault(
      "policy-refused",
      `store ${database.path}: written by an earlier version (schema ${applied}, this one writes ${migrations.length}); start the kiosk once, which brings it up to date, then look again`,
    );
};

/** Applies what is missing. Throws OutsideFault store-damaged when a newer program has written here. */
export const migrate = async (
  database: Database,
  migrations: readonly Migration[],
  upTo = migrations.length,
): Promise<void> => {
  migrations.forEach(({ number }, index) => {
    if (number !== index + 1) throw new Bug(`migration ${number} stands at place ${index + 1}`);
  });
  const applied = await appliedTo(database);
  if (applied > migrations.length) throw newer(database.path, applied, migrations.length);
  for (const migration of migrations.slice(applied, upTo))
    await database.transaction(async (statements) => {
      for (const statement of migration.statements) await statements.run(statement);
      await statements.run(`PRAGMA user_version = ${migration.number}`);
    });
};
