/** THE list of the intake's schema changes: additive, numbered, never edited once released. */
import type { Migration } from "../base/migrate.ts";

export const intakeMigrations: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `CREATE TABLE packets (
         packet_id TEXT PRIMARY KEY,
         sha256 TEXT NOT NULL,
         size INTEGER NOT NULL,
         kiosk TEXT NOT NULL,
         sequence INTEGER NOT NULL,
         received_at INTEGER NOT NULL,
         receipt BLOB NOT NULL,
         status TEXT NOT NULL,
         status_since INTEGER NOT NULL,
         status_reason TEXT,
         UNIQUE (kiosk, sequence)
       ) STRICT`,
      `CREATE TABLE quarantine (
         packet_id TEXT NOT NULL,
         sha256 TEXT NOT NULL,
         kiosk TEXT NOT NULL,
         size INTEGER NOT NULL,
         first_at INTEGER NOT NULL,
         last_at INTEGER NOT NULL,
         times INTEGER NOT NULL,
         refused TEXT NOT NULL,
         reason TEXT NOT NULL,
         PRIMARY KEY (packet_id, sha256)
       ) STRICT`,
    ],
  },
  {
    number: 2,
    statements: [
      `CREATE TABLE statements (
         sha256 TEXT PRIMARY KEY,
         kiosk TEXT NOT NULL,
         received_at INTEGER NOT NULL,
         signed BLOB NOT NULL
       ) STRICT`,
      "CREATE TABLE voided (kiosk TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (kiosk, sequence)) STRICT",
    ],
  },
];
