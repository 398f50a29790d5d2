/** What a page may show of what is enrolled, in a format that browsers know. */
import { encodeFingerPng } from "../../../api/formats/finger-image/png.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import type { EncodedImage, EnrolledFinger } from "../../../api/words/enrolment.ts";
import type { Enrolled } from "../../session/run/sample-box.ts";
import type { Shown } from "../station.ts";

/** A page shows no WSQ. */
const shownPrint = ({ image, ppi, position }: EnrolledFinger): EncodedImage =>
  image.mediaType === "image/x-wsq"
    ? {
        ...image,
        mediaType: "image/png",
        bytes: encodeFingerPng(decodeWsq(image.bytes, position).image, ppi),
      }
    : image;

/** The portrait is shown as its JPEG master: a page shows no JPEG 2000. */
export const pictureOf = (enrolled: Enrolled | undefined): Shown | undefined => {
  if (enrolled === undefined) return undefined;
  if (enrolled.kind === "document") {
    const { mediaType, bytes } = enrolled.document;
    return mediaType === "application/pdf" ? undefined : { mediaType, bytes: Uint8Array.from(bytes) };
  }
  const image =
    enrolled.kind === "face"
      ? enrolled.face.master
      : enrolled.kind === "finger"
        ? shownPrint(enrolled.finger)
        : enrolled.signature.image;
  const { mediaType } = image;
  return mediaType === "image/jpeg" || mediaType === "image/png"
    ? { mediaType, bytes: Uint8Array.from(image.bytes) }
    : undefined;
};
