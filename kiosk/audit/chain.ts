/**
 * The audit chain: each entry carries the hash of the one before, so that a removed, changed or reordered entry shows.
 * Fields are log fields: ids, codes and numbers, nothing personal.
 */
import { createHash } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import type { LogFields } from "../../api/base/log.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export interface AuditEntry {
  /** From 1, without gaps. */
  readonly number: number;
  readonly at: Milliseconds;
  readonly event: string;
  /** Canonical JSON of the fields, exactly as hashed. */
  readonly fields: string;
  /** Hash of the entry before; of the first: GENESIS. */
  readonly previous: string;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

export const GENESIS = "0".repeat(64);

/** Keys in code-point order; the values are strings, finite numbers and booleans. */
export const canonicalFields = (fields: LogFields): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Hash of one entry: SHA-256 over the JSON array [number, at, event, fields, previous]. */
export const hashOf = ({ number, at, event, fields, previous }: Omit<AuditEntry, "hash">): string =>
  createHash("sha256")
    .update(JSON.stringify([number, at, event, fields, previous]))
    .digest("hex");

export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}
export const EMPTY: ChainHead = { number: 0, hash: GENESIS };

export const follow = (head: ChainHead, at: Milliseconds, event: string, fields: LogFields): AuditEntry => {
  const entry = {
    number: head.number + 1,
    at,
    event,
    fields: canonicalFields(fields),
    previous: head.hash,
  };
  return { ...entry, hash: hashOf(entry) };
};

/** The head after `entry`, or signature-invalid naming the entry that does not fit. */
export const check = (head: ChainHead, entry: AuditEntry): ChainHead => {
  const refuse = (why: string): never => {
    throw new OutsideFault(
      "signature-invalid",
      `audit entry ${entry.number}: ${why}; the log was changed, keep the machine as it is and call the supervisor`,
    );
  };
  if (entry.number !== head.number + 1) refuse(`entry ${head.number + 1} is missing`);
  if (entry.previous !== head.hash) refuse("it does not follow the entry before it");
  if (entry.hash !== hashOf(entry)) refuse("its content does not have its hash");
  return { number: entry.number, hash: entry.hash };
};
