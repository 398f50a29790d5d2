/** Ticket printers: the applicant's receipt, on paper. The bytes are made by a kept library; what can go wrong is said in words. */
import ReceiptPrinterEncoder from "@point-of-sale/receipt-printer-encoder";
import { OutsideFault, never } from "../../../api/base/faults.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { PrinterLine } from "./line.ts";
import { DLE_EOT, askStatus, isStatus, readStatus } from "./status.ts";
import type { PrinterStatus, StatusKind } from "./status.ts";

/** What stands on a ticket, from top to bottom. */
export type TicketPart =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pair"; readonly label: string; readonly value: string }
  | { readonly kind: "rule" }
  | { readonly kind: "code"; readonly text: string };

export interface Paper {
  /** Characters a line: 42 on paper of 80 mm, 32 on 58 mm. */
  readonly columns: 32 | 42 | 48;
}

const STATUS_TIMEOUT = 800;
/** A ticket is on paper when the printer answers again after it. */
const PRINT_TIMEOUT = 15_000;

const wrapPair = (label: string, value: string, columns: number): string => {
  const gap = columns - label.length - value.length;
  return gap >= 1 ? `${label}${" ".repeat(gap)}${value}` : `${label}\n${value.padStart(columns)}`;
};

/** ESC/POS bytes of a ticket, cut at its end. */
export const encodeTicket = (parts: readonly TicketPart[], { columns }: Paper): Uint8Array => {
  const encoder = new ReceiptPrinterEncoder({ language: "esc-pos", columns });
  encoder.initialize().codepage("auto");
  for (const part of parts) {
    switch (part.kind) {
      case "heading":
        encoder.align("center").bold(true).line(part.text).bold(false).align("left");
        break;
      case "text":
        encoder.line(part.text);
        break;
      case "pair":
        encoder.line(wrapPair(part.label, part.value, columns));
        break;
      case "rule":
        encoder.rule();
        break;
      case "code":
        encoder.align("center").qrcode(part.text, { model: 2, size: 6, errorlevel: "m" }).align("left");
        break;
      default:
        never(part);
    }
  }
  return encoder.newline(3).cut().encode();
};

export class TicketPrinter implements AsyncDisposable {
  readonly #line: PrinterLine;
  readonly #paper: Paper;

  constructor(line: PrinterLine, paper: Paper) {
    this.#line = line;
    this.#paper = paper;
  }

  async #ask(kind: StatusKind, timeout: number): Promise<number> {
    await this.#line.drop();
    await this.#line.write(askStatus(kind));
    const answer = await this.#line.read(timeout);
    const status = answer.findLast(isStatus);
    if (status === undefined) throw new TransferFault("garbage", "the printer's answer is no status");
    return status;
  }

  /** A printer that does not answer is off: that is a status, not a fault. */
  async status(timeout = STATUS_TIMEOUT): Promise<PrinterStatus> {
    const bytes: Record<StatusKind, number> = { printer: 0, offline: 0, error: 0, paper: 0 };
    try {
      for (const kind of Object.keys(DLE_EOT) as StatusKind[]) bytes[kind] = await this.#ask(kind, timeout);
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      const words = "The ticket printer does not answer. Check that it is switched on and its cable is in.";
      return { ready: false, trouble: ["offline"], words };
    }
    return readStatus(bytes);
  }

  /** Resolves when the printer has taken the ticket and is well. Throws OutsideFault device-failed in words for an operator. */
  async print(parts: readonly TicketPart[]): Promise<PrinterStatus> {
    const before = await this.status();
    if (!before.ready) throw new OutsideFault("device-failed", before.words);
    try {
      await this.#line.write(encodeTicket(parts, this.#paper));
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      throw new OutsideFault(
        "device-failed",
        `The ticket was not printed (${error.message}). Check the printer.`,
        { cause: error },
      );
    }
    const after = await this.status(PRINT_TIMEOUT);
    if (!after.ready)
      throw new OutsideFault("device-failed", `The ticket was not printed whole. ${after.words}`);
    return after;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#line[Symbol.asyncDispose]();
  }
}
