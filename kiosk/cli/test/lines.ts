/** Lines of the trace as a scenario names them: one that could never come is a slip of the pen, and is refused. */
import { z } from "zod";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { SessionState } from "../../session/state.ts";

type Names<K extends string> = Readonly<Record<K, true>>;

const SCREENS: Names<Screen["kind"]> = {
  attract: true,
  closed: true,
  language: true,
  service: true,
  notice: true,
  consent: true,
  reference: true,
  payment: true,
  identifier: true,
  face: true,
  "face-review": true,
  finger: true,
  signature: true,
  "signature-review": true,
  paper: true,
  "paper-review": true,
  review: true,
  desk: true,
  sealing: true,
  ticket: true,
  status: true,
  thanks: true,
  wiped: true,
  paused: true,
};

const SESSIONS: Names<SessionState["kind"]> = {
  idle: true,
  reference: true,
  payment: true,
  identifier: true,
  consent: true,
  face: true,
  fingers: true,
  signature: true,
  documents: true,
  review: true,
  paused: true,
  "awaiting-control": true,
  sealing: true,
  ticket: true,
  ended: true,
};

const namesOf = (names: Names<string>): string => Object.keys(names).join(", ");
const either = (names: Names<string>): string => `(?:${Object.keys(names).join("|")})(?:[: ].*)?`;

const OTHERS = "(?:boot|desk|device|does|everybody|fault|line|log|program|sealed)(?: .*)?";

/** What may stand in a trace, or its beginning. */
export const lineSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(
    new RegExp(`^(?:screen ${either(SCREENS)}|session ${either(SESSIONS)}|${OTHERS})$`, "u"),
    `no line of a trace begins like this (kiosk test run --trace shows them); screens are ${namesOf(SCREENS)}, states of a session ${namesOf(SESSIONS)}`,
  );

/** A screen, as the trace names it after "screen", or its beginning; off: the program does not run. */
export const screenSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(
    new RegExp(`^(?:${either(SCREENS)}|overlay:.+|off)$`, "u"),
    `no screen is called this; there are ${namesOf(SCREENS)}`,
  );
