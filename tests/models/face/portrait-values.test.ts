/**
 * What a drawn portrait measures where no network is asked, to four figures: a line of arithmetic that changes anywhere
 * between its pixels and a criterion shows here.
 */
import { expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Check } from "../../../api/words/quality.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { CLASSICAL_MAKERS } from "../../../models/face/stages/makers.ts";
import { drawFace } from "./drawn-face.ts";

/** A lamp from one side, a cast, and a pattern in the pixels: so that nothing measures nought. */
const lit = ({ width, height, pixels }: RgbImage): RgbImage => ({
  width,
  height,
  pixels: pixels.map((level, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    const lamp = 0.1 + (1.7 * x) / width - (0.3 * y) / height;
    return Math.max(0, Math.min(255, level * lamp + [-24, 0, 12][channel]! + ((x * 7 + y * 13) % 11) - 5));
  }),
});

const valueOf = ({ result }: Check): number | string =>
  result.kind === "assessed" ? Number(result.raw.toPrecision(4)) : result.kind;

test("what a drawn portrait measures has not changed unnoticed", async () => {
  const { image } = drawFace({ width: 480, height: 640, x: 240, y: 270, distance: 110, roll: 4 });
  const { measures, more, verdict } = await assessFace(lit(image), { makers: CLASSICAL_MAKERS });
  const known = [...measures, ...more, ...verdict.checks].filter(({ result }) => result.kind === "assessed");
  expect(known.map((check) => `${check.id}: ${valueOf(check)}${check.passed === false ? ", failed" : ""}`))
    .toMatchInlineSnapshot(`
      [
        "IlluminationUniformity: 0",
        "LuminanceMean: 0.1847",
        "LuminanceVariance: 0.01161",
        "UnderExposurePrevention: 0.2703",
        "OverExposurePrevention: 0",
        "DynamicRange: 6.618",
        "Sharpness: 1.809",
        "CompressionArtifacts: 0.01442",
        "NaturalColour: 1.465",
        "LeftwardCropOfTheFaceImage: 1.706",
        "RightwardCropOfTheFaceImage: 1.709",
        "HeadPoseRoll: -4.038",
        "ClippedHighlights: 0",
        "BlackedShadows: 0",
        "PresentationAttackCues: 0",
        "TR-03121 1.3 Roll, nose axis: -4.038",
        "TR-03121 4.1 Uniformity (plainness, no textures, colour): 121.9, failed",
        "TR-03121 4.2 No shadows: 227.2, failed",
        "TR-03121 5.1 Image height: 640, failed",
        "TR-03121 5.2 Image width: 480, failed",
        "TR-03121 5.5 Vertical position of the face: 0.4278",
        "TR-03121 5.6 Horizontally centred face: 0.4997",
        "TR-03121 5.7 Eye distance: 108.8, failed",
        "TR-03121 6.1 Equally distributed lighting: 1.648, failed",
        "TR-03121 6.2 No shadows over the face nor in the eye-sockets: 1.82",
        "TR-03121 6.3 No hot spots on skin: 98",
        "TR-03121 7.2 Focus and depth of field: 65",
        "TR-03121 7.5 Colour space: 1",
        "TR-03121 7.6 Grey scale density and colour saturation: 256",
      ]
    `);
  const { mandatoryMet, optionalMet, notProvided, approved } = verdict;
  expect([mandatoryMet, optionalMet, notProvided.length, approved]).toEqual([6, 2, 4, false]);
});
