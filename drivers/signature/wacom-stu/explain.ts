import { TransferFault } from "../../transport/transport.ts";
import { nameIn, type Explain } from "../../explain.ts";
import { capability, information, LENGTH, readPenReport, REPORT, STATUS_CODES } from "./protocol.ts";

const fields = (id: number, bytes: Uint8Array): string | undefined => {
  switch (id) {
    case REPORT.status:
      return bytes.length === 0 ? undefined : nameIn(STATUS_CODES, bytes[0] ?? 0);
    case REPORT.information: {
      if (bytes.length !== LENGTH.information) return undefined;
      const { model, firmwareMajor, firmwareMinor } = information.decode(bytes);
      return `${model.replaceAll("\0", "")}, firmware ${firmwareMajor}.${firmwareMinor}`;
    }
    case REPORT.capability: {
      if (bytes.length !== LENGTH.capability) return undefined;
      const { maxX, maxY, maxPressure, screenWidth, screenHeight, rate } = capability.decode(bytes);
      return `${maxX} x ${maxY} units, ${maxPressure} pressures, screen ${screenWidth} x ${screenHeight}, ${rate} reports a second`;
    }
    default:
      return undefined;
  }
};

const penWords = (id: number, bytes: Uint8Array): string | undefined => {
  try {
    const pen = readPenReport(Uint8Array.of(id, ...bytes));
    if (pen === undefined) return undefined;
    const touch = pen.contact ? `down, pressure ${pen.pressure}` : pen.inRange ? "near" : "away";
    const when = pen.time === undefined ? "" : `, time ${pen.time}, sequence ${pen.sequence ?? ""}`;
    return `pen ${touch} at ${pen.x}, ${pen.y}${when}`;
  } catch (error) {
    if (error instanceof TransferFault) return "a damaged pen report";
    throw error;
  }
};

export const explain: Explain = ({ channel, number, bytes }) => {
  if (channel !== "hid" || number === undefined) return undefined;
  const pen = penWords(number, bytes);
  if (pen !== undefined) return pen;
  const more = fields(number, bytes);
  return `${nameIn(REPORT, number)}${more === undefined ? "" : `: ${more}`}`;
};
