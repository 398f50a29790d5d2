/** A print from a file of any common kind, by its content: WSQ, Windows bitmap, or what the picture library reads. */
import { decodeBmp } from "../../api/formats/bmp.ts";
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import { decodeGrey } from "../image.ts";

/** Throws OutsideFault: picture-unreadable, input-malformed, input-too-large. */
export const readPrint = async (bytes: Uint8Array, label: string): Promise<GreyImage> => {
  if (bytes[0] === 0xff && bytes[1] === 0xa0) return decodeWsq(bytes, label).image;
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return decodeBmp(bytes, label);
  return decodeGrey(bytes, label);
};
