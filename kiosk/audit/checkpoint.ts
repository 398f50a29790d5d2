/**
 * Signed checkpoints: the kiosk's key vouches for the head of the chain, so that a chain that was cut short, or written
 * anew from the beginning, shows. Each is CMS SignedData over canonical JSON; any CMS tool verifies it.
 */
import { z } from "zod";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Clock } from "../../api/base/clock.ts";
import { blob, integer, type Database } from "../../api/base/sqlite.ts";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import { signMessage } from "../../api/formats/cms/sign.ts";
import type { Signer } from "../../api/formats/cms/signer.ts";
import { checkChain, verifyMessage } from "../../api/formats/cms/verify.ts";
import { canonicalJson, parseCanonicalJson } from "../../api/formats/packet/canonical-json.ts";
import type { Audit } from "./audit.ts";
import type { ChainHead } from "./chain.ts";

const statementSchema = z.strictObject({
  format: z.literal("audit-checkpoint/1"),
  kiosk: z.string(),
  entries: z.int().min(1),
  head: z.string().regex(/^[0-9a-f]{64}$/u),
  at: z.iso.datetime(),
});
export type Checkpoint = z.infer<typeof statementSchema>;

export interface Vouched {
  readonly head: ChainHead;
  readonly checkpoints: number;
  /** The last entry that a checkpoint vouches for; 0: none does, and a log written anew would not show. */
  readonly upTo: number;
}

export interface Checkpoints {
  /** Signs the head as it is; undefined when nothing was written since the last one. */
  sign(signer: Signer): Promise<Checkpoint | undefined>;
  /**
   * Walks the chain and every checkpoint. Throws OutsideFault signature-invalid when the chain is shorter than, or
   * other than, a checkpoint says, or when a checkpoint is not signed under `trust` (DER).
   */
  verify(trust: readonly Uint8Array[]): Promise<Vouched>;
}

const refuse = (number: number, why: string): never => {
  throw new OutsideFault(
    "signature-invalid",
    `audit checkpoint at entry ${number}: ${why}; keep the machine as it is and call the supervisor`,
  );
};

/** The statement of a checkpoint whose signature holds. */
const verified = (signed: Uint8Array, trust: readonly Uint8Array[], number: number): Checkpoint => {
  const message = verifyMessage(signed, `audit checkpoint ${number}`);
  const anchors = trust.map((der) => readCertificate(der, "trusted certificate"));
  const at = message.signingTime ?? refuse(number, "no signing time");
  checkChain(message.signer, message.certificates, anchors, at, `audit checkpoint ${number}`);
  const parsed = statementSchema.safeParse(parseCanonicalJson(message.content, `audit checkpoint ${number}`));
  return parsed.success ? parsed.data : refuse(number, "its statement does not fit");
};

export const openCheckpoints = (
  database: Database,
  audit: Audit,
  clock: Clock,
  kiosk: string,
): Checkpoints => {
  const hashAt = async (number: number): Promise<string | undefined> => {
    const row = await database.get("SELECT hash FROM audit WHERE number = ?", number);
    return row === undefined ? undefined : String(row["hash"]);
  };
  return {
    sign: async (signer) => {
      const head = await audit.head();
      const last = await database.get("SELECT max(number) AS number FROM checkpoints");
      if (head.number === 0 || last?.["number"] === head.number) return undefined;
      const at = clock.now();
      const statement = {
        format: "audit-checkpoint/1" as const,
        kiosk,
        entries: head.number,
        head: head.hash,
        at: new Date(at).toISOString(),
      };
      const signed = await signMessage(
        {
          content: canonicalJson(statement),
          contentType: OID.data,
          detached: false,
          signingTime: at,
          certificates: signer.certificates,
        },
        signer,
      );
      await database.run(
        "INSERT INTO checkpoints (number, at, signed) VALUES (?, ?, ?)",
        head.number,
        at,
        signed,
      );
      return statement;
    },
    verify: async (trust) => {
      const head = await audit.verify();
      const rows = await database.all("SELECT number, signed FROM checkpoints ORDER BY number");
      for (const row of rows) {
        const number = integer(row, "number");
        const statement = verified(blob(row, "signed"), trust, number);
        if (statement.kiosk !== kiosk || statement.entries !== number)
          refuse(number, "it speaks of another chain");
        const hash = await hashAt(number);
        if (hash === undefined)
          refuse(number, `the chain ends at entry ${head.number}: entries were cut off`);
        if (hash !== statement.head) refuse(number, "the chain was written anew");
      }
      const last = rows.at(-1);
      return { head, checkpoints: rows.length, upTo: last === undefined ? 0 : integer(last, "number") };
    },
  };
};
