/**
 * A machine's clock that was set back: what began in a future that did not come begins now. Else nobody would be wiped
 * for as long as the clock went back. Pure; the same state where nothing is amiss.
 */
import type { Milliseconds } from "../../api/words/units.ts";
import type { Policy } from "./policy.ts";
import type { SessionState } from "./state.ts";

const HOUR_MS = 3_600_000;

/** The latest end of a wait for the desk that begins now. */
export const latestControl = (policy: Policy, at: Milliseconds): Milliseconds =>
  at + policy.control.hours * HOUR_MS;

const untouchedSince = (state: SessionState, at: Milliseconds): SessionState =>
  "data" in state && state.data.touchedAt > at ? { ...state, data: { ...state.data, touchedAt: at } } : state;

export const setBack = (policy: Policy, state: SessionState, at: Milliseconds): SessionState => {
  const touched = untouchedSince(state, at);
  if (touched.kind === "awaiting-control" && touched.until > latestControl(policy, at))
    return { ...touched, until: latestControl(policy, at) };
  if (touched.kind === "ticket" && touched.since > at) return { ...touched, since: at };
  if ("acquiring" in touched && touched.acquiring.since > at)
    return { ...touched, acquiring: { ...touched.acquiring, since: at } };
  return touched;
};
