/** What is known of a device, in words: resolution, area, depth, attack detection. What is not known is said to be so. */
import type { DeviceFeatures } from "../../../api/words/device.ts";

/** A camera's and a pad's resolution depend on the scene or come from the device itself. */
const scannerFacts = ({ ppi, areaMm }: DeviceFeatures): readonly string[] => [
  ppi === undefined ? "native dpi not known" : `${ppi} dpi`,
  areaMm === undefined ? "area not known" : `${areaMm.width} x ${areaMm.height} mm`,
];

export const factsOf = (features: DeviceFeatures): string =>
  [
    ...(features.characteristic === "finger" ? scannerFacts(features) : []),
    ...(features.sizeUnstated === true ? ["width named by the configuration (devices.padWidthMm)"] : []),
    ...(features.bitDepth === undefined ? [] : [`${features.bitDepth} bits`]),
    features.presentationAttackDetection
      ? "detects presentation attacks"
      : "no presentation-attack detection",
  ].join(", ");

/** The same for machines, with nothing left out that is known. */
export const factRow = (features: DeviceFeatures | undefined) => ({
  characteristic: features?.characteristic,
  ppi: features?.ppi,
  areaMm: features?.areaMm,
  sizeUnstated: features?.sizeUnstated,
  bitDepth: features?.bitDepth,
  presentationAttackDetection: features?.presentationAttackDetection,
  suitability: features?.suitability,
  evidence: features?.evidence,
  note: features?.note,
});
