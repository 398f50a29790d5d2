/** What the intake remembers, behind a port: SQLite here, PostgreSQL elsewhere. */
import type { PacketStatus } from "../words/issuance.ts";
import type { Milliseconds } from "../words/units.ts";
import type { Refusal, RefusalCode, StatusReply } from "../issuance/contract.ts";

export interface PacketRecord {
  readonly packetId: string;
  readonly sha256: string;
  readonly size: number;
  readonly kiosk: string;
  readonly sequence: number;
  readonly receivedAt: Milliseconds;
  /** DER, as first issued; every later question gets these bytes. */
  readonly receipt: Uint8Array;
  readonly status: PacketStatus;
  readonly statusSince: Milliseconds;
  readonly statusReason?: string;
}

/** What a kiosk that asks is answered. */
export const statusReply = ({ packetId, status, statusSince, statusReason }: PacketRecord): StatusReply => ({
  packetId,
  status,
  since: new Date(statusSince).toISOString(),
  ...(statusReason === undefined ? {} : { reason: statusReason }),
});

export interface Quarantined {
  readonly packetId: string;
  readonly sha256: string;
  readonly kiosk: string;
  readonly size: number;
  readonly firstAt: Milliseconds;
  readonly lastAt: Milliseconds;
  readonly times: number;
  readonly refused: RefusalCode;
  readonly reason: string;
}

/** Numbers missing between those that came; ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface KioskSummary {
  readonly kiosk: string;
  readonly packets: number;
  readonly highest: number;
  readonly gaps: readonly Gap[];
  /** Numbers that the kiosk has declared void: no packet will come under them. */
  readonly voided: readonly number[];
}

export interface KeptStatement {
  readonly kiosk: string;
  readonly at: Milliseconds;
  /** DER, as it came. */
  readonly signed: Uint8Array;
  /** Numbers that it declares void. */
  readonly numbers: readonly number[];
}

export interface IntakeRecords extends AsyncDisposable {
  find(packetId: string): Promise<PacketRecord | undefined>;
  /** The packet that holds this number of this kiosk. */
  holder(kiosk: string, sequence: number): Promise<string | undefined>;
  /** Durable when it resolves. A packet id, or a kiosk's number, twice is our own mistake. */
  keep(record: PacketRecord): Promise<void>;
  setStatus(packetId: string, status: PacketStatus, at: Milliseconds, reason?: string): Promise<void>;
  quarantine(
    packet: Pick<Quarantined, "packetId" | "sha256" | "kiosk" | "size">,
    refusal: Refusal,
    at: Milliseconds,
  ): Promise<void>;
  quarantined(packetId: string, sha256: string): Promise<Quarantined | undefined>;
  allQuarantined(): Promise<readonly Quarantined[]>;
  release(packetId: string, sha256: string): Promise<void>;
  /** Durable when it resolves; the same again changes nothing. */
  keepStatement(statement: KeptStatement): Promise<void>;
  kiosks(): Promise<readonly KioskSummary[]>;
}
