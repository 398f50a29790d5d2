/** The biometric records of a portrait and of a finger, in either generation: written for packets, read for checks. */
import { OutsideFault } from "../../base/faults.ts";
import type { FingerPosition, ImpressionType } from "../../words/characteristic.ts";
import type { EncodedImage, EnrolledFace, EnrolledFinger } from "../../words/enrolment.ts";
import type { Subject } from "../../words/subject.ts";
import type { PixelsPerInch, Point } from "../../words/units.ts";
import { checkedCodestream, readCodestream, type Codestream } from "../codestream.ts";
import { readFaceRecord, writeFaceRecord } from "../iso19794/p5.ts";
import { readFingerRecord, writeFingerRecord } from "../iso19794/p4.ts";
import { dateTimeOf } from "../iso39794/p1.ts";
import {
  readFingerData,
  writeFingerData,
  type FINGER_FORMATS,
  type FINGER_IMPRESSIONS,
} from "../iso39794/p4.ts";
import { featurePoint } from "../iso39794/p5-landmarks.ts";
import { readFaceData, writeFaceData, type FACE_FORMATS } from "../iso39794/p5.ts";
import type { Generation } from "../lds/biometric-template.ts";

type FaceMediaType = "image/jpeg" | "image/jp2";

const chipOf = ({
  chip,
}: EnrolledFace): { readonly mediaType: FaceMediaType; readonly stream: Codestream } => {
  const stream = checkedCodestream(chip, "portrait for the chip");
  if (chip.mediaType !== "image/jpeg" && chip.mediaType !== "image/jp2")
    throw new OutsideFault(
      "policy-refused",
      `The portrait for the chip is ${chip.mediaType}; DG2 takes JPEG or JPEG 2000 (19794-5 5.7.2): encode it as one.`,
    );
  return { mediaType: chip.mediaType, stream };
};

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

const face19794 = (face: EnrolledFace, subject: Subject): Uint8Array => {
  const { mediaType, stream } = chipOf(face);
  const { points } = face;
  return writeFaceRecord({
    gender: subject.sex,
    points:
      points === undefined
        ? []
        : [
            { code: "left-eye-centre", ...rounded(points.leftEyeCentre) },
            { code: "right-eye-centre", ...rounded(points.rightEyeCentre) },
          ],
    faceImageType: "full-frontal",
    mediaType,
    width: stream.width,
    height: stream.height,
    colourSpace: stream.components === 1 ? "grey8" : "rgb24",
    sourceType: "digital-video-frame",
    image: face.chip.bytes,
  });
};

const faceFormat = (mediaType: FaceMediaType, stream: Codestream): keyof typeof FACE_FORMATS =>
  mediaType === "image/jpeg" ? "jpeg" : stream.reversible === true ? "jpeg2000Lossless" : "jpeg2000Lossy";

const GENDERS_39794 = { female: "female", male: "male", unspecified: "other" } as const;

const face39794 = (face: EnrolledFace, subject: Subject): Uint8Array => {
  const { mediaType, stream } = chipOf(face);
  const { points } = face;
  const said = (word: string): boolean => face.processing.some((step) => step.startsWith(word));
  const eyes =
    points === undefined ? undefined : [rounded(points.leftEyeCentre), rounded(points.rightEyeCentre)];
  const [left, right] = eyes ?? [];
  return writeFaceData({
    representationId: 0,
    imageRepresentation: {
      image: face.chip.bytes,
      information: {
        format: faceFormat(mediaType, stream),
        kind: { fallback: "mrtd" },
        processing: { rotated: said("rotate"), cropped: said("crop") },
        size: { width: stream.width, height: stream.height },
        ...(left === undefined || right === undefined
          ? {}
          : {
              measurements: { interEyeDistance: Math.round(Math.hypot(left.x - right.x, left.y - right.y)) },
            }),
        colourSpace: { fallback: stream.components === 1 ? "greyscale8Bit" : "rgb24Bit" },
      },
      device: { technology: { fallback: "videoFrameFromDigitalVideoCamera" } },
    },
    captured: dateTimeOf(face.capturedAt),
    // The schema has no word for "unspecified": nothing is said then.
    ...(subject.sex === "unspecified"
      ? {}
      : { identity: { gender: { fallback: GENDERS_39794[subject.sex] } } }),
    ...(left === undefined || right === undefined
      ? {}
      : {
          landmarks: [featurePoint("12.1", left), featurePoint("12.2", right)],
        }),
  });
};

/** 0..100; 254 where the quality could not be assessed. */
const NOT_REPORTED = 254;

const qualityOctet = ({ quality }: EnrolledFinger): number =>
  quality.kind === "assessed" ? Math.min(100, Math.max(0, Math.round(quality.scalar))) : NOT_REPORTED;

const finger19794 = (finger: EnrolledFinger): Uint8Array => {
  if (finger.image.mediaType !== "application/octet-stream")
    checkedCodestream(finger.image, `finger ${finger.position}`);
  return writeFingerRecord({
    position: finger.position,
    impression: finger.template.impression,
    quality: qualityOctet(finger),
    ppi: finger.ppi,
    compression: finger.image.mediaType,
    width: finger.image.width,
    height: finger.image.height,
    image: finger.image.bytes,
  });
};

/** 39794-4 tells how the finger touched, not whether paper came between, and has one code for every trace. */
const IMPRESSIONS_39794: Readonly<Record<ImpressionType, keyof typeof FINGER_IMPRESSIONS>> = {
  "live-plain": "plainContact",
  "live-rolled": "rolledContact",
  "nonlive-plain": "plainContact",
  "nonlive-rolled": "rolledContact",
  "latent-impression": "latentImage",
  "latent-tracing": "latentImage",
  "latent-photo": "latentImage",
  "latent-lift": "latentImage",
  swipe: "swipeContact",
  contactless: "contactlessPlain",
};

const fingerFormat = ({ mediaType }: EncodedImage, stream: Codestream): keyof typeof FINGER_FORMATS => {
  if (mediaType === "image/x-wsq") return "wsq";
  if (mediaType === "image/png") return "png";
  if (mediaType === "image/jp2") return stream.reversible === true ? "jpeg2000Lossless" : "jpeg2000Lossy";
  throw new OutsideFault(
    "policy-refused",
    `A finger's picture is ${mediaType}; ISO/IEC 39794-4 takes WSQ, PNG or JPEG 2000: encode it as one of these.`,
  );
};

const finger39794 = (finger: EnrolledFinger): Uint8Array => {
  const format = fingerFormat(
    finger.image,
    finger.image.mediaType === "application/octet-stream"
      ? { mediaType: "image/png", width: 0, height: 0, components: 1 }
      : checkedCodestream(finger.image, `finger ${finger.position}`),
  );
  return writeFingerData({
    position: finger.position,
    impression: IMPRESSIONS_39794[finger.template.impression],
    format,
    image: finger.image.bytes,
    captured: dateTimeOf(finger.capturedAt),
    samplingRate: { samplesPerUnit: finger.ppi, unit: "inch" },
    lossilyCompressed: format === "wsq" || format === "jpeg2000Lossy",
  });
};

export interface Encoders {
  readonly face: (face: EnrolledFace, subject: Subject) => Uint8Array;
  readonly finger: (finger: EnrolledFinger) => Uint8Array;
}

/** One pair of encoders for each generation: they are never mixed. */
export const ENCODERS: Readonly<Record<Generation, Encoders>> = {
  iso19794: { face: face19794, finger: finger19794 },
  iso39794: { face: face39794, finger: finger39794 },
};

export interface PortraitFound {
  readonly image: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** What a record says of its picture, whichever generation. @throws OutsideFault input-malformed */
export const readPortrait = (generation: Generation, block: Uint8Array): PortraitFound => {
  if (generation === "iso19794") return readFaceRecord(block, "DG2, face record");
  const { image, information } = readFaceData(block).face.imageRepresentation;
  const mediaType = information.format === "jpeg" ? "image/jpeg" : "image/jp2";
  const { width, height } = information.size ?? readCodestream(image, "DG2, picture");
  return { image, mediaType, width, height };
};

export interface FingerFound extends Omit<PortraitFound, "mediaType"> {
  readonly position: FingerPosition | "unknown";
  readonly ppi: PixelsPerInch;
  /** No codestream: one byte a pixel. */
  readonly raw: boolean;
}

const CM_PER_INCH = 2.54;

/** What a record says of its finger, whichever generation. @throws OutsideFault input-malformed */
export const readFinger = (generation: Generation, block: Uint8Array, label: string): FingerFound => {
  if (generation === "iso19794") {
    const record = readFingerRecord(block, label);
    return { ...record, raw: record.compression === "application/octet-stream" };
  }
  const { position, image, samplingRate } = readFingerData(block, label);
  const { width, height } = readCodestream(image, label);
  if (samplingRate === undefined)
    throw new OutsideFault("input-malformed", `${label}: no sampling rate, which passports need (39794-4)`);
  const ppi =
    samplingRate.unit === "inch"
      ? samplingRate.samplesPerUnit
      : Math.round(samplingRate.samplesPerUnit * CM_PER_INCH);
  return { position, image, width, height, ppi, raw: false };
};
