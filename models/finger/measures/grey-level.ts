import { meanOverPrint, NO_PRINT, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 mean grey level of the print; best in the middle of the range. */
export const greyLevel: FingerMeasure = {
  id: "grey-level",
  unit: "0 black .. 255 white, mean over the print",
  assess: ({ print, segmentation: { mask } }) => {
    const sum = meanOverPrint(mask, mask, (_value, at) => {
      const x = Math.min(print.width - 1, (at % mask.columns) * mask.cell + mask.cell / 2);
      const y = Math.min(print.height - 1, Math.floor(at / mask.columns) * mask.cell + mask.cell / 2);
      let total = 0;
      for (const dx of [-3, -1, 1, 3])
        for (const dy of [-3, -1, 1, 3])
          total += print.data[
            Math.min(print.height - 1, Math.max(0, y + dy)) * print.width +
              Math.min(print.width - 1, Math.max(0, x + dx))
          ] as number;
      return total / 16;
    });
    if (sum === undefined) return NO_PRINT;
    return {
      kind: "assessed",
      raw: sum,
      scalar: Math.round(100 * Math.max(0, 1 - Math.abs(sum - 140) / 115)),
    };
  },
};
