import type { Explain } from "../../explain.ts";
import { readPacket, TopazSplitter } from "./protocol.ts";

/** A chunk of the line holds several packets, or parts of some. */
export const explain: Explain = ({ direction, bytes }) => {
  if (direction === "out" || bytes.length === 0) return undefined;
  const splitter = new TopazSplitter();
  const packets = splitter.push(bytes).map((packet) => readPacket(packet, 0));
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
