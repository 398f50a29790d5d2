import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 ridge-valley uniformity: spread over the print of the share of ridge in each cell. */
export const ridgeValleyUniformity: FingerMeasure = {
  id: "ridge-valley-uniformity",
  unit: "0..0.5, standard deviation of the ridge share of cells of 1.6 mm",
  assess: ({ contrast: { signal }, segmentation: { mask } }) => {
    const cell = 4 * mask.cell;
    const shares: number[] = [];
    for (let top = 0; top + cell <= signal.height; top += cell)
      for (let left = 0; left + cell <= signal.width; left += cell) {
        const middle =
          Math.floor((top + cell / 2) / mask.cell) * mask.columns + Math.floor((left + cell / 2) / mask.cell);
        if (mask.data[middle] !== 1) continue;
        let ridge = 0;
        for (let y = top; y < top + cell; y += 1)
          for (let x = left; x < left + cell; x += 1)
            if ((signal.data[y * signal.width + x] as number) > 0) ridge += 1;
        shares.push(ridge / (cell * cell));
      }
    if (shares.length < 2) return NO_PRINT;
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
    return scaled(Math.sqrt(variance), 0.12, 0.02);
  },
};
