import { nameIn, numberAt, type Explain } from "../../explain.ts";
import { COMMAND, PACKET, REPLY, START } from "./protocol.ts";

export const explain: Explain = ({ bytes }) => {
  if (bytes[0] !== START[0] || bytes[1] !== START[1] || bytes.length < 10) return undefined;
  const [kind, code] = [bytes[6] ?? 0, bytes[9] ?? 0];
  const length = (numberAt(bytes, 7, 2, "big") ?? 2) - 2;
  if (kind === PACKET.command) return `command ${nameIn(COMMAND, code)}`;
  if (kind === PACKET.acknowledge) return `acknowledged: ${nameIn(REPLY, code)}`;
  return `${kind === PACKET.last ? "last data" : "data"}, ${length} bytes`;
};
