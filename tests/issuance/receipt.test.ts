import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { receiptChecker, receiptIssuer } from "../../api/issuance/receipt.ts";
import type { ReceiptStatement } from "../../api/words/issuance.ts";

const authority = specimenAuthority({ seed: "receipts" });
const { receipt, ca, kiosk } = authority;
const clock = new VirtualClock(Date.UTC(2026, 10, 21, 10));
const issuer = receiptIssuer(specimenSigner(receipt.key, [receipt.certificate, ca.certificate]), clock);
const statement: ReceiptStatement = {
  packetId: "5b0f2f0e-8a53-4d0c-9d0a-0d8f4a5f6b71",
  sha256: "ab".repeat(32),
  size: 12345,
  receivedAt: "2026-11-21T10:00:00.000Z",
  keyId: issuer.keyId,
  status: "received",
};

describe("receipts", () => {
  test("what was signed comes back, by the key itself or through its CA", async () => {
    const signed = await issuer.issue(statement);
    for (const trusted of [receipt.certificate, ca.certificate])
      expect(await receiptChecker([trusted]).check(signed)).toEqual(statement);
  });

  test("every changed byte is caught as receipt-invalid", async () => {
    const signed = await issuer.issue(statement);
    const checker = receiptChecker([ca.certificate]);
    for (let at = 0; at < signed.length; at += 1) {
      const changed = Uint8Array.from(signed);
      changed[at]! ^= 1 << (at % 8);
      await expect(checker.check(changed), `byte ${at}`).rejects.toMatchObject({ code: "receipt-invalid" });
    }
  });

  test("a stranger's receipt, another key's name, an unknown field: none is believed", async () => {
    const signed = await issuer.issue(statement);
    const stranger = specimenAuthority({ seed: "stranger" }).ca.certificate;
    await expect(receiptChecker([stranger]).check(signed)).rejects.toThrow(/does not chain/u);
    const other = await issuer.issue({ ...statement, keyId: "00" });
    await expect(receiptChecker([ca.certificate]).check(other)).rejects.toThrow(/another key/u);
    const byKiosk = receiptIssuer(specimenSigner(kiosk.key, [kiosk.certificate]), clock);
    await expect(receiptChecker([receipt.certificate]).check(await byKiosk.issue(statement))).rejects.toThrow(
      OutsideFault,
    );
  });
});
