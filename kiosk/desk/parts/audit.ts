/** The audit chain as people read it: newest first, in pages; verified on demand; all of it as CSV. */
import { z } from "zod";
import { integer, text, type Database } from "../../../api/base/sqlite.ts";
import { csvOf } from "../csv.ts";
import { does, gives, reads, type DeskPart } from "../part.ts";
import type { Audit } from "../../audit/audit.ts";

const PAGE = 50;

const entries = async (database: Database, before: number, limit: number) =>
  (
    await database.all(
      "SELECT number, at, event, fields FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
      before,
      limit,
    )
  ).map((row) => ({
    number: integer(row, "number"),
    at: integer(row, "at"),
    event: text(row, "event"),
    fields: JSON.parse(text(row, "fields")) as Readonly<Record<string, unknown>>,
  }));

export const auditPart = ({ audit, database }: { audit: Audit; database: Database }): DeskPart => ({
  reads: {
    list: reads(
      "operators",
      z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
      async ({ before }) => ({
        head: await audit.head(),
        entries: await entries(database, before ?? Number.MAX_SAFE_INTEGER, PAGE),
      }),
    ),
  },
  files: {
    csv: gives("operators", z.strictObject({}), async () => {
      const all = await entries(database, Number.MAX_SAFE_INTEGER, 1_000_000);
      const rows = all.map(({ number, at, event, fields }) => [
        number,
        new Date(at).toISOString(),
        event,
        JSON.stringify(fields),
      ]);
      return {
        mediaType: "text/csv",
        name: "audit.csv",
        bytes: csvOf(["number", "at", "event", "fields"], rows),
      };
    }),
  },
  acts: { verify: does("operators", z.strictObject({}), () => audit.verify()) },
});
