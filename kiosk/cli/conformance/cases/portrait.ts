/** The picture that a sitting yields: size, colour, cut, coding. */
import { OutsideFault } from "../../../../api/base/faults.ts";
import { decodeJp2 } from "../../../../api/formats/jp2/jp2.ts";
import type { EnrolledFace } from "../../../../api/words/enrolment.ts";
import { colourSpace } from "../../../../models/face/criteria/pixels.ts";
import { decodeRgb } from "../../../../models/image.ts";
import { CHIP_BYTES } from "../../../../models/params/portrait.ts";
import type { Bench } from "../bench.ts";
import { checked, notTestable, type ConformanceCase, type Finding } from "../case.ts";

const faceOf = async (bench: Bench): Promise<EnrolledFace> => {
  const { record } = await bench.sitting("complete");
  if (record?.face === undefined)
    throw new OutsideFault(
      "policy-refused",
      "The bench's complete session ended without a portrait; enrol a specimen with kiosk enrol to see why.",
    );
  return record.face;
};

const criterionIn = (face: EnrolledFace, id: string): number | undefined => {
  const check = face.checks.find((one) => one.id.startsWith(`TR-03121 ${id} `));
  return check?.result.kind === "assessed" ? check.result.raw : undefined;
};

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

const sizeAndColour = async (bench: Bench): Promise<readonly Finding[]> => {
  const face = await faceOf(bench);
  const pixels = await decodeRgb(face.master.bytes, "master");
  const eyes = criterionIn(face, "5.7");
  return [
    checked(
      "The picture has 1244 x 1600 pixels or more.",
      pixels.width >= 1244 && pixels.height >= 1600,
      `${pixels.width} x ${pixels.height}`,
    ),
    checked(
      "The eyes are 300 pixels apart or more.",
      eyes !== undefined && eyes >= 300,
      eyes === undefined ? "not measured" : `${eyes.toFixed(0)} pixels`,
    ),
    checked("The picture is 24-bit colour.", colourSpace(pixels) === 1, "three channels that differ"),
  ];
};

/** Steps of a JPEG's first table (luminance); at quality 95 the coarsest is 12, and nobody sees blocks. */
const INVISIBLE_STEP = 12;

const coarsestStep = (jpeg: Uint8Array): number | undefined => {
  for (let at = 2; jpeg[at] === 0xff;) {
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    if (jpeg[at + 1] === 0xdb) return Math.max(...jpeg.subarray(at + 5, at + 69));
    at += 2 + length;
  }
  return undefined;
};

const ARTEFACTS = "No visible artefacts of compression.";

const enlarged = (face: EnrolledFace): Finding =>
  checked(
    "Nothing was enlarged.",
    !face.processing.some((step) => /enlarg|upscal/iu.test(step)),
    face.processing.join("; "),
  );

export const portraitCases: readonly ConformanceCase[] = [
  {
    id: "TC-AH-FI-SSS2-004",
    module: "FM AH-FI-SSS2",
    profiles: ["face"],
    about: "A picture taken at the self-service system",
    examine: async (bench) => [
      ...(await sizeAndColour(bench)),
      notTestable(
        "The same at 70 cm, 100 cm and the greatest distance.",
        "It is settled with a camera and a person.",
      ),
    ],
  },
  {
    id: "TC-AS-FI-ICS2-005",
    module: "FM AS-FI-ICS2",
    profiles: ["face"],
    about: "Coding, resolution and format of the picture",
    examine: async (bench) => {
      const { master } = await faceOf(bench);
      const coarsest = coarsestStep(master.bytes);
      return [
        ...(await sizeAndColour(bench)),
        checked(
          ARTEFACTS,
          coarsest !== undefined && coarsest <= INVISIBLE_STEP,
          `coarsest quantisation step of the master ${coarsest ?? "not found"}, ${INVISIBLE_STEP} allowed`,
        ),
      ];
    },
  },
  {
    id: "TC-AS-FI-ICS2-006",
    module: "FM AS-FI-ICS2",
    profiles: ["face"],
    about: "Uniform background",
    examine: async (bench) => {
      const face = await faceOf(bench);
      const spread = criterionIn(face, "4.1");
      return [
        checked(
          "The background is uniform.",
          spread !== undefined && spread <= 25,
          spread === undefined ? "not measured" : `half spread of ${spread.toFixed(1)} levels, 25 allowed`,
        ),
      ];
    },
  },
  {
    id: "TC-AS-FI-ICS2-007",
    module: "FM AS-FI-ICS2",
    profiles: ["face"],
    about: "The picture that the test interface returns",
    examine: async (bench) => {
      const { master } = await faceOf(bench);
      return [
        checked(
          "It is one JPEG.",
          isJpeg(master.bytes) && master.mediaType === "image/jpeg",
          master.mediaType,
        ),
        ...(await sizeAndColour(bench)),
        notTestable(
          "The answer validates against trbio5v1.xsd.",
          "The schema is not part of the guideline's public text; the interface answers in elements of the same names.",
        ),
      ];
    },
  },
  {
    id: "TC-BIP-FI-GID-001",
    module: "FM BIP-FI-GID",
    profiles: ["face"],
    about: "Cutting and turning",
    examine: async (bench) => {
      const face = await faceOf(bench);
      const across = criterionIn(face, "5.6");
      const roll = criterionIn(face, "1.3");
      const { width, height } = face.master;
      return [
        checked("1244 x 1600 pixels exactly.", width === 1244 && height === 1600, `${width} x ${height}`),
        checked(
          "The face is in the middle.",
          across !== undefined && across >= 0.45 && across <= 0.55,
          across === undefined ? "not measured" : `${across.toFixed(3)} of the width`,
        ),
        checked(
          "The head is upright.",
          roll !== undefined && Math.abs(roll) <= 8,
          roll === undefined ? "not measured" : `${roll.toFixed(1)} degrees`,
        ),
        enlarged(face),
        ...(await sizeAndColour(bench)),
      ];
    },
  },
  {
    id: "TC-COD-FI-GID2-001",
    module: "FM COD-FI-GID",
    profiles: ["face"],
    about: "Coding for the application",
    examine: async (bench) => {
      const face = await faceOf(bench);
      return [
        checked("JPEG.", isJpeg(face.master.bytes), face.master.mediaType),
        checked(
          "1244 x 1600 pixels.",
          face.master.width === 1244 && face.master.height === 1600,
          `${face.master.width} x ${face.master.height}`,
        ),
        enlarged(face),
      ];
    },
  },
  {
    id: "FM COM-FI-GENERIC",
    module: "FM COM-FI-GENERIC",
    profiles: ["face"],
    about: "Compression (no case in TR-03122-3)",
    examine: async (bench) => {
      const { chip } = await faceOf(bench);
      const { pixels } = await decodeJp2(chip.bytes, "chip portrait");
      return [
        checked(
          "The chip's picture is JPEG 2000 of 622 x 800 pixels that decodes.",
          chip.width === 622 && chip.height === 800 && pixels.length === 622 * 800 * 3,
          `${chip.width} x ${chip.height}`,
        ),
        checked(
          "17 kB, at most 5 % less.",
          chip.bytes.length >= CHIP_BYTES.atLeast && chip.bytes.length <= CHIP_BYTES.atMost,
          `${chip.bytes.length} bytes`,
        ),
      ];
    },
  },
];
