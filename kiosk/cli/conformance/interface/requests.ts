/** THE list of what a conformance test system may ask, by test case. */
import { OutsideFault } from "../../../../api/base/faults.ts";
import { ENCODERS } from "../../../../api/formats/packet/biometric-records.ts";
import { assessFinger } from "../../../../models/finger/extract.ts";
import { readPrint } from "../../../../models/finger/picture.ts";
import { FINGER_QUALITY } from "../../../../models/finger/quality.ts";
import type { Bench, Play } from "../bench.ts";
import { answerFace, bestCapture } from "../face-quality.ts";
import { faceAcquisition, fingerAcquisition, fingerQuality } from "./answer.ts";

export interface TestRequest {
  readonly method: "GET" | "POST";
  /** The XML answer. `body` is empty for GET. */
  readonly answer: (bench: Bench, body: Uint8Array) => Promise<string>;
}

const PPI = 500;

const onePicture: TestRequest = {
  method: "POST",
  answer: async (_, body) => {
    const { qualities, verdict } = await answerFace(body, "adult");
    return faceAcquisition({ captures: [qualities], approved: verdict.approved });
  },
};

const MOST_PICTURES = 200;

/** Every <Value> of the request is one picture, base64, in the order of capture. */
const picturesIn = (body: Uint8Array): readonly Uint8Array[] => {
  const text = new TextDecoder().decode(body);
  const values = [...text.matchAll(/<(?:\w+:)?Value>([A-Za-z0-9+/=\s]*)<\//gu)].map(
    ([, value]) => value ?? "",
  );
  if (values.length === 0 || values.length > MOST_PICTURES)
    throw new OutsideFault(
      "input-malformed",
      `The request holds ${values.length} pictures; send 1 to ${MOST_PICTURES}, each as base64 in an element Value.`,
    );
  return values.map((value) => Buffer.from(value, "base64"));
};

const sequence: TestRequest = {
  method: "POST",
  answer: async (_, body) => {
    const captures = [];
    for (const picture of picturesIn(body)) captures.push(await answerFace(picture, "adult"));
    const best = bestCapture(captures.map(({ verdict }) => verdict));
    return faceAcquisition({
      captures: captures.map(({ qualities }) => qualities),
      approved: best !== undefined && captures[best]?.verdict.approved === true,
      ...(best === undefined ? {} : { selected: best + 1 }),
    });
  },
};

const print: TestRequest = {
  method: "POST",
  answer: async (_, body) => {
    const label = `${FINGER_QUALITY.name} ${FINGER_QUALITY.version}`;
    const image = await readPrint(body, "The print").catch((error: unknown) => {
      if (error instanceof OutsideFault) return error;
      throw error;
    });
    return image instanceof OutsideFault
      ? fingerQuality({ kind: "failure-to-assess", reason: image.message }, label)
      : fingerQuality(assessFinger(image, PPI).quality, label);
  },
};

const face = (play: Play): TestRequest => ({
  method: "GET",
  answer: async (bench) => {
    const { record } = await bench.sitting(play);
    const image = record?.face?.master;
    const qualities = image === undefined ? [] : [(await answerFace(image.bytes, "adult")).qualities];
    return faceAcquisition({
      captures: qualities,
      approved: image !== undefined,
      ...(image === undefined ? {} : { image, selected: 1 }),
    });
  },
});

const fingers = (play: Play): TestRequest => ({
  method: "GET",
  answer: async (bench) => {
    const { record, data } = await bench.sitting(play);
    const enrolled = record?.fingers ?? [];
    return fingerAcquisition(
      enrolled,
      enrolled.map((finger) => ENCODERS.iso19794.finger(finger)),
      data.doubts.map(({ part, doubt }) => `${part} ${doubt}`),
    );
  },
});

/** Path below /TR03122 to what is done. Interactive ones play the bench's synthetic person on virtual devices. */
export const REQUESTS: Readonly<Record<string, TestRequest>> = {
  "TC-QA-FI-GENERIC-001/1": onePicture,
  "TC-QA-FI-GENERIC-002/1": sequence,
  "TC-QA-FI-GID-001/1": onePicture,
  "TC-QA-FP-APP-003/1": print,
  "TC-AH-FI-SSS2-004/1": face("complete"),
  "TC-AS-FI-ICS2-007/1": face("complete"),
  "TC-AS-FI-ICS3-001/1": face("complete"),
  "TC-AS-FI-ICS3-002/1": face("faceGone"),
  "TC-BIP-FI-GID-001/1": face("complete"),
  "TC-PAP-ACQ-FI-AUTO-1-001/1": face("complete"),
  "TC-PAP-ACQ-FI-AUTO-1-002/1": face("facePoor"),
  "TC-BIP-FP-APP-001/1": fingers("complete"),
  "TC-COD-FP-GID-001/1": fingers("complete"),
  "TC-PAP-ACQ-FP2P-USV-2-001/1": fingers("complete"),
};
