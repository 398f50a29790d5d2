/** THE list of the PostgreSQL schema's changes: additive, numbered, never edited once released. */
import type { Migration } from "../base/migrate.ts";

export const postgresMigrations: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `CREATE TABLE packets (
         packet_id TEXT PRIMARY KEY,
         sha256 TEXT NOT NULL,
         size BIGINT NOT NULL,
         kiosk TEXT NOT NULL,
         sequence BIGINT NOT NULL,
         received_at BIGINT NOT NULL,
         receipt BYTEA NOT NULL,
         status TEXT NOT NULL,
         status_since BIGINT NOT NULL,
         status_reason TEXT,
         UNIQUE (kiosk, sequence)
       )`,
      `CREATE TABLE quarantine (
         packet_id TEXT NOT NULL,
         sha256 TEXT NOT NULL,
         kiosk TEXT NOT NULL,
         size BIGINT NOT NULL,
         first_at BIGINT NOT NULL,
         last_at BIGINT NOT NULL,
         times BIGINT NOT NULL,
         refused TEXT NOT NULL,
         reason TEXT NOT NULL,
         PRIMARY KEY (packet_id, sha256)
       )`,
      `CREATE TABLE statements (
         sha256 TEXT PRIMARY KEY,
         kiosk TEXT NOT NULL,
         received_at BIGINT NOT NULL,
         signed BYTEA NOT NULL
       )`,
      "CREATE TABLE voided (kiosk TEXT NOT NULL, sequence BIGINT NOT NULL, PRIMARY KEY (kiosk, sequence))",
    ],
  },
];
