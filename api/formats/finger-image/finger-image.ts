/**
 * A print as a file: compressed once, from the captured pixels, at the captured resolution. WSQ loses detail under a
 * cap; PNG and JPEG 2000 lose nothing; raw is what ISO/IEC 19794-4 calls uncompressed.
 */
import { OutsideFault } from "../../base/faults.ts";
import type { EncodedImage } from "../../words/enrolment.ts";
import type { GreyImage } from "../../words/sample.ts";
import type { PixelsPerInch } from "../../words/units.ts";
import { decodeJp2, encodeJp2 } from "../jp2/jp2.ts";
import { decodeWsq } from "../wsq/decode.ts";
import { encodeWsq } from "../wsq/encode.ts";
import { decodeFingerPng, encodeFingerPng } from "./png.ts";

export type FingerCoding =
  /** `bpp` 0.75 when absent; `maxBytes`: never larger. */
  | { readonly kind: "wsq"; readonly bpp?: number; readonly maxBytes?: number }
  | { readonly kind: "png" }
  | { readonly kind: "jp2-lossless" }
  | { readonly kind: "raw" };

/** Codes a print. Throws OutsideFault where WSQ cannot take its size or cannot keep the cap. */
export const encodeFingerImage = async (
  image: GreyImage,
  ppi: PixelsPerInch,
  coding: FingerCoding,
): Promise<EncodedImage> => {
  const { width, height } = image;
  switch (coding.kind) {
    case "wsq": {
      const { bpp, maxBytes } = coding;
      const options = {
        ppi,
        ...(bpp === undefined ? {} : { bpp }),
        ...(maxBytes === undefined ? {} : { maxBytes }),
      };
      return { mediaType: "image/x-wsq", bytes: encodeWsq(image, options), width, height };
    }
    case "png":
      return { mediaType: "image/png", bytes: encodeFingerPng(image, ppi), width, height };
    case "jp2-lossless":
      return {
        mediaType: "image/jp2",
        bytes: await encodeJp2({ ...image, components: 1 }, "lossless"),
        width,
        height,
      };
    case "raw":
    default:
      return { mediaType: "application/octet-stream", bytes: image.pixels.slice(), width, height };
  }
};

const decoded = async (
  { mediaType, bytes, width, height }: EncodedImage,
  label: string,
): Promise<{ image: GreyImage; ppi?: PixelsPerInch }> => {
  switch (mediaType) {
    case "image/x-wsq": {
      const { image, ppi } = decodeWsq(bytes, label);
      return { image, ...(ppi === undefined ? {} : { ppi }) };
    }
    case "image/png":
      return decodeFingerPng(bytes, label);
    case "image/jp2": {
      const raster = await decodeJp2(bytes, label);
      if (raster.components !== 1)
        throw new OutsideFault("input-malformed", `${label}: a print in ${raster.components} colours`);
      return { image: { width: raster.width, height: raster.height, pixels: raster.pixels } };
    }
    case "application/octet-stream":
      if (bytes.length !== width * height)
        throw new OutsideFault(
          "input-malformed",
          `${label}: ${bytes.length} bytes are not ${width} x ${height} pixels`,
        );
      return { image: { width, height, pixels: bytes.slice() } };
    default:
      throw new OutsideFault(
        "input-malformed",
        `${label}: prints do not come as ${mediaType}; use WSQ, PNG or JPEG 2000`,
      );
  }
};

/**
 * Reads a print back; `ppi` where the file itself states one (WSQ's NIST comment, PNG's pHYs).
 * Throws OutsideFault input-malformed, also where the file's size is not the one that was stated.
 */
export const decodeFingerImage = async (
  file: EncodedImage,
  label: string,
): Promise<{ image: GreyImage; ppi?: PixelsPerInch }> => {
  const found = await decoded(file, label);
  const { width, height } = found.image;
  if (width !== file.width || height !== file.height)
    throw new OutsideFault(
      "input-malformed",
      `${label}: the picture has ${width} x ${height} pixels, its record says ${file.width} x ${file.height}`,
    );
  return found;
};
