import type { Explain } from "../../explain.ts";
import { readPacket, TopazSplitter } from "./protocol.ts";

/** A chunk of the line holds several packets, or parts of some. */
export const explain: Explain = ({ direction, bytes }) => {
  if (direction === "out" || bytes.length === 0) return undefined;
  // Format 1 comes over seven data bits: no byte of it has the eighth.
  const format = bytes.some((byte) => (byte & 0x80) !== 0) ? 0 : 1;
  const splitter = new TopazSplitter(format);
  const packets = splitter.push(bytes).map((packet) => readPacket(packet, format));
  const [first] = packets;
  if (packets.length === 0) return `${bytes.length} bytes of a packet`;
  const said =
    first === undefined
      ? "no packet"
      : first.kind === "position"
        ? `pen ${first.down ? "down" : "near"} at ${first.x}, ${first.y}`
        : first.kind;
  return packets.length > 1 ? `${said}, and ${packets.length - 1} packets more` : said;
};
