/** A person's prints, made when they are asked for. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import { impression } from "../fingerprint/impression.ts";
import type { Impression, ImpressionOptions } from "../fingerprint/impression.ts";
import { masterPrint } from "../fingerprint/master.ts";
import type { MasterPrint } from "../fingerprint/master.ts";
import type { SyntheticFinger, SyntheticPerson } from "./person.ts";

/** Masters of the fingers seen last: a finger is often laid down twice in a row. */
const kept = new Map<string, MasterPrint>();
const KEPT = 4;

export const masterOf = ({ seed, pattern, period, size, scars, creases }: SyntheticFinger): MasterPrint => {
  const options = { pattern, period, size, scars, creases };
  const key = JSON.stringify([seed, options]);
  const master = kept.get(key) ?? masterPrint(seed, options);
  kept.delete(key);
  kept.set(key, master);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? key);
  return master;
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
