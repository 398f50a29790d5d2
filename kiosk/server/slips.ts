/** The paper slip: what stands on it, and what the applicant is told of the printer. */
import { OutsideFault } from "../../api/base/faults.ts";
import { id, type Log } from "../../api/base/log.ts";
import type { SlipState, TicketView } from "../../api/words/kiosk-ticket.ts";
import type { PrinterTrouble } from "../../drivers/printer/escpos/status.ts";
import { TicketPrinter, type Paper, type TicketPart } from "../../drivers/printer/escpos/printer.ts";
import type { PrinterLine } from "../../drivers/printer/escpos/line.ts";

/** A sentence of the applicant's language by its key. */
export type Sayer = (language: string, key: string) => string;

export interface SlipPrinter {
  print(ticket: TicketView, language: string): Promise<Exclude<SlipState, "printing">>;
}

/** Printers of receipts know no joined letters: what is not Latin stands on the slip in the working language. */
const LATIN = /^[ -\u017F\u2019\u2013]*$/u;
const WORKING = "fr";

const partsOf = (ticket: TicketView, state: string, say: (key: string) => string): readonly TicketPart[] => [
  { kind: "heading", text: state },
  { kind: "text", text: ticket.mission },
  { kind: "rule" },
  { kind: "code", text: `TICKET:${ticket.number}` },
  { kind: "heading", text: ticket.number },
  { kind: "pair", label: say("ticket-number"), value: ticket.date },
  { kind: "rule" },
  { kind: "text", text: say(ticket.next === "go-to-desk" ? "slip-desk" : "slip-news") },
];

/** What the applicant can understand of it; everything else is for staff. */
const TOLD: Partial<Record<PrinterTrouble, Exclude<SlipState, "printing" | "printed">>> = {
  "paper-out": "no-paper",
  "cover-open": "cover-open",
};

export interface SlipOptions {
  /** A line for each slip: a printer may have been switched off in between. */
  readonly open: () => Promise<PrinterLine>;
  readonly paper: Paper;
  /** Name of the State, above. */
  readonly state: string;
  readonly say: Sayer;
  readonly log: Log;
}

export const slipPrinter = ({ open, paper, state, say, log }: SlipOptions): SlipPrinter => ({
  print: async (ticket, language) => {
    try {
      await using printer = new TicketPrinter(await open(), paper);
      const { ready, trouble } = await printer.status();
      if (ready) {
        const line = (key: string) => {
          const own = say(language, key);
          return LATIN.test(own) ? own : say(WORKING, key);
        };
        await printer.print(partsOf(ticket, state, line));
        return "printed";
      }
      log.write("warn", "ticket printer", { trouble: id(trouble.join(" ")) });
      return trouble.map((one) => TOLD[one]).find((told) => told !== undefined) ?? "printer-trouble";
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("warn", "ticket printer", { code: id(error.code) });
      return "printer-trouble";
    }
  },
});
