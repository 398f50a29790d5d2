import { TransferFault } from "../../transport/transport.ts";
import type { Explain } from "../../explain.ts";
import { PACKET_LENGTH, readTouch, type TouchPacket } from "./protocol.ts";

const words = ({ kind, sequence, x, y, pressure, time }: TouchPacket): string => {
  switch (kind) {
    case "field":
      return `field of ${x} x ${y}, packet ${sequence}`;
    case "point":
      return `${pressure > 0 ? `contact, pressure ${pressure},` : "in the air"} at ${x}, ${y}, packet ${sequence}, after ${(time / 1000).toFixed(1)} ms`;
    default:
      return kind;
  }
};

/** Packets are handed in one by one; a cut one is said to be one. */
export const explain: Explain = ({ bytes }) => {
  if (bytes.length !== PACKET_LENGTH) return `${bytes.length} bytes of a packet`;
  try {
    return words(readTouch(bytes));
  } catch (error) {
    if (error instanceof TransferFault) return `no packet: ${error.message}`;
    throw error;
  }
};
