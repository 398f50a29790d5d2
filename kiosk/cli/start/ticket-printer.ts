/** `--printer`: which ticket printer, over which line. */
import { appendFile } from "node:fs/promises";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { discover, PRINTER_CLASS, transportOf } from "../../../drivers/discovery.ts";
import { networkLine, serialLine, usbLine, type PrinterLine } from "../../../drivers/printer/escpos/line.ts";
import { askStatus, DLE_EOT, FAULTLESS, type StatusKind } from "../../../drivers/printer/escpos/status.ts";
import { TransferFault } from "../../../drivers/transport/transport.ts";

/** Raw printing over TCP. */
const NETWORK_PORT = 9100;

const KINDS = Object.keys(DLE_EOT) as readonly StatusKind[];

/** Bytes into a file, for trying the slip: a file has paper always. */
export const fileLine = (file: string): PrinterLine => {
  let answer: number | undefined;
  return {
    write: async (data) => {
      const asked = KINDS.find((kind) => Buffer.from(askStatus(kind)).equals(data));
      if (asked === undefined) await appendFile(file, data);
      else answer = FAULTLESS[asked];
    },
    read: () =>
      answer === undefined
        ? Promise.reject(new TransferFault("timed-out", "a file was asked nothing"))
        : Promise.resolve(Uint8Array.of(answer)),
    drop: () => {
      answer = undefined;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

const pluggedLine = async (): Promise<PrinterLine> => {
  const found = (await discover()).find(
    ({ thing }) => thing.kind === "usb" && thing.identity.interfaceClass === PRINTER_CLASS,
  );
  if (found === undefined)
    throw new OutsideFault("device-missing", "No printer is found on USB; check its cable and switch it on.");
  const transport = await transportOf(found.thing, systemClock);
  if (transport.kind !== "usb") throw new OutsideFault("device-failed", "The printer is not on USB.");
  try {
    return usbLine(transport);
  } catch (error) {
    await transport[Symbol.asyncDispose]();
    throw error;
  }
};

/** Common ticket printers come set to this. */
const PRINTER_BAUD = 19_200;

const serialPrinter = async (node: string, baud: number): Promise<PrinterLine> => {
  const { openSerial } = await import("../../../drivers/transport/serial.ts");
  const serial = await openSerial(node, systemClock);
  await serial.configure({ baud, parity: "none", dataBits: 8 });
  return serialLine(serial);
};

/** Opened anew for each slip. Throws OutsideFault usage. */
export const printerLines = (wanted: string): (() => Promise<PrinterLine>) => {
  const [kind, ...rest] = wanted.split(":");
  const [first = "", second] = rest;
  if (kind === "usb" && rest.length === 0) return pluggedLine;
  if (kind === "serial" && first !== "" && /^\d{3,7}$/u.test(second ?? String(PRINTER_BAUD)))
    return () => serialPrinter(first, Number(second ?? PRINTER_BAUD));
  if (kind === "file" && first !== "") return () => Promise.resolve(fileLine(rest.join(":")));
  if (kind === "tcp" && first !== "" && /^\d{1,5}$/u.test(second ?? String(NETWORK_PORT)))
    return () => networkLine(first, Number(second ?? NETWORK_PORT), systemClock);
  throw new OutsideFault(
    "usage",
    `--printer "${wanted}" is not known; give usb, serial:PATH, serial:PATH:BAUD, tcp:HOST, tcp:HOST:PORT or file:PATH.`,
  );
};
