import { nameIn, numberAt, type Explain } from "../../explain.ts";
import { COMMAND, PACKET_LENGTH, PARAMETER, RESULT, START } from "./protocol.ts";

export const explain: Explain = ({ direction, bytes }) => {
  const [start, command] = bytes;
  if (start !== START[0] || command === undefined || bytes.length < PACKET_LENGTH)
    return direction === "in" && bytes.length > 0 ? `${bytes.length} bytes of a picture` : undefined;
  const [size, flag] = [numberAt(bytes, 6, 4, "little") ?? 0, bytes[10] ?? 0];
  const reading = command === COMMAND.readParameter || command === COMMAND.writeParameter;
  const what = `${nameIn(COMMAND, command)}${reading ? ` ${nameIn(PARAMETER, flag)}` : ""}`;
  if (direction === "out") return `command ${what}`;
  return `${nameIn(COMMAND, command)}: ${nameIn(RESULT, flag)}${size > 0 ? `, ${size} bytes follow` : ""}`;
};
