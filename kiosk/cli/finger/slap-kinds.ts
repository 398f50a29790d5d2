/** Names of models/finger/slap's SLAPS, known without loading the engine: `kiosk --help` stays quick. */
import type { SLAPS } from "../../../models/finger/slap/segment.ts";

export type SlapKind = keyof typeof SLAPS;

export const SLAP_KINDS = [
  "right-four",
  "left-four",
  "two-thumbs",
  "two-indexes",
  "right-two",
  "left-two",
] as const satisfies readonly SlapKind[];
