/** When a session's log is to be written, and with what: what its steps told is kept in its data. */
import type { Data, EndReason, SessionEffect, SessionState } from "../state.ts";
import { told } from "../steps.ts";

export interface Ending {
  readonly data: Data;
  readonly end: EndReason | "awaiting-control";
}

const dataIn = (state: SessionState): Data | undefined => ("data" in state ? state.data : undefined);

const endIn = (effects: readonly SessionEffect[]): Ending["end"] | undefined => {
  for (const effect of effects) {
    if (effect.kind === "wipe") return effect.reason;
    if (effect.kind === "park") return "awaiting-control";
  }
  return undefined;
};

/** Before the effects are carried out, so that what was examined is still there. An ending: write its log now. */
export const endingOf = (
  before: SessionState,
  next: SessionState,
  effects: readonly SessionEffect[],
): Ending | undefined => {
  const end = endIn(effects);
  if (end === undefined) return undefined;
  const left = dataIn(before);
  const data = dataIn(next) ?? (left === undefined ? undefined : told(left, effects));
  return data === undefined ? undefined : { data, end };
};
