/**
 * Ground truth that needs nobody's data: frames of one rendered person, made wrong in one known respect each, and
 * synthetic prints. It shows that the checks work, not how well they work on people.
 */
import { OutsideFault } from "../../../../api/base/faults.ts";
import type { RgbImage } from "../../../../api/words/sample.ts";
import { assessFace } from "../../../../models/face/pipeline.ts";
import { makePortrait } from "../../../../models/face/portrait.ts";
import { cutRgb, decodeRgb, encodeRgbJpeg, encodeRgbPng, resizeRgb } from "../../../../models/image.ts";
import type { CriterionId } from "../../../../models/params/criteria.ts";
import { SCANNERS, type ScannerName } from "../../people/scanners.ts";
import { frame, print, type FRAMES } from "../specimen.ts";
import { defocused, exposed, grey, posterised } from "./pixels.ts";
import type { FaceTruth, GroundTruth, PrintTruth } from "./truth.ts";

const QUALITY = 95;
/** 1244 x 1600 still fits into a frame of 1500 x 2000 when it is turned so far; the limit is 8. */
const TURN_DEGREES = 9.4;
/** A tenth of the width; the limit is a twentieth. */
const SHIFT = 124;

const portraitOf = async (name: keyof typeof FRAMES): Promise<RgbImage> => {
  const pixels = await decodeRgb(await frame(name));
  const { eyes } = await assessFace(pixels);
  const portrait = await makePortrait(pixels, eyes);
  if (portrait.kind === "refused")
    throw new OutsideFault("picture-unreadable", `The specimen frame makes no portrait: ${portrait.reason}`);
  return portrait.pixels;
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const middle = ({ width, height }: RgbImage) => ({ x: (width - 1) / 2, y: (height - 1) / 2 });

/** Straight out of the frame, 1244 x 1600, without looking where the face is. */
const cut = async (
  name: keyof typeof FRAMES,
  change: { degrees?: number; right?: number },
): Promise<RgbImage> => {
  const image = await decodeRgb(await frame(name));
  const centre = { x: middle(image).x + (change.right ?? 0), y: middle(image).y };
  return cutRgb(image, { centre, width: 1244, height: 1600, degrees: change.degrees ?? 0 });
};

const face = (name: string, violates: readonly CriterionId[], make: () => Promise<RgbImage>): FaceTruth => ({
  name,
  age: "adult",
  violates,
  read: once(async () => encodeRgbJpeg(await make(), QUALITY)),
});

/** Lossless where coding would bring back what was taken away. */
const exactly = (
  name: string,
  violates: readonly CriterionId[],
  make: () => Promise<RgbImage>,
): FaceTruth => ({ ...face(name, violates, make), read: once(async () => encodeRgbPng(await make())) });

const prints = (scanner: ScannerName): readonly PrintTruth[] => [
  {
    name: "right index, synthetic",
    ppi: SCANNERS[scanner].view.ppi,
    read: async () => print("right-index", 1, scanner),
  },
  {
    name: "left index, synthetic",
    ppi: SCANNERS[scanner].view.ppi,
    read: async () => print("left-index", 1, scanner),
  },
  {
    name: "an empty platen",
    ppi: 500,
    nfiq2: "unable",
    read: async () => ({ width: 320, height: 400, pixels: new Uint8Array(320 * 400).fill(250) }),
  },
];

export const madeGroundTruth = (scanner: ScannerName): GroundTruth => {
  const good = once(() => portraitOf("neutral"));
  const altered = (change: (image: RgbImage) => RgbImage) => async () => change(await good());
  const compliant = face("neutral", [], good);
  const again = face("neutral, a moment later", [], () => portraitOf("neutralAgain"));
  const blurred = face(
    "out of focus",
    ["7.2"],
    altered((image) => defocused(image, 5)),
  );
  const closed = face("eyes closed", ["3.1"], () => portraitOf("eyesClosed"));
  return {
    made: true,
    origin: "made by this program: one rendered person, made wrong in one known respect each",
    acceptance: { falseRefusals: 0, missedViolations: 0 },
    faces: [
      compliant,
      again,
      face("head tilted", ["1.3"], () => cut("neutral", { degrees: TURN_DEGREES })),
      face("face at the side", ["5.6"], () => cut("neutral", { right: SHIFT })),
      face("too far away", ["5.4"], () => cut("tooFar", {})),
      face("too few pixels", ["5.1", "5.2", "5.7"], async () => resizeRgb(await good(), 622, 800)),
      face(
        "over-exposed",
        ["7.1"],
        altered((image) => exposed(image, 2.4)),
      ),
      face(
        "under-exposed",
        ["7.1"],
        altered((image) => exposed(image, 0.08)),
      ),
      blurred,
      face("without colour", ["7.5"], altered(grey)),
      exactly(
        "sixteen grey levels",
        ["7.5", "7.6"],
        altered((image) => posterised(grey(image), 16)),
      ),
      closed,
      face("head turned", ["1.1"], () => portraitOf("lookingAway")),
    ],
    sequences: [
      { name: "blurred, good, eyes closed", pictures: [blurred, compliant, closed], best: 1 },
      { name: "the same picture twice: the newer", pictures: [compliant, compliant], best: 1 },
    ],
    prints: prints(scanner),
  };
};
