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

/** Applies what is missing. Throws OutsideFault store-damaged when a newer program has written here. */
export const migrate = async (
  database: Database,
  migrations: readonly Migration[],
  upTo = migrations.length,
): Promise<void> => {
  migrations.forEach(({ number }, index) => {
    if (number !== index + 1) throw new Bug(`migration ${number} stands at place ${index + 1}`);
  });
  const row = await database.get("PRAGMA user_version");
  const applied = row === undefined ? 0 : integer(row, "user_version");
  if (applied > migrations.length)
    throw new OutsideFault(
      "store-damaged",
      `store ${database.path}: written by a newer version (schema ${applied}, this one knows ${migrations.length}); install that version again`,
    );
  for (const migration of migrations.slice(applied, upTo))
    await database.transaction(async (statements) => {
      for (const statement of migration.statements) await statements.run(statement);
      await statements.run(`PRAGMA user_version = ${migration.number}`);
    });
};
