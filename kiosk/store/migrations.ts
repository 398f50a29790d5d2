/** THE list of the kiosk's schema changes: additive, numbered, never edited once released. */
import type { Migration } from "../../api/base/migrate.ts";

export const kioskMigrations: readonly Migration[] = [
  {
    number: 1,
    statements: [
      // A number belongs to a packet id for good: sealing again after a crash finds the same one.
      `CREATE TABLE sequence (
         number INTEGER PRIMARY KEY AUTOINCREMENT,
         packet_id TEXT NOT NULL UNIQUE
       ) STRICT`,
      `CREATE TABLE packets (
         packet_id TEXT PRIMARY KEY,
         sequence INTEGER NOT NULL UNIQUE,
         sha256 TEXT NOT NULL,
         size INTEGER NOT NULL,
         sealed_at INTEGER NOT NULL,
         state TEXT NOT NULL,
         since INTEGER NOT NULL,
         attempts INTEGER NOT NULL,
         next_attempt INTEGER,
         cause_code TEXT,
         cause TEXT,
         upload_url TEXT,
         receipt BLOB
       ) STRICT`,
      "CREATE INDEX packets_by_state ON packets (state, next_attempt, sequence)",
      `CREATE TABLE audit (
         number INTEGER PRIMARY KEY,
         at INTEGER NOT NULL,
         event TEXT NOT NULL,
         fields TEXT NOT NULL,
         previous TEXT NOT NULL,
         hash TEXT NOT NULL
       ) STRICT`,
    ],
  },
  {
    number: 2,
    statements: ["CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"],
  },
  {
    number: 3,
    statements: [
      "CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, signed BLOB NOT NULL) STRICT",
      // Counters only: nothing here leads to a session.
      `CREATE TABLE statistics (
         day TEXT NOT NULL,
         what TEXT NOT NULL,
         outcome TEXT NOT NULL,
         band TEXT NOT NULL,
         number INTEGER NOT NULL,
         PRIMARY KEY (day, what, outcome, band)
       ) STRICT`,
    ],
  },
  {
    number: 4,
    statements: [
      `CREATE TABLE statuses (
         packet_id TEXT PRIMARY KEY,
         status TEXT NOT NULL,
         since TEXT NOT NULL,
         reason TEXT,
         asked_at INTEGER NOT NULL
       ) STRICT`,
    ],
  },
  {
    number: 5,
    statements: [
      // People at the desk. `secret` is a scrypt hash; `failures` counts wrong passphrases in a row.
      `CREATE TABLE operators (
         id TEXT PRIMARY KEY,
         name TEXT NOT NULL,
         role TEXT NOT NULL,
         secret TEXT NOT NULL,
         closed INTEGER NOT NULL,
         failures INTEGER NOT NULL,
         failed_at INTEGER,
         since INTEGER NOT NULL
       ) STRICT`,
    ],
  },
  {
    number: 6,
    statements: [
      `CREATE TABLE attempt_logs (
         packet_id TEXT PRIMARY KEY,
         ended_at INTEGER NOT NULL,
         ended_how TEXT NOT NULL,
         log TEXT NOT NULL
       ) STRICT`,
      // What the issuer last published, so that it is known without a line.
      "CREATE TABLE published (name TEXT PRIMARY KEY, at INTEGER NOT NULL, value TEXT NOT NULL) STRICT",
      // Identity checks at collection, until the issuer has them.
      `CREATE TABLE collections (
         packet_id TEXT PRIMARY KEY,
         statement TEXT NOT NULL,
         sent_at INTEGER
       ) STRICT`,
    ],
  },
  {
    number: 7,
    statements: [
      // Numbers that were given to sessions of which nothing is left, until the issuer has heard it.
      "CREATE TABLE voided (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, sent_at INTEGER) STRICT",
    ],
  },
  {
    number: 8,
    statements: [
      // Counters only, apart from every session. `period` is a day, or a month where a day would be one person.
      `CREATE TABLE figures (
         period TEXT NOT NULL,
         kind TEXT NOT NULL,
         name TEXT NOT NULL,
         value TEXT NOT NULL,
         number INTEGER NOT NULL,
         PRIMARY KEY (kind, period, name, value)
       ) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    number: 9,
    statements: [
      // Packets about which the issuer was asked in vain: when, so that they hold up no other.
      "CREATE TABLE unanswered (packet_id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL) STRICT",
    ],
  },
];
