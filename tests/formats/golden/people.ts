/** The invented people of the golden packets: one a case, as enrolment.json describes them. */
import type { Description } from "../../../api/formats/packet/record.ts";

const START = Date.UTC(2026, 10, 23, 9, 0);
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

const camera = { driver: "virtual-camera", make: "None", model: "Virtual camera" };
const scanner = { driver: "virtual-finger", make: "None", model: "Virtual reader" };
const pad = { driver: "virtual-pad", make: "None", model: "Virtual pad" };

type Finger = Description["fingers"][number];

/** Sizes of the sample pictures, as make.ts writes them. */
export interface SampleFacts {
  readonly master: { readonly width: number; readonly height: number };
  readonly chip: { readonly width: number; readonly height: number };
  readonly points: NonNullable<NonNullable<Description["face"]>["points"]>;
  readonly signature: { readonly width: number; readonly height: number };
  readonly fingers: Readonly<
    Record<
      "right-index" | "left-index",
      { readonly width: number; readonly height: number; readonly quality: number; readonly minutiae: number }
    >
  >;
}

const finger = (position: "right-index" | "left-index", facts: SampleFacts): Finger => {
  const { width, height, quality, minutiae } = facts.fingers[position];
  return {
    position,
    image: { file: `finger-${position}.wsq`, mediaType: "image/x-wsq", width, height },
    template: `finger-${position}.fmr`,
    ppi: 500,
    impression: "live-plain",
    quality: { kind: "assessed", raw: quality, scalar: quality },
    qualityAlgorithm: { name: "kiosk-finger-quality", version: "1" },
    extractor: { name: "kiosk-finger-extractor", version: "1" },
    minutiae,
    device: scanner,
    capturedAt: at(position === "right-index" ? 80 : 95),
  };
};

const attempt = (
  number: number,
  what: Description["attempts"][number]["what"],
  second: number,
  accepted: boolean,
) => ({
  number,
  what,
  startedAt: at(second),
  endedAt: at(second + 5),
  device: what === "face" ? camera : what === "signature" ? pad : scanner,
  checks: [],
  verdict: accepted
    ? ({ kind: "accepted" } as const)
    : ({ kind: "retry", reason: "removed-too-soon" } as const),
});

const base = (facts: SampleFacts, id: number): Description => ({
  packetId: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
  process: "new-passport",
  reference: `PRE-${id}`,
  service: "passport-ordinary-32",
  paymentReference: `PAY-${id}`,
  issuingState: "UTO",
  documentCode: "PP",
  applicant: {
    surname: "Traoré",
    givenNames: "Aminata N’Diaye",
    birth: { year: 1990, month: 1, day: 15 },
    birthPlace: "Ségou",
    sex: "female",
    nationality: "UTO",
    nationalNumber: "19001152345678",
    address: "12 rue des Écoles, 75011 Paris",
    telephone: "+33100000000",
    synthetic: true,
  },
  consent: { textVersion: "2026-03", language: "fr", at: at(10) },
  face: {
    master: { file: "portrait-master.jpg", mediaType: "image/jpeg", ...facts.master },
    chip: { file: "portrait-chip.jp2", mediaType: "image/jp2", ...facts.chip },
    points: facts.points,
    processing: ["crop"],
    checks: [
      {
        id: "InterEyeDistance",
        result: { kind: "assessed", raw: 245.1, scalar: 100 },
        algorithm: { name: "kiosk-face", version: "1" },
        limit: { atLeast: 90, source: "policy utopia 1" },
        passed: true,
      },
    ],
    device: camera,
    capturedAt: at(40),
  },
  fingers: [finger("right-index", facts), finger("left-index", facts)],
  missingFingers: [],
  signature: {
    image: { file: "signature.jpg", mediaType: "image/jpeg", ...facts.signature },
    ppi: 300,
    trajectory: "signature-trajectory.json",
    device: pad,
    capturedAt: at(120),
  },
  documents: [],
  attempts: [
    attempt(1, "face", 35, true),
    attempt(2, "right-index", 70, false),
    attempt(3, "right-index", 76, true),
    attempt(4, "left-index", 90, true),
    attempt(5, "signature", 110, true),
  ],
  devices: [
    {
      identity: scanner,
      characteristic: "finger",
      evidence: "virtual",
      suitability: "demonstration",
      presentationAttackDetection: false,
      ppi: 500,
      bitDepth: 8,
      calibration: "CAL-2026-0001",
    },
  ],
  operators: [
    { id: "OP-1", role: "operator", authentication: { method: "pin", at: at(-60) } },
    { id: "SUP-1", role: "supervisor" },
  ],
  kiosk: { id: "K-0001", mission: "UTO-PARIS", software: "0.1.0", sequence: id },
  policy: { id: "utopia", version: "1", sha256: "5a".repeat(32) },
  auditHead: "c3".repeat(32),
  clock: { source: "virtual", startedAt: at(0), sealedAt: at(180) },
});

const named = (facts: SampleFacts, id: number, applicant: Partial<Description["applicant"]>): Description => {
  const description = base(facts, id);
  return { ...description, applicant: { ...description.applicant, ...applicant } };
};

const child = (facts: SampleFacts): Description => {
  const { signature: _unsigned, ...description } = named(facts, 2, {
    surname: "Ouédraogo",
    givenNames: "Wendkuni",
    sex: "male",
    birth: { year: 2021, month: 7 },
  });
  return {
    ...description,
    fingers: [],
    missingFingers: [
      { position: "right-index", reason: "exempt", note: "under twelve" },
      { position: "left-index", reason: "exempt", note: "under twelve" },
    ],
    attempts: [attempt(1, "face", 35, true)],
  };
};

const amputee = (facts: SampleFacts): Description => {
  const description = named(facts, 3, { surname: "Maïga", givenNames: "Ibrahim", sex: "male" });
  return {
    ...description,
    fingers: [finger("left-index", facts)],
    missingFingers: [
      { position: "right-index", reason: "amputated", note: "accident at work" },
      { position: "right-thumb", reason: "amputated", note: "accident at work" },
    ],
    attempts: [
      attempt(1, "face", 35, true),
      attempt(2, "left-index", 90, true),
      attempt(3, "signature", 110, true),
    ],
  };
};

/** THE cases; one line each. */
export const PEOPLE: Readonly<Record<string, (facts: SampleFacts) => Description>> = {
  adult: (facts) => ({
    ...base(facts, 1),
    documentNumber: "UT0000001",
    expiry: { year: 2031, month: 11, day: 22 },
  }),
  "child-without-fingers": child,
  amputee,
  mononym: (facts) => named(facts, 4, { surname: "Arkfreith", givenNames: "" }),
  "long-name": (facts) =>
    named(facts, 5, {
      surname: "Ouédraogo-Kaboré Sawadogo Compaoré",
      givenNames: "Marie-Thérèse Aïssatou Fatoumata",
    }),
  "national-letters": (facts) =>
    named(facts, 6, { surname: "Kɛnyirɛ Ɗamɓe", givenNames: "Ɲɔgɔn N’Gɔlɔ", birth: { year: 1975 } }),
};
