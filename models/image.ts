/** The only door to sharp: encoded pictures in, plain pixels out, and back. */
import sharp from "sharp";
import { OutsideFault } from "../api/base/faults.ts";
import type { GreyImage, RgbImage } from "../api/words/sample.ts";

/** A stranger's picture may not make us allocate more than this. */
const MAX_PIXELS = 64_000_000;

sharp.cache(false);
sharp.concurrency(1);

const reading = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new OutsideFault("picture-unreadable", `${label} is not a picture the kiosk can read: ${why}`, {
      cause,
    });
  }
};

const open = (bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "truncated", pages: 1 }).autoOrient();

/** Any common picture as 8-bit grey, alpha on white. Throws OutsideFault picture-unreadable. */
export const decodeGrey = (bytes: Uint8Array, label = "picture"): Promise<GreyImage> =>
  reading(label, async () => {
    const { data, info } = await open(bytes)
      .flatten({ background: "white" })
      .toColourspace("b-w")
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  });

/** Any common picture as 8-bit sRGB. Throws OutsideFault picture-unreadable. */
export const decodeRgb = (bytes: Uint8Array, label = "picture"): Promise<RgbImage> =>
  reading(label, async () => {
    const { data, info } = await open(bytes)
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} channels after conversion to sRGB`);
    return { width: info.width, height: info.height, pixels: data };
  });

const fromGrey = (image: GreyImage) =>
  sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 1 } }).toColourspace(
    "b-w",
  );
const fromRgb = (image: RgbImage) =>
  sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 3 } });

/** Lossless. Same pixels, same bytes. */
export const encodeGreyPng = (image: GreyImage): Promise<Uint8Array> =>
  fromGrey(image).png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();

/** Lossless. Same pixels, same bytes. */
export const encodeRgbPng = (image: RgbImage): Promise<Uint8Array> =>
  fromRgb(image).png({ compressionLevel: 6 }).toBuffer();

/** Baseline JFIF; quality 1..100. */
export const encodeRgbJpeg = (image: RgbImage, quality: number): Promise<Uint8Array> =>
  fromRgb(image).jpeg({ quality, chromaSubsampling: "4:4:4", mozjpeg: false }).toBuffer();

/** Baseline JFIF, one component; quality 1..100. */
export const encodeGreyJpeg = (image: GreyImage, quality: number): Promise<Uint8Array> =>
  fromGrey(image).jpeg({ quality, mozjpeg: false }).toBuffer();

/** Lanczos; both sides given, the ratio is the caller's business. */
export const resizeRgb = async (image: RgbImage, width: number, height: number): Promise<RgbImage> => ({
  width,
  height,
  pixels: await fromRgb(image).resize(width, height, { fit: "fill", kernel: "lanczos3" }).raw().toBuffer(),
});

/** Lanczos; both sides given, the ratio is the caller's business. */
export const resizeGrey = async (image: GreyImage, width: number, height: number): Promise<GreyImage> => ({
  width,
  height,
  pixels: await fromGrey(image)
    .resize(width, height, { fit: "fill", kernel: "lanczos3" })
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer(),
});
