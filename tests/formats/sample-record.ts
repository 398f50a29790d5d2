/** Enrolments of invented people for tests: small drawn pictures, real codestreams. */
import sharp from "sharp";
import type { EncodedImage, EnrolledFinger, EnrolmentRecord } from "../../api/words/enrolment.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";

const oval = (width: number, height: number, salt: string) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#d8d8d8"/><ellipse cx="50%" cy="50%" rx="30%" ry="40%" fill="#7a5230"/><desc>${salt}</desc></svg>`,
    ),
  ).flatten();

export const jpeg = async (width: number, height: number): Promise<EncodedImage> => ({
  mediaType: "image/jpeg",
  bytes: new Uint8Array(await oval(width, height, "face").jpeg({ quality: 80 }).toBuffer()),
  width,
  height,
});

/** Ridges as a grating; png, so that the codestream is real without a WSQ encoder. */
const ridges = async (width: number, height: number): Promise<EncodedImage> => {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return Math.round(128 + 100 * Math.sin(Math.hypot(x - width / 2, y - height / 3) / 1.5));
  });
  const raw = { width, height, channels: 1 as const };
  return {
    mediaType: "image/png",
    bytes: new Uint8Array(await sharp(pixels, { raw }).toColourspace("b-w").png().toBuffer()),
    width,
    height,
  };
};

export const finger = async (position: FingerPosition, size = 48): Promise<EnrolledFinger> => ({
  position,
  image: await ridges(size, size),
  ppi: 500,
  quality: { kind: "assessed", raw: 71.23456789, scalar: 71 },
  qualityAlgorithm: { name: "specimen-quality", version: "1" },
  template: {
    position,
    impression: "live-plain",
    width: size,
    height: size,
    ppi: 500,
    quality: 71,
    minutiae: [
      { kind: "ending", x: 10, y: 12, angle: 45, quality: 80 },
      { kind: "bifurcation", x: 30, y: 40, angle: 270, quality: 60 },
    ],
  },
  extractor: { name: "specimen-extractor", version: "1" },
  device: { driver: "virtual", make: "None", model: "Virtual reader" },
  capturedAt: Date.UTC(2026, 10, 21, 9, 31),
});

const device = { driver: "virtual", make: "None", model: "Virtual camera", serial: "0001" };
const START = Date.UTC(2026, 10, 21, 9, 30);

/** An adult of Utopia with two fingers, a portrait and a signature. */
export const adult = async (
  change: Partial<EnrolmentRecord> = {},
  { face = 64 }: { face?: number } = {},
): Promise<EnrolmentRecord> => {
  const chip = await jpeg(face, Math.round(face * 1.25));
  return {
    packetId: "5b0f2f0e-8a53-4d0c-9d0a-0d8f4a5f6b71",
    process: "new-passport",
    reference: "PRE-0001",
    service: "passport-ordinary",
    paymentReference: "PAY-77",
    issuingState: "UTO",
    documentCode: "PP",
    subject: {
      surname: "Traor\u00e9",
      givenNames: "Aminata N\u2019Diaye",
      birth: { year: 1990, month: 1, day: 15 },
      birthPlace: "S\u00e9gou",
      sex: "female",
      nationality: "UTO",
      telephone: "+22320000000",
      address: "12 rue des \u00c9coles, Paris",
      synthetic: true,
    },
    consent: { textVersion: "2026-03", language: "fr", at: START + 5000 },
    face: {
      master: await jpeg(face * 2, Math.round(face * 2.5)),
      chip,
      points: {
        leftEyeCentre: { x: chip.width * 0.62, y: chip.height * 0.45 },
        rightEyeCentre: { x: chip.width * 0.38, y: chip.height * 0.45 },
      },
      processing: ["crop"],
      checks: [
        {
          id: "InterEyeDistance",
          result: { kind: "assessed", raw: 121.23456789, scalar: 98 },
          algorithm: { name: "specimen-face", version: "1" },
          limit: { atLeast: 90, source: "policy" },
          passed: true,
        },
        {
          id: "Sharpness",
          result: { kind: "failure-to-assess", reason: "no face" },
          algorithm: { name: "specimen-face", version: "1" },
        },
      ],
      device,
      capturedAt: START + 60_000,
    },
    fingers: [await finger("right-index"), await finger("left-index")],
    missingFingers: [],
    signature: { image: await jpeg(60, 24), ppi: 300, device, capturedAt: START + 90_000 },
    attempts: [
      {
        number: 1,
        what: "right-index",
        startedAt: START + 61_000,
        endedAt: START + 63_000,
        device: { driver: "virtual", make: "None", model: "Virtual reader" },
        checks: [],
        verdict: { kind: "retry", reason: "removed-too-soon" },
      },
      {
        number: 2,
        what: "right-index",
        startedAt: START + 64_000,
        endedAt: START + 66_000,
        device: { driver: "virtual", make: "None", model: "Virtual reader" },
        checks: [],
        verdict: { kind: "accepted" },
        override: { by: "SUP-2", reason: "worn ridges", at: START + 66_500 },
      },
    ],
    devices: [
      {
        identity: device,
        features: {
          characteristic: "face",
          evidence: "virtual",
          suitability: "demonstration",
          note: "A virtual camera.",
          presentationAttackDetection: false,
        },
        calibration: "CAL-2026-1",
      },
    ],
    operators: [
      { id: "OP-1", role: "operator", authentication: { method: "pin", at: START - 60_000 } },
      { id: "SUP-2", role: "supervisor" },
    ],
    kiosk: { id: "K-0001", mission: "UTO-PARIS", software: "0.1.0+test", sequence: 7 },
    policy: { id: "utopia", version: "1", sha256: "00".repeat(32) },
    auditHead: "ab".repeat(32),
    startedAt: START,
    sealedAt: START + 120_000,
    clockSource: "virtual",
    ...change,
  };
};
