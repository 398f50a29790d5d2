/** A picture of a face from a file of any common kind, by its content: JPEG 2000, as passports carry it, or what the picture library reads. */
import { decodeJp2 } from "../../api/formats/jp2/jp2.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { decodeRgb } from "../image.ts";

/** JP2's signature box, and a codestream without a file around it. */
const JPEG_2000 = [
  [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20],
  [0xff, 0x4f, 0xff, 0x51],
] as const;

const grown = (grey: Uint8Array): Uint8Array => {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = grey[Math.floor(i / 3)] ?? 0;
  return rgb;
};

/** As 8-bit sRGB, upright. Throws OutsideFault: picture-unreadable, input-malformed, input-too-large. */
export const readFacePicture = async (bytes: Uint8Array, label: string): Promise<RgbImage> => {
  if (!JPEG_2000.some((start) => start.every((byte, i) => bytes[i] === byte))) return decodeRgb(bytes, label);
  const { width, height, components, pixels } = await decodeJp2(bytes, label);
  return { width, height, pixels: components === 1 ? grown(pixels) : pixels };
};
