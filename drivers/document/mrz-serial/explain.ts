import type { Explain } from "../../explain.ts";
import { zoneOf } from "./protocol.ts";

/** Lines as text; a chunk need not be a whole one. */
export const explain: Explain = ({ direction, bytes }) => {
  if (direction === "out" || bytes.length === 0) return undefined;
  const text = Buffer.from(bytes).toString("latin1");
  const zones = text.split(/[\r\n]+/u).filter((line) => zoneOf(line) !== undefined).length;
  return zones > 0 ? `${zones} MRZ ${zones === 1 ? "line" : "lines"}` : `${bytes.length} characters`;
};
