/** Takes in what a kiosk tells beside packets: each statement verified, of the kiosk that speaks, and kept as it came. */
import type { Clock } from "../base/clock.ts";
import { OutsideFault } from "../base/faults.ts";
import { id, type Log } from "../base/log.ts";
import type { Refusal } from "../issuance/contract.ts";
import { readStatement, type Statement } from "../issuance/statements.ts";
import type { IntakeRecords } from "./records.ts";

export interface StatementParts {
  readonly records: IntakeRecords;
  /** DER: who certifies kiosks. */
  readonly trust: readonly Uint8Array[];
  readonly clock: Clock;
  readonly log: Log;
}

const refusal = (refused: Refusal["refused"], reason: string): Refusal => ({ refused, reason });

const carryOut = async (
  { records, clock }: StatementParts,
  statement: Statement,
): Promise<Refusal | undefined> => {
  if (statement.format === "void-numbers/1") return undefined;
  const { packetId, kiosk, outcome, by } = statement;
  const record = await records.find(packetId);
  if (record === undefined || record.kiosk !== kiosk)
    return refusal("packet-mismatch", "No packet of this kiosk is known under this id.");
  if (record.status !== "ready-to-collect" && record.status !== "collected")
    return refusal("packet-mismatch", `The document is ${record.status}, not ready to be collected.`);
  if (outcome === "matched") await records.setStatus(packetId, "collected", clock.now());
  else
    await records.setStatus(
      packetId,
      "ready-to-collect",
      clock.now(),
      `Operator ${by} could not match the person with the document.`,
    );
  return undefined;
};

/** Undefined: taken. `speaker`: whether the connection may speak for that kiosk. */
export const takeStatement = async (
  parts: StatementParts,
  signed: Uint8Array,
  mayBe: (kiosk: string) => boolean,
): Promise<Refusal | undefined> => {
  const { records, trust, clock, log } = parts;
  let statement: Statement;
  try {
    statement = readStatement(signed, trust);
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return refusal("signature-invalid", error.message.slice(0, 1000));
  }
  const { kiosk } = statement;
  if (!mayBe(kiosk)) return refusal("kiosk-unknown", "The certificate of this connection is another's.");
  const refused = await carryOut(parts, statement);
  if (refused !== undefined) return refused;
  const numbers = statement.format === "void-numbers/1" ? statement.numbers : [];
  await records.keepStatement({ kiosk, at: clock.now(), signed, numbers });
  log.write("info", "statement", { kiosk: id(kiosk), format: id(statement.format) });
  return undefined;
};
