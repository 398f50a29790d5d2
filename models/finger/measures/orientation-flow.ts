import { meanOverPrint, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 orientation flow: how smoothly the unfiltered ridge direction turns from cell to cell. */
export const orientationFlow: FingerMeasure = {
  id: "orientation-flow",
  unit: "degrees of turn between neighbouring cells, mean over the print",
  assess: ({ first, segmentation }) => {
    const { cos2, sin2 } = first;
    const turn = (a: number, b: number) => {
      const cos =
        (cos2.data[a] as number) * (cos2.data[b] ?? 0) + (sin2.data[a] as number) * (sin2.data[b] ?? 0);
      return (Math.acos(Math.min(1, Math.max(-1, cos))) * 90) / Math.PI;
    };
    const mean = meanOverPrint(cos2, segmentation.mask, (_value, at) =>
      Math.max(
        turn(at, Math.min(cos2.data.length - 1, at + 1)),
        turn(at, Math.min(cos2.data.length - 1, at + cos2.columns)),
      ),
    );
    return mean === undefined ? NO_PRINT : scaled(mean, 20, 4);
  },
};
