import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";

/** Area of the second largest face box over that of the largest. */
export const singleFacePresent: Measure<"faces"> = {
  id: "SingleFacePresent",
  about: "ISO/IEC 29794-5, single face present; ratio of areas, 0..1",
  algorithm: { name: "single-face", version: "1.0" },
  needs: ["faces"],
  measure: ({ faces }) => {
    const [first, second] = faces.map((face) => face.width * face.height).sort((a, b) => b - a);
    return first === undefined || second === undefined ? 0 : second / first;
  },
  scalar: by((x) => 100 * (1 - x)),
};
