/** What the issuer's staff ask of and tell the intake's records, beside a running intake or without one. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Gap, IntakeRecords } from "../../../api/intake/records.ts";
import { packetIdSchema, statusSchema } from "../../../api/issuance/contract.ts";
import type { Terminal } from "../terminal.ts";

const gapWords = ({ from, to }: Gap): string => (from === to ? String(from) : `${from}-${to}`);

/** Every kiosk with the numbers that did not come: a packet on its way, or one that is lost. */
export const showKiosks = async (
  terminal: Terminal,
  records: IntakeRecords,
  json: boolean,
): Promise<void> => {
  const all = await records.kiosks();
  if (json) return terminal.print(JSON.stringify(all));
  if (all.length === 0) terminal.print("No packet has been received.");
  for (const { kiosk, packets, highest, gaps, voided } of all)
    terminal.print(
      `${kiosk.padEnd(24)} ${packets} packets up to number ${highest}; ${
        gaps.length === 0 ? "none missing" : `missing: ${gaps.map(gapWords).join(", ")}`
      }${voided.length === 0 ? "" : `; declared void: ${voided.join(", ")}`}`,
    );
};

const STATUSES = statusSchema.shape.status.options;

/** `given`: PACKET=STATUS. Throws OutsideFault usage or input-missing. */
export const tellStatus = async (
  terminal: Terminal,
  records: IntakeRecords,
  given: string,
  reason: string | undefined,
): Promise<void> => {
  const [id = "", word = ""] = given.split("=");
  const packetId = packetIdSchema.safeParse(id);
  const status = statusSchema.shape.status.safeParse(word);
  if (!packetId.success || !status.success)
    throw new OutsideFault("usage", `"${given}" is no status; give PACKET=${STATUSES.join("|")}.`);
  if ((status.data === "rejected") !== (reason !== undefined))
    throw new OutsideFault(
      "usage",
      "A rejection, and nothing else, has a --reason, which the applicant is told.",
    );
  if ((await records.find(packetId.data)) === undefined)
    throw new OutsideFault("input-missing", `No packet ${packetId.data} has been received.`);
  await records.setStatus(packetId.data, status.data, systemClock.now(), reason);
  terminal.print(`${packetId.data} is ${status.data}; its kiosk is told when it next asks.`);
};
