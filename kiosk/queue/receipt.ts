/** The one gate before an erasure: a receipt counts only for the very packet it names, in every field. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { ReceiptChecker } from "../../api/issuance/contract.ts";
import type { ReceiptStatement } from "../../api/words/issuance.ts";

export interface Expected {
  readonly packetId: string;
  readonly sha256: string;
  readonly size: number;
}

/** Throws OutsideFault receipt-invalid unless the receipt is genuine and speaks of exactly this packet. */
export const verifyReceipt = async (
  checker: ReceiptChecker,
  receipt: Uint8Array,
  expected: Expected,
): Promise<ReceiptStatement> => {
  const statement = await checker.check(receipt);
  for (const field of ["packetId", "sha256", "size"] as const)
    if (statement[field] !== expected[field])
      throw new OutsideFault(
        "receipt-invalid",
        `The receipt for packet ${expected.packetId} speaks of another ${field}; nothing is erased, call the backend's operator.`,
      );
  return statement;
};
