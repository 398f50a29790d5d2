/** Fingerprints: the picture as it is kept, its coding, and the unattended acquisition; their quality in finger-quality.ts. */
import { OutsideFault } from "../../../../api/base/faults.ts";
import { ENCODERS } from "../../../../api/formats/packet/biometric-records.ts";
import { readFingerRecord } from "../../../../api/formats/iso19794/p4.ts";
import { FINGER_SUBTYPES } from "../../../../api/formats/lds/dg3.ts";
import { decodeWsq } from "../../../../api/formats/wsq/decode.ts";
import { PRINT_LIMIT_BYTES } from "../../../../api/formats/wsq/encode.ts";
import type { EnrolledFinger } from "../../../../api/words/enrolment.ts";
import { SCANNERS } from "../../people/scanners.ts";
import type { Bench } from "../bench.ts";
import { checked, notApplicable, notTestable, type ConformanceCase, type Finding } from "../case.ts";
import { lineOf, momentsIn, type Screens } from "../screens.ts";
import type { Sitting } from "../sitting.ts";
import { histograms, quality } from "./finger-quality.ts";

const UNSEGMENTED =
  "It is asked of segmentation, which is optional for single-finger scanners (FM BIP-FP-APP): the picture is kept as captured, and templates are compared in any direction.";

/** That it lies there, before it is captured; and what is wrong with it, before it is laid down again. */
const shownMeanwhile = (screens: Screens): Finding => {
  const told = [
    "screen finger:right-index:place",
    "screen finger:right-index:hold",
    "device scanner captured",
  ];
  const wrong = "screen finger:right-index:moisten";
  const order = told.map((text) => lineOf(screens, text)?.at ?? Infinity);
  const inOrder = order.every((at, i) => at < Infinity && at >= (order[i - 1] ?? 0));
  return checked(
    "It is shown while the finger lies there.",
    inOrder && lineOf(screens, wrong) !== undefined,
    momentsIn(screens, [...told, wrong]),
  );
};

const fingersOf = async (bench: Bench): Promise<readonly EnrolledFinger[]> => {
  const { record } = await bench.sitting("complete");
  if (record === undefined || record.fingers.length === 0)
    throw new OutsideFault(
      "policy-refused",
      "The bench's complete session ended without fingerprints; enrol a specimen with kiosk enrol to see why.",
    );
  return record.fingers;
};

const record19794 = async (bench: Bench): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const finger of await fingersOf(bench)) {
    const block = ENCODERS.iso19794.finger(finger);
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const read = readFingerRecord(block, finger.position);
    const level = view.getUint16(16);
    findings.push(
      checked(
        `${finger.position}: the record is FIR 010 of the length it states, one finger, 8 bits, WSQ.`,
        view.getUint32(0) === 0x46495200 &&
          view.getUint32(4) === 0x30313000 &&
          view.getUint16(8) === 0 &&
          view.getUint32(10) === block.length &&
          read.compression === "image/x-wsq",
        `${block.length} bytes`,
      ),
      checked(
        `${finger.position}: acquisition level 31 or 41.`,
        level === 31 || level === 41,
        `level ${level}`,
      ),
      checked(
        `${finger.position}: scan and image resolution are stated as they are, 500 ppi.`,
        Math.abs(read.ppi - 500) <= 5,
        `${read.ppi} ppi, as the scanner is; only one of 500 ppi meets this`,
      ),
      checked(
        `${finger.position}: position in the record, biometric sub-type in the template and the finger asked for agree.`,
        read.position === finger.position && FINGER_SUBTYPES[finger.position] > 0,
        `${read.position}, sub-type 0x${FINGER_SUBTYPES[finger.position].toString(16)}`,
      ),
      checked(`${finger.position}: a plain live scan.`, read.impression === "live-plain", read.impression),
    );
  }
  return findings;
};

const coded = async (bench: Bench): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const { position, image } of await fingersOf(bench)) {
    const decoded = decodeWsq(image.bytes, position);
    findings.push(
      checked(
        `${position}: at most 18 kB.`,
        image.bytes.length <= PRINT_LIMIT_BYTES,
        `${image.bytes.length} bytes`,
      ),
      checked(
        `${position}: it decodes to the size captured.`,
        decoded.image.width === image.width && decoded.image.height === image.height,
        `${decoded.image.width} x ${decoded.image.height}`,
      ),
    );
  }
  return [
    ...findings,
    checked(
      "The encoder is certified by the FBI, and its number stands in the header.",
      false,
      "the encoder is the project's own and not certified; its number is 0, which claims none",
    ),
  ];
};

const fingerTries = ({ data }: Sitting) =>
  data.tries.filter(({ target }) => target !== "face" && target !== "signature");
const spent = (sitting: Sitting, of?: string): number => {
  const tries = fingerTries(sitting).filter(({ target }) => of === undefined || target === of);
  const [first, last] = [tries[0], tries.at(-1)];
  return first === undefined || last === undefined ? 0 : last.endedAt - first.startedAt;
};
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s on the session's clock`;

/** The case's own limit for two plain fingers. */
const FINGER_LIMIT_MS = 10_000;

const unattended = async (bench: Bench): Promise<readonly Finding[]> => {
  const complete = await bench.sitting("complete");
  const poor = await bench.sitting("fingersPoor");
  const none = await bench.sitting("noFinger");
  const same = await bench.sitting("sameFinger");
  const own = bench.policy.unattended.fingers.limit.budgetMs;
  const best = poor.data.fingerResults.map(({ chosen }) => chosen?.assessment?.rank[0]);
  const right = spent(poor, "right-index");
  return [
    checked(
      "Quality is assessed for each print.",
      complete.record?.fingers.every((finger) => finger.quality.kind === "assessed") === true,
      complete.record?.fingers
        .map(({ quality: q }) => (q.kind === "assessed" ? q.scalar : q.reason))
        .join(", ") ?? "",
    ),
    checked("Both prints take less than 10 s.", spent(complete) < FINGER_LIMIT_MS, seconds(spent(complete))),
    notTestable(
      "Attack detection is performed for each print.",
      "The bench's scanner has none; the session is left to the desk for control.",
    ),
    checked(
      "A limit that no print reaches: captures go on until the configured 10 s are over.",
      right > FINGER_LIMIT_MS - 3000 && right <= FINGER_LIMIT_MS + 500,
      `${fingerTries(poor).length} captures, the first finger's in ${seconds(right)} with a limit of 10 s; the policy itself gives ${own === undefined ? "attempts" : `${own / 1000} s`}`,
    ),
    checked(
      "Then the fingers are left to the desk.",
      poor.data.doubts.some(({ part }) => part === "fingers"),
      poor.data.doubts.map(({ part, doubt }) => `${part}: ${doubt}`).join(", "),
    ),
    checked(
      "The best print of each finger is identified.",
      best.length > 0 && best.every((score) => score !== undefined),
      `scores ${best.map((score) => score ?? "none").join(", ")}`,
    ),
    checked(
      "Nothing presented: the acquisition ends without a print.",
      none.data.fingers.every(({ chosen }) => chosen === undefined),
      `${fingerTries(none).length} attempts in ${seconds(spent(none))}`,
    ),
    checked(
      "The same finger twice: the person is told, and everything begins again.",
      same.shown.includes("same-finger-twice"),
      same.shown.join(", "),
    ),
    checked(
      "The same finger a third time: the acquisition ends, and the desk is told.",
      same.data.doubts.some(({ doubt }) => doubt === "same-finger-twice"),
      same.data.doubts.map(({ part, doubt }) => `${part}: ${doubt}`).join(", "),
    ),
  ];
};

export const fingerCases: readonly ConformanceCase[] = [
  {
    id: "TC-AH-FP-OPT-005",
    module: "FM AH-FP-OPT",
    profiles: ["fingerprint"],
    about: "Grey levels in prints",
    examine: ({ truth }) => histograms(truth),
  },
  {
    id: "TC-BIP-FP-APP-001",
    module: "FM BIP-FP-APP",
    profiles: ["fingerprint"],
    about: "The print is kept as captured",
    examine: async (bench) => {
      const complete = await bench.sitting("complete");
      const fingers = await fingersOf(bench);
      const { width, height } = SCANNERS[bench.scanner].view;
      return [
        checked(
          "No print is enlarged.",
          fingers.every(({ image }) => image.width <= width && image.height <= height),
          `${fingers.map(({ image }) => `${image.width} x ${image.height}`).join(", ")} of ${width} x ${height} captured; ${complete.data.tries.length} attempts`,
        ),
        notApplicable("A finger turned by up to 45 degrees is set upright.", UNSEGMENTED),
        notApplicable("Only the first phalanx is kept.", UNSEGMENTED),
      ];
    },
  },
  {
    id: "TC-QA-FP-APP-003",
    module: "FM QA-FP-APP",
    profiles: ["fingerprint"],
    about: "Finger quality against NFIQ 2",
    examine: ({ truth }) => quality(truth.prints),
  },
  {
    id: "TC-COM-FP-WSQR-001",
    module: "FM COM-FP-WSQR",
    profiles: ["fingerprint"],
    about: "Compression of prints",
    examine: coded,
  },
  {
    id: "TC-COD-FP-GID-001",
    module: "FM COD-FP-CHIP",
    profiles: ["fingerprint"],
    about: "Coding of prints",
    examine: record19794,
  },
  {
    id: "TC-UI-FP-BSJ-001",
    module: "FM UI-FP-BSJ",
    profiles: ["fingerprint"],
    about: "Feedback while a finger lies on the scanner",
    examine: async (bench) => {
      const none = await bench.sitting("noFinger");
      const reasons = new Set(none.log.attempts.flatMap(({ code }) => (code === undefined ? [] : [code])));
      return [
        checked(
          "What is wrong with a presentation is known in the person's terms.",
          reasons.has("retry/nothing-presented"),
          [...reasons].join(", "),
        ),
        checked(
          "No attack score reaches the person.",
          none.shown.every((message) => !/attack/u.test(message)),
          none.shown.join(", "),
        ),
        shownMeanwhile(await bench.screens()),
      ];
    },
  },
  {
    id: "TC-PAP-ACQ-FP2P-USV-2_001",
    module: "PAP ACQ-FP2P-USV-2",
    profiles: ["fingerprint"],
    about: "Two plain fingers, one at a time, without supervision",
    examine: unattended,
  },
];
