/** Records the printer's twin through the real driver, and prints on what was recorded. */
import { OutsideFault } from "../../api/base/faults.ts";
import { serialLine } from "../../drivers/printer/escpos/line.ts";
import { twinPrinter } from "../../drivers/printer/escpos/model.ts";
import { TicketPrinter, type TicketPart } from "../../drivers/printer/escpos/printer.ts";
import type { StatusKind } from "../../drivers/printer/escpos/status.ts";
import { recorderOf, type RecordingFiles } from "../../drivers/recorder.ts";
import type { PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { faulty, Injector } from "../../drivers/transport/faulty.ts";
import { ReplayClock } from "../../drivers/transport/replay-clock.ts";
import { SerialReplay } from "../../drivers/transport/replay-serial.ts";
import type { SerialEntry } from "../../drivers/transport/serial-recording.ts";
import type { SerialTransport, Transport } from "../../drivers/transport/transport.ts";

const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
export const TICKET: readonly TicketPart[] = [
  { kind: "heading", text: "REÇU" },
  { kind: "pair", label: "Dossier", value: "K17-000042" },
  { kind: "rule" },
  { kind: "code", text: "K17-000042" },
];

/** What became of a ticket: on paper, or why not, in the words that an operator reads. */
export type Printed =
  | { readonly outcome: "captured" }
  | { readonly outcome: "failed"; readonly words: string };

const printOn = async (transport: Transport): Promise<Printed> => {
  if (transport.kind !== "serial") throw new Error(transport.kind);
  await using printer = new TicketPrinter(serialLine(transport), { columns: 42 });
  try {
    await printer.print(TICKET);
    return { outcome: "captured" };
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return { outcome: "failed", words: error.message };
  }
};

/** One ticket on a printer that answers so. */
export const recordPrinter = async (
  status: Partial<Record<StatusKind, number>> = {},
): Promise<{
  readonly files: RecordingFiles;
  readonly entries: readonly SerialEntry[];
  readonly printed: Printed;
}> => {
  const clock = new ReplayClock(0);
  const twin = twinPrinter(clock);
  await twin.transport.configure(LINE);
  twin.set(status);
  const recorder = recorderOf(twin.transport, clock, { id: "escpos", matches: [] });
  const printed = await printOn(recorder.transport);
  const recording = recorder.recording();
  if (recording.kind !== "serial") throw new Error(recording.kind);
  return { files: recorder.files(), entries: recording.dialogue, printed };
};

export interface PrintTrial {
  readonly printed: Printed;
  readonly transfers: number;
  /** On the replay's clock. */
  readonly took: number;
}

export const printRecorded = async (
  entries: readonly SerialEntry[],
  faults: readonly PlannedFault[] = [],
): Promise<PrintTrial> => {
  const clock = new ReplayClock(0);
  const injector = new Injector(faults, clock);
  const replay: SerialTransport = new SerialReplay("/dev/twin", entries, clock);
  const printed = await printOn(faulty(replay, injector));
  return { printed, transfers: injector.transfers, took: clock.now() };
};
