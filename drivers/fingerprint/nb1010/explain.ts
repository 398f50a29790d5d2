import { nameIn, numberAt, type Explain } from "../../explain.ts";
import { COMMAND, FINGER_THRESHOLD, REPLY, ROWS_LENGTH } from "./protocol.ts";

export const explain: Explain = ({ channel, direction, bytes }) => {
  const [mark, code] = bytes;
  if (channel !== "bulk" || mark !== 0x80 || code === undefined) return undefined;
  if (direction === "out") return `command ${nameIn(COMMAND, code)}`;
  if (code === REPLY.rows && bytes.length >= ROWS_LENGTH) {
    const last = numberAt(bytes, 16, 4, "little");
    return `rows ${last === undefined ? "" : `${last - 1} and ${last}`}`;
  }
  const level = bytes[12] ?? 0;
  return code === REPLY.fingerLevel
    ? `finger level ${level}, ${level > FINGER_THRESHOLD ? "a finger" : "none"}`
    : `reply ${nameIn(REPLY, code)}`;
};
