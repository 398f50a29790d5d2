/** The audit chain as people read it: newest first, in pages; verified on demand; all of it as CSV. */
import { z } from "zod";
import { integer, text, type Database } from "../../../api/base/sqlite.ts";
import { csvOf } from "../csv.ts";
import { eventWords, fieldsWords } from "../journal.ts";
import type { Speeches } from "../speech.ts";
import { does, gives, reads, type DeskPart } from "../part.ts";
import type { Audit } from "../../audit/audit.ts";

const PAGE = 50;

/** For people; then, as they are chained, for programs. */
const HEADS = ["number", "at", "event", "details", "key", "raw"] as const;

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

export interface AuditParts {
  readonly audit: Audit;
  readonly database: Database;
  readonly speeches: Speeches;
}

export const auditPart = ({ audit, database, speeches }: AuditParts): DeskPart => ({
  reads: {
    list: reads(
      "operators",
      z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
      async ({ before }, { language }) => ({
        head: await audit.head(),
        entries: (await entries(database, before ?? Number.MAX_SAFE_INTEGER, PAGE)).map(
          ({ number, at, event, fields }) => ({
            number,
            at,
            event: eventWords(speeches[language], event),
            fields: fieldsWords(speeches[language], fields),
          }),
        ),
      }),
    ),
  },
  files: {
    csv: gives("operators", z.strictObject({}), async (_input, { language }) => {
      const speech = speeches[language];
      const all = await entries(database, Number.MAX_SAFE_INTEGER, 1_000_000);
      const rows = all.map(({ number, at, event, fields }) => [
        number,
        new Date(at).toISOString(),
        eventWords(speech, event),
        fieldsWords(speech, fields)
          .map(({ name, value }) => `${name}: ${value}`)
          .join("; "),
        event,
        JSON.stringify(fields),
      ]);
      const heads = HEADS.map((head) => speech.words(`journal-${head}`) ?? head);
      return { mediaType: "text/csv", name: "audit.csv", bytes: csvOf(heads, rows) };
    }),
  },
  acts: { verify: does("operators", z.strictObject({}), () => audit.verify()) },
});
