import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { TicketView } from "../../../api/words/kiosk-ticket.ts";
import { serialLine } from "../../../drivers/printer/escpos/line.ts";
import { twinPrinter } from "../../../drivers/printer/escpos/model.ts";
import { fileLine, printerLines } from "../../../kiosk/cli/start/ticket-printer.ts";
import { sentences } from "../../../kiosk/server/languages.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { slipPrinter } from "../../../kiosk/server/slips.ts";
import { ticketOf } from "../../../kiosk/server/ticket.ts";
import { PageHand } from "./page-hand.ts";
import { playedKiosk } from "./played-kiosk.ts";

const say = await sentences(path.join(projectRoot, "kiosk/web/languages"));
const TICKET: TicketView = ticketOf("0d9c1b74-3a55-4a6e-9d51-9c1f0a6e7b21", "Ambassade", 0, "wait-for-news");
const rest = { paper: { columns: 42 }, state: "République du Mali", say, log: silentLog } as const;

const onTwin = () => {
  const twin = twinPrinter(systemClock);
  const open = async () => {
    await twin.transport.configure({ baud: 9600, parity: "none", dataBits: 8 });
    return serialLine(twin.transport);
  };
  return { twin, printer: slipPrinter({ open, ...rest }) };
};

const nobody = () => Promise.reject(new OutsideFault("device-missing", "No printer."));

describe("the paper slip", () => {
  test.each(["fr", "en", "ar"])("has the number, its symbol and what to do, in %s", async (language) => {
    const { twin, printer } = onTwin();
    expect(await printer.print(TICKET, language)).toBe("printed");
    const paper = Buffer.from(twin.printed()).toString("latin1");
    expect(paper).toContain(TICKET.number);
    expect(paper).toContain(`TICKET:${TICKET.number}`);
    expect(paper).toContain(language === "en" ? "Keep this ticket" : "Gardez ce ticket");
    expect(paper).toContain("Ambassade");
  });

  test.each([
    ["no-paper", { paper: 0x72 }],
    ["cover-open", { offline: 0x16 }],
    ["printer-trouble", { error: 0x1a }],
  ] as const)("%s is said in words and stops nothing", async (told, trouble) => {
    const { twin, printer } = onTwin();
    twin.set(trouble);
    expect(await printer.print(TICKET, "fr")).toBe(told);
    expect(twin.printed()).toHaveLength(0);
    twin.set({ paper: 0x12, offline: 0x12, error: 0x12 });
  });

  test("a printer that is not there is trouble, not the end", async () => {
    expect(await slipPrinter({ open: nobody, ...rest }).print(TICKET, "fr")).toBe("printer-trouble");
  });

  test("--printer names a line, or is refused", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "slip-"));
    try {
      const file = path.join(folder, "slip.bin");
      const printer = slipPrinter({ open: printerLines(`file:${file}`), ...rest });
      expect(await printer.print(TICKET, "fr")).toBe("printed");
      expect(readFileSync(file, "latin1")).toContain(TICKET.number);
      await expect(fileLine(file).read(1)).rejects.toThrow("asked nothing");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    for (const wrong of ["lpt1", "tcp:", "tcp:host:port", "file:", "usb:1"])
      expect(() => printerLines(wrong)).toThrow("--printer");
  });
});

type Ticket = Extract<Screen, { kind: "ticket" }>;

describe("the ticket step", () => {
  test("prints by itself; without paper the screen stands in and prints again on request", async () => {
    await using kiosk = await playedKiosk({ slips: ["no-paper", "printed"] });
    const hand = new PageHand(kiosk.walk);
    await hand.begin();
    await hand.keepAll();
    await hand.send({ kind: "confirm" });
    await hand.until<Ticket>("ticket", ({ slip }) => slip === "no-paper");
    await hand.send({ kind: "print" });
    const again = await hand.until<Ticket>("ticket", ({ slip }) => slip !== "printing");
    expect(again.slip).toBe("printed");
  });

  test("without a printer nothing is said of paper", async () => {
    await using kiosk = await playedKiosk();
    const hand = new PageHand(kiosk.walk);
    await hand.begin();
    await hand.keepAll();
    await hand.send({ kind: "confirm" });
    expect((await hand.until<Ticket>("ticket")).slip).toBeUndefined();
  });
});
