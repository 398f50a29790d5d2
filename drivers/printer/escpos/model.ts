/** Behavioural twin of an ESC/POS printer: it keeps what was printed, and has whatever trouble it is given. */
import type { Clock } from "../../../api/base/clock.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import { FAULTLESS } from "./status.ts";
import type { StatusKind } from "./status.ts";

export interface PrinterTwin {
  readonly transport: SerialModel;
  /** Everything that was printed so far. */
  printed(): Uint8Array;
  /** From now on the printer answers so. */
  set(status: Partial<Record<StatusKind, number>>): void;
  /** Runs out of paper after this many more bytes. */
  paperFor(bytes: number): void;
}

const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
const KINDS: readonly StatusKind[] = ["printer", "offline", "error", "paper"];

export const twinPrinter = (clock: Clock): PrinterTwin => {
  const paper: number[] = [];
  let status: Record<StatusKind, number> = { ...FAULTLESS };
  let left = Infinity;
  const transport = new SerialModel(
    (send) => ({
      line: LINE,
      received(data) {
        const asked =
          data[0] === 0x10 && data[1] === 0x04 && data.length === 3 ? KINDS[(data[2] ?? 0) - 1] : undefined;
        if (asked) return send(Uint8Array.of(status[asked]));
        const taken = data.subarray(0, Math.min(data.length, left));
        paper.push(...taken);
        left -= data.length;
        if (left < 0) status = { ...status, printer: 0x1a, offline: 0x32, paper: 0x72 };
      },
    }),
    clock,
  );
  return {
    transport,
    printed: () => Uint8Array.from(paper),
    set: (change) => {
      status = { ...status, ...change };
    },
    paperFor: (bytes) => {
      left = bytes;
    },
  };
};
