/** Outbox items as rows of the table `packets`. */
import { Bug } from "../../api/base/faults.ts";
import { blob, integer, optional, text, type Row, type SqlValue } from "../../api/base/sqlite.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Cause, PacketState } from "./states.ts";

export interface OutboxItem {
  readonly packetId: string;
  readonly sequence: number;
  /** Of the sealed packet, lower-case hex. */
  readonly sha256: string;
  /** Bytes of the sealed packet. */
  readonly size: number;
  readonly sealedAt: Milliseconds;
  readonly state: PacketState;
  /** When the packet came into its state. */
  readonly since: Milliseconds;
  /** Where an upload was begun. */
  readonly uploadUrl?: string;
  /** The verified receipt, as received. */
  readonly receipt?: Uint8Array;
}

const causeOf = (row: Row): Cause | undefined => {
  const code = optional(row, "cause_code", text);
  return code === undefined ? undefined : { code, sentence: optional(row, "cause", text) ?? "" };
};

const stateOf = (row: Row): PacketState => {
  const kind = text(row, "state");
  const attempts = integer(row, "attempts");
  const cause = causeOf(row);
  switch (kind) {
    case "waiting":
      return {
        kind,
        attempts,
        nextAttempt: integer(row, "next_attempt"),
        ...(cause === undefined ? {} : { cause }),
      };
    case "set-aside":
      return { kind, attempts, cause: cause ?? { code: "unknown", sentence: "" } };
    case "sending":
    case "receipted":
    case "erased":
      return { kind, attempts };
    default:
      throw new Bug(`packet state ${kind}`);
  }
};

export const itemOf = (row: Row): OutboxItem => {
  const uploadUrl = optional(row, "upload_url", text);
  const receipt = optional(row, "receipt", blob);
  return {
    packetId: text(row, "packet_id"),
    sequence: integer(row, "sequence"),
    sha256: text(row, "sha256"),
    size: integer(row, "size"),
    sealedAt: integer(row, "sealed_at"),
    state: stateOf(row),
    since: integer(row, "since"),
    ...(uploadUrl === undefined ? {} : { uploadUrl }),
    ...(receipt === undefined ? {} : { receipt }),
  };
};

/** state, attempts, next_attempt, cause_code, cause: in this order. */
export const stateColumns = (state: PacketState): readonly SqlValue[] => {
  const cause = "cause" in state ? state.cause : undefined;
  return [
    state.kind,
    state.attempts,
    state.kind === "waiting" ? state.nextAttempt : null,
    cause?.code ?? null,
    cause?.sentence.slice(0, 1000) ?? null,
  ];
};
