/**
 * The kiosk's own judgement of exposure, alike for every skin: what was clipped, and how bright things are whose
 * brightness is known (the backdrop, the white of the eyes). ISO/IEC 29794-5's luminance components grade dark skin
 * as bad light (issue 93 of the reference); they are reported beside these and gate nothing.
 */
import { EXPOSURE } from "../../params/face.ts";
import { by, sigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { isPlain } from "../stages/backdrop.ts";
import type { AlignedFace, FaceRegion } from "../stages/parts.ts";

/** Share of the region whose strongest channel satisfies the condition. */
const shareOfPeaks = (aligned: AlignedFace, region: FaceRegion, holds: (peak: number) => boolean): number => {
  const { pixels } = aligned.image;
  let count = 0;
  for (let i = 0; i < region.inside.length; i += 1) {
    if (region.inside[i] !== 1) continue;
    if (holds(Math.max(pixels[3 * i] ?? 0, pixels[3 * i + 1] ?? 0, pixels[3 * i + 2] ?? 0))) count += 1;
  }
  return count / region.count;
};

/** Light that was lost: some channel at its end. */
export const clippedHighlights: Measure<"aligned" | "region"> = {
  id: "ClippedHighlights",
  about: "kiosk; share of the face with a channel at its upper end, 0..1",
  algorithm: { name: "clipped-highlights", version: "1.0" },
  needs: ["aligned", "region"],
  measure: ({ aligned, region }) => shareOfPeaks(aligned, region, (peak) => peak >= EXPOSURE.white),
  scalar: by((x) => 100 * (1 - sigmoid(x, EXPOSURE.clippedShare, EXPOSURE.clippedShare / 4))),
};

/** Shadow that was lost: every channel at its lower end. Well-lit dark skin has next to none. */
export const blackedShadows: Measure<"aligned" | "region"> = {
  id: "BlackedShadows",
  about: "kiosk; share of the face with every channel at its lower end, 0..1",
  algorithm: { name: "blacked-shadows", version: "1.0" },
  needs: ["aligned", "region"],
  measure: ({ aligned, region }) => shareOfPeaks(aligned, region, (peak) => peak <= EXPOSURE.black),
  scalar: by((x) => 100 * (1 - sigmoid(x, EXPOSURE.blackShare, EXPOSURE.blackShare / 4))),
};

const NOT_PLAIN = failure("There is no plain background beside the head.");

/** The backdrop should be as bright as a light grey: darker is under-exposed, white is over-exposed. */
export const backdropLevel: Measure<"backdrop"> = {
  id: "BackdropLevel",
  about: "kiosk; gamma-coded luma of the backdrop, 0..255 (TR-03121 FM AH-FI-ICS2: 161 to 225)",
  algorithm: { name: "backdrop-level", version: "1.0" },
  needs: ["backdrop"],
  measure: ({ backdrop }) => (isPlain(backdrop) ? backdrop.level : NOT_PLAIN),
  scalar: by((x) => {
    const { least, most, width } = EXPOSURE.backdrop;
    return 100 * sigmoid(x, least, width) * (1 - sigmoid(x, most, width / 2));
  }),
};

/** A coloured cast shows on a grey backdrop, not on skin. */
export const backdropCast: Measure<"backdrop"> = {
  id: "BackdropCast",
  about: "kiosk; CIELAB distance of the backdrop from grey",
  algorithm: { name: "backdrop-cast", version: "1.0" },
  needs: ["backdrop"],
  measure: ({ backdrop }) => (isPlain(backdrop) ? Math.hypot(backdrop.a, backdrop.b) : NOT_PLAIN),
  scalar: by((x) => 100 * (1 - sigmoid(x, EXPOSURE.cast.most, EXPOSURE.cast.width))),
};

/** Light on the face against light on the backdrop: low means a face in shadow before a bright wall. */
export const faceLight: Measure<"light"> = {
  id: "FaceLight",
  about: "kiosk; linear luminance of the white of the better lit eye over the backdrop's",
  algorithm: { name: "sclera-over-backdrop", version: "1.0" },
  needs: ["light"],
  measure: ({ light }) => light.onFace ?? failure("The white of the eyes or a plain backdrop is not seen."),
  scalar: by((x) => 100 * sigmoid(x, EXPOSURE.sclera.least, EXPOSURE.sclera.width)),
};
