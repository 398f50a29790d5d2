/** What of a session only its steps tell, collected for its log: what was shown, what was discarded, how it ended. */
import type { Data, EndReason, Message, SessionEffect, SessionState } from "../state.ts";

export interface Ending {
  readonly data: Data;
  readonly end: EndReason | "awaiting-control";
  readonly shown: readonly Message[];
  readonly discarded: ReadonlySet<number>;
}

interface Collected {
  readonly shown: Message[];
  readonly discarded: Set<number>;
}

const dataIn = (state: SessionState): Data | undefined => ("data" in state ? state.data : undefined);

const endIn = (effects: readonly SessionEffect[]): Ending["end"] | undefined => {
  for (const effect of effects) {
    if (effect.kind === "wipe") return effect.reason;
    if (effect.kind === "park") return "awaiting-control";
  }
  return undefined;
};

/** Follows any number of sessions, each by its packet; whoever drives them tells it every step. */
export class Logbook {
  readonly #sessions = new Map<string, Collected>();

  /** Before the effects are carried out, so that what was examined is still there. An ending: write its log now. */
  follow(before: SessionState, next: SessionState, effects: readonly SessionEffect[]): Ending | undefined {
    const data = dataIn(next) ?? dataIn(before);
    if (data === undefined) return undefined;
    const known = this.#sessions.get(data.packetId) ?? { shown: [], discarded: new Set<number>() };
    this.#sessions.set(data.packetId, known);
    for (const effect of effects) {
      if (effect.kind === "show") known.shown.push(effect.message);
      if (effect.kind === "discard") for (const number of effect.numbers) known.discarded.add(number);
    }
    const end = endIn(effects);
    if (end === undefined) return undefined;
    if (end !== "awaiting-control") this.#sessions.delete(data.packetId);
    return { data, end, shown: [...known.shown], discarded: new Set(known.discarded) };
  }
}
