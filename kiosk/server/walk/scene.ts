/** What the parts of a walk share: the session's state, what the screen adds to it, and how both change. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Log } from "../../../api/base/log.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import type { LanguageOffer } from "../../../api/words/kiosk-http.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { AcquiredPart, SessionEffect, SessionInput, SessionState } from "../../session/state.ts";
import type { Ink } from "../ink.ts";
import type { Mirror } from "../mirror.ts";
import type { Pace } from "../pace.ts";
import type { Live, Presentation } from "../presentation.ts";
import type { Surroundings } from "../screen.ts";
import type { Station } from "../station.ts";
import type { ScreenPad } from "../strokes.ts";

export interface WalkOptions extends Surroundings {
  readonly station: Station;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Log;
  readonly pace: Pace;
  readonly languages: readonly LanguageOffer[];
  readonly mission: string;
  /** Stands in the mission's place where something must be known on every screen: a rehearsal. */
  readonly notice?: () => string | undefined;
  readonly virtual: boolean;
  /** Of this screen: what is drawn on it has a size. */
  readonly pixelsPerMm: number;
  /** How the screen is opened as a pad; absent: by its driver alone. */
  readonly screenPad?: ScreenPad;
  /** What this kiosk's service does not ask for; absent: nothing. */
  readonly without?: readonly AcquiredPart[];
  /** Told every step of the session before its effects are carried out. */
  readonly follow?: (step: SessionStep) => void;
}

export interface SessionStep {
  readonly before: SessionState;
  readonly after: SessionState;
  readonly effects: readonly SessionEffect[];
}

export interface Scene {
  readonly options: WalkOptions;
  readonly mirror: Mirror;
  readonly ink: Ink;
  readonly state: SessionState;
  readonly presentation: Presentation;
  /** Whose session it is, where that is known. */
  subject: Subject | undefined;
  screen(): Screen;
  /** Steps the session machine and carries out what it asks for. */
  input(input: SessionInput): void;
  /** Changes what the screen adds to the session. */
  present(change: (now: Presentation) => Presentation): void;
  /** As `present`, and nobody is told before the next change. */
  prepare(change: (now: Presentation) => Presentation): void;
  live(change: Partial<Live>): void;
  /** Somebody is there. */
  touch(): void;
  /** Our own mistakes end the program; they are not swallowed by a promise nobody waits for. */
  guard(work: Promise<void>): Promise<void>;
}

/** Whether the session still waits for that attempt. */
export const isCurrent = ({ state }: Scene, number: number): boolean =>
  "acquiring" in state && state.acquiring.number === number;

const uuidOf = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** RFC 9562, version 4, from the given source. */
export const newUuid = (random: RandomSource, label: string): string => uuidOf(random(label, 16));
