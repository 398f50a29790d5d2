/** How sure a number is: one standard error in its own unit, from what is known of the picture at hand. */
import { readOff, type AnyRead } from "../measure.ts";
import type { StageSet } from "../stages/stage.ts";
import { CUES } from "./cues.ts";
import type { CueName } from "./reading.ts";

/** The cues that a number's uncertainty is made of; undefined where one of them is not known, or none is named. */
export const cuesOf = (
  of: AnyRead,
  set: StageSet,
): Readonly<Partial<Record<CueName, number>>> | undefined => {
  const found: Partial<Record<CueName, number>> = {};
  for (const name of Object.keys(of.unsure ?? {}) as CueName[]) {
    const cue = CUES[name](of, set);
    if (cue === undefined) return undefined;
    found[name] = cue;
  }
  return of.unsure === undefined ? undefined : found;
};

/** Undefined where nothing can be read, or where nobody knows how sure that is. */
export const uncertaintyOf = (of: AnyRead, set: StageSet): number | undefined => {
  if (typeof readOff(of, set) !== "number") return undefined;
  const cues = cuesOf(of, set);
  if (cues === undefined) return undefined;
  let squares = 0;
  for (const [name, factor] of Object.entries(of.unsure ?? {}))
    squares += (factor * (cues[name as CueName] ?? 0)) ** 2;
  return Math.sqrt(squares);
};
