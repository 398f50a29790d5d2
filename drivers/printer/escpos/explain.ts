import { hex, type Explain } from "../../explain.ts";
import { DLE_EOT, isStatus } from "./status.ts";

const [DLE, EOT] = [0x10, 0x04];
const LONGEST = 120;

/** ESC, FS and GS begin a command of at least one letter. */
const COMMANDS = new Set([0x1b, 0x1c, 0x1d]);
const [SPACE, TILDE] = [0x20, 0x7e];

/** What can be read of what is printed: letters and digits, without the commands between them. */
const readable = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (COMMANDS.has(byte)) at += 1;
    text += byte >= SPACE && byte <= TILDE ? String.fromCharCode(byte) : " ";
  }
  return text.replaceAll(/ +/gu, " ").trim().slice(0, LONGEST);
};

export const explain: Explain = ({ direction, bytes }) => {
  const [first = 0, second, asked] = bytes;
  if (direction === "out" && first === DLE && second === EOT) {
    const kind = Object.entries(DLE_EOT).find(([, number]) => number === asked)?.[0];
    return `status asked for: ${kind ?? hex(asked ?? 0)}`;
  }
  if (direction === "out") return `to print, ${bytes.length} bytes: ${readable(bytes)}`;
  return bytes.length === 1 && isStatus(first)
    ? `status ${hex(first)}`
    : `${bytes.length} bytes that are no status`;
};
