import { expect, test } from "vitest";
import type { Try } from "../../../kiosk/session/acquire.ts";
import type { Policy } from "../../../kiosk/session/policy.ts";
import { enrolmentRecord, type RecordContext } from "../../../kiosk/session/run/record.ts";
import type { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import type { Data } from "../../../kiosk/session/state.ts";
import { adult } from "../../formats/sample-record.ts";

const tried = (number: number, target: Try["target"]): Try => ({
  number,
  target,
  startedAt: number,
  endedAt: number + 1,
  verdict: { kind: "rejected", reason: "x" },
});

test("an override stands at the attempt that was enrolled, with who and why", async () => {
  const tries = [tried(1, "face"), tried(2, "face"), tried(3, "left-index"), tried(4, "left-index")];
  const data = {
    packetId: "p",
    consent: { textVersion: "1", language: "fr", at: 0 },
    tries,
    face: tries[1],
    fingers: [{ position: "left-index", chosen: tries[3] }],
    missing: [],
    overrides: [
      { part: "face", by: "awa", reason: "a scar", at: 9 },
      { part: "fingers", by: "sita", reason: "worn ridges", at: 11 },
    ],
    startedAt: 0,
  } as unknown as Data;
  const { subject, kiosk } = await adult();
  const context = {
    process: "new-passport",
    subject,
    kiosk,
    devices: [],
    deviceOf: () => ({ driver: "x", make: "", model: "" }),
    policy: { id: "a", version: "1", sha256: "0" } as Policy,
    people: [{ id: "sita", role: "supervisor" }],
    paymentReference: "PAY-1",
  } as unknown as RecordContext;
  const box = { checks: () => [], enrolled: () => undefined } as unknown as SampleBox;
  const record = enrolmentRecord(data, box, context);
  expect(record.attempts.map(({ override }) => override)).toEqual([
    undefined,
    { by: "awa", reason: "a scar", at: 9 },
    undefined,
    { by: "sita", reason: "worn ridges", at: 11 },
  ]);
  expect(record.operators).toEqual([
    { id: "sita", role: "supervisor" },
    { id: "awa", role: "operator" },
  ]);
  expect(record.paymentReference).toBe("PAY-1");
  expect(record).not.toHaveProperty("people");
});
