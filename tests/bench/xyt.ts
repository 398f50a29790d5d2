/**
 * Minutiae as the public NIST matcher bozorth3 reads them: lines `x y theta quality`, NIST's internal form. Pixels at
 * 500 ppi from the bottom left; theta in whole degrees, counter-clockwise, out of the ridge ending, which is against
 * the direction of ISO/IEC 19794-2.
 */
import type { FingerTemplate } from "../../api/words/finger.ts";

const MATCHER_PPI = 500;

export const toXyt = ({ minutiae, height, ppi }: FingerTemplate): string => {
  const scale = MATCHER_PPI / ppi;
  return minutiae
    .map(({ x, y, angle, quality }) => {
      const theta = Math.round(angle + 180) % 360;
      return `${Math.round(x * scale)} ${Math.round((height - y) * scale)} ${theta} ${quality}\n`;
    })
    .join("");
};
