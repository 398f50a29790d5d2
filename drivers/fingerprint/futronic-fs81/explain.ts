import type { Explain } from "../../explain.ts";
import { COMMAND, HEIGHT, readGeometry, WIDTH } from "./protocol.ts";

const commandOf = (bytes: Uint8Array): string | undefined =>
  Object.entries(COMMAND).find(
    ([, known]) => known.length === bytes.length && known.every((byte, i) => byte === bytes[i]),
  )?.[0];

export const explain: Explain = ({ channel, direction, bytes }) => {
  if (channel !== "bulk" || bytes.length === 0) return undefined;
  if (direction === "out") return `command ${commandOf(bytes) ?? "unknown"}`;
  const geometry = readGeometry(bytes);
  if (geometry !== undefined) return `information: ${geometry.width} x ${geometry.height}`;
  return `${bytes.length} bytes${bytes.length >= WIDTH ? `, of a frame of ${WIDTH * HEIGHT}` : ""}`;
};
