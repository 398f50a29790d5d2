/** A field of a zone: what is given, then fillers. */
import { OutsideFault } from "../../base/faults.ts";

/** @throws OutsideFault input-malformed naming the field */
export const filled = (value: string, length: number, what: string): string => {
  if (!/^[A-Z0-9<]*$/u.test(value) || value.length > length)
    throw new OutsideFault(
      "input-malformed",
      `${what} "${value}" is not up to ${length} characters of A-Z and 0-9 (Doc 9303-4 4.2.2): correct it in the pre-registration.`,
    );
  return value.padEnd(length, "<");
};
