/** A person's prints, made when they are asked for. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { impression } from "../fingerprint/impression.ts";
import type { Impression, ImpressionOptions } from "../fingerprint/impression.ts";
import { masterPrint } from "../fingerprint/master.ts";
import type { MasterPrint } from "../fingerprint/master.ts";
import { SLAP_KINDS, makeSlap } from "../fingerprint/slap.ts";
import type { Slap, SlapOptions } from "../fingerprint/slap.ts";
import type { SyntheticFinger, SyntheticPerson } from "./person.ts";

/** Masters of the fingers seen last, about 1.5 MB each: both hands of whoever lays them down once more. */
const kept = new Map<string, MasterPrint>();
const KEPT = 10;

export const masterOf = ({ seed, pattern, period, size, scars, creases }: SyntheticFinger): MasterPrint => {
  const options = { pattern, period, size, scars, creases };
  const key = JSON.stringify([seed, options]);
  const master = kept.get(key) ?? masterPrint(seed, options);
  kept.delete(key);
  kept.set(key, master);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? key);
  return master;
};

/** The four fingers of a hand laid down together; those that the person lacks are missing. */
export const slapOf = (person: SyntheticPerson, visit: string, options: SlapOptions): Slap => {
  const masters = SLAP_KINDS.flatMap((kind) => {
    const which = person.fingers[`${options.hand}-${kind}`];
    return which.kind === "present" ? [[kind, masterOf(which.finger)] as const] : [];
  });
  return makeSlap(Object.fromEntries(masters), visit, options);
};

/** One impression of that finger; `visit` tells impressions apart. Undefined where the person lacks the finger. */
export const printOf = (
  person: SyntheticPerson,
  position: FingerPosition,
  visit: string,
  options: ImpressionOptions,
): Impression | undefined => {
  const which = person.fingers[position];
  if (which.kind === "missing") return undefined;
  const condition = { ...which.finger.condition, ...options.condition };
  return impression(masterOf(which.finger), visit, { ...options, condition });
};
