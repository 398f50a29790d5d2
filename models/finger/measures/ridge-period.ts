import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Half of all periods lie on each side of this. */
const USUAL = 9;

/** Ridge to ridge over the print, sure places counting most. Outside what skin has, the stated resolution is not true. */
export const ridgePeriod: FingerMeasure = {
  id: "ridge-period",
  unit: "pixels at 500 ppi, mean over the print",
  assess: ({ frequency: { period, periodicity }, segmentation }) => {
    if (segmentation.area === 0) return NO_PRINT;
    let [waves, weight] = [0, 0];
    for (let at = 0; at < period.data.length; at += 1) {
      const sure = (periodicity.data[at] as number) ** 2;
      waves += sure / (period.data[at] as number);
      weight += sure;
    }
    if (waves === 0) return NO_PRINT;
    const mean = weight / waves;
    return { ...scaled(Math.abs(Math.log2(mean / USUAL)), 1, 0.2), raw: mean };
  },
};
