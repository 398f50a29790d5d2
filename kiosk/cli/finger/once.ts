/** "Compression once only, from the original": what a file that has lost detail already may not become. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { lossyCodingOf } from "../../../api/formats/lossy.ts";

/** Throws OutsideFault policy-refused for a file in a lossy coding; `remedy` ends the sentence. */
export const requireOriginal = (bytes: Uint8Array, name: string, remedy: string): void => {
  const coding = lossyCodingOf(bytes);
  if (coding !== undefined)
    throw new OutsideFault(
      "policy-refused",
      `${name} is compressed with loss already (${coding}), and a print is compressed with loss once only, from the original; ${remedy}.`,
    );
};
