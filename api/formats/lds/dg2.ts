/** EF.DG2: the encoded face, one to nine times (Doc 9303-10 section 4.7.2). */
import { OutsideFault } from "../../base/faults.ts";
import { decode, encode, fields, tagged } from "../../bytes/der.ts";
import { groupOf, templateGroup, templatesOf, type BiometricTemplate } from "./biometric-template.ts";
import { DATA_GROUP_TAGS } from "./tags.ts";

const dg2 = tagged(DATA_GROUP_TAGS[2], "DG2", fields({ group: templateGroup }));

export const writeDg2 = (faces: readonly BiometricTemplate[]): Uint8Array =>
  encode(dg2, { group: groupOf("face", faces) });

/** @throws OutsideFault input-malformed */
export const readDg2 = (file: Uint8Array, label = "DG2"): readonly BiometricTemplate[] => {
  const faces = templatesOf("face", decode(dg2, file, label).group, label);
  if (faces.length === 0 || faces.length > 9)
    throw new OutsideFault(
      "input-malformed",
      `${label}: ${faces.length} faces where 1 to 9 are due (Doc 9303-10 table 45)`,
    );
  return faces;
};
