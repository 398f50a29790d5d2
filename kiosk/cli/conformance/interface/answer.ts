/**
 * Answers of the test interface: element names of the guideline (FaceAcquisition, FaceQuality, FingerAcquisition,
 * Records), in a namespace of our own, because its schema is not public text.
 */
import type { EncodedImage, EnrolledFinger } from "../../../../api/words/enrolment.ts";
import type { MeasureResult } from "../../../../api/words/quality.ts";
import type { FaceQuality } from "../face-quality.ts";

export const NAMESPACE = "urn:enrolment-kiosk:conformance:1";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const clean = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[&<>"]/gu, (mark) => ESCAPES[mark] ?? mark);

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const element = (name: string, attributes: Attributes, inside: readonly string[] = []): string => {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${clean(String(value))}"`]))
    .join("");
  return inside.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${inside.join("")}</${name}>`;
};

const PREFIX = '<?xml version="1.0" encoding="UTF-8"?>\n';

const recordOf = (type: string, bytes: Uint8Array): string =>
  element("BinaryRecord", { type }, [
    element("BinaryData", {}, [`<Value>${Buffer.from(bytes).toString("base64")}</Value>`]),
  ]);

const qualityOf = ({ id, min, max, tmin, tmax, result, failure }: FaceQuality, capture?: number): string =>
  element("FaceQuality", { id, min, max, tmin, tmax, result, failure, capture });

const TYPES: Partial<Record<EncodedImage["mediaType"], string>> = {
  "image/jpeg": "jpeg",
  "image/jp2": "jpeg2000",
  "image/x-wsq": "wsq",
  "image/png": "png",
};

export interface FaceAnswerParts {
  /** Per capture, in the order of the request or of the session. */
  readonly captures: readonly (readonly FaceQuality[])[];
  /** Counted from 1; absent: none was chosen. */
  readonly selected?: number;
  readonly approved: boolean;
  readonly image?: EncodedImage;
}

export const faceAcquisition = ({ captures, selected, approved, image }: FaceAnswerParts): string =>
  PREFIX +
  element("FaceAcquisition", { xmlns: NAMESPACE, approved, selected }, [
    ...captures.map((_, i) => element("FaceCapture", { number: i + 1 })),
    ...captures.flatMap((qualities, i) =>
      qualities.map((quality) => qualityOf(quality, captures.length > 1 ? i + 1 : undefined)),
    ),
    ...(image === undefined
      ? []
      : [element("Records", {}, [recordOf(TYPES[image.mediaType] ?? image.mediaType, image.bytes)])]),
  ]);

/** 255 stands for "could not be computed" (TC-QA-FP-APP-003, step 3). */
const fingerScore = (quality: MeasureResult): number => (quality.kind === "assessed" ? quality.scalar : 255);

/** Finger codes of ISO/IEC 19794-4: 1 right thumb to 10 left little finger. */
export const fingerQuality = (quality: MeasureResult, algorithm: string): string =>
  PREFIX +
  element("FingerAcquisition", { xmlns: NAMESPACE }, [
    element("FingerQuality", {
      algorithm,
      value: fingerScore(quality),
      reason: quality.kind === "assessed" ? undefined : quality.reason,
    }),
  ]);

export const fingerAcquisition = (
  fingers: readonly EnrolledFinger[],
  records: readonly Uint8Array[],
  doubts: readonly string[],
): string =>
  PREFIX +
  element("FingerAcquisition", { xmlns: NAMESPACE }, [
    ...fingers.map(({ position, quality, qualityAlgorithm }) =>
      element("FingerCapture", { finger: position }, [
        element("FingerQuality", {
          algorithm: `${qualityAlgorithm.name} ${qualityAlgorithm.version}`,
          value: fingerScore(quality),
        }),
      ]),
    ),
    ...doubts.map((doubt) => element("Warning", { doubt })),
    ...(records.length === 0
      ? []
      : [
          element(
            "Records",
            {},
            records.map((bytes) => recordOf("19794-4", bytes)),
          ),
        ]),
  ]);
