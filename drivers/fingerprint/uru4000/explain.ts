import { hex, nameIn, numberAt, type Explain } from "../../explain.ts";
import { EVENT, HEADER_LENGTH, MODE, PICTURE_WIDTH, REGISTER, REGISTER_REQUEST } from "./protocol.ts";

const register: Explain = ({ direction, setup, bytes }) => {
  if (setup?.[1] !== REGISTER_REQUEST) return undefined;
  const number = numberAt(setup, 2, 2, "little") ?? 0;
  const name = nameIn(REGISTER, number, 4);
  const value = bytes[0];
  if (direction === "in")
    return bytes.length === 0
      ? `read ${name}`
      : `read ${name}: ${bytes.length === 1 ? hex(value ?? 0) : `${bytes.length} bytes`}`;
  if (number === REGISTER.mode && value !== undefined) return `mode: ${nameIn(MODE, value)}`;
  return `write ${name}: ${value !== undefined && bytes.length === 1 ? hex(value) : `${bytes.length} bytes`}`;
};

export const explain: Explain = (message) => {
  const { channel, direction, bytes } = message;
  if (channel === "control") return register(message);
  if (direction === "out" || bytes.length === 0) return undefined;
  if (channel === "interrupt") {
    const event = numberAt(bytes, 0, 2, "big");
    return event === undefined ? undefined : `event: ${nameIn(EVENT, event, 4)}`;
  }
  const lines = numberAt(bytes, 4, 2, "little");
  return bytes.length > HEADER_LENGTH && lines !== undefined && lines <= 290
    ? `picture: ${lines} lines of ${PICTURE_WIDTH}, key ${bytes[6] ?? 0}`
    : `picture, ${bytes.length} bytes more`;
};
