/** The only door to sharp: encoded pictures in, plain pixels out, and back. */
import sharp from "sharp";
import { OutsideFault } from "../api/base/faults.ts";
import { underWay } from "../api/base/under-way.ts";
import type { GreyImage, RgbImage } from "../api/words/sample.ts";
import type { Point, Rectangle } from "../api/words/units.ts";

/** A stranger's picture may not make us allocate more than this. */
const MAX_PIXELS = 64_000_000;

sharp.cache(false);
sharp.concurrency(1);

const remedyFor = (why: string): string =>
  why.includes("unsupported image format")
    ? "save it as JPEG, PNG, WebP, TIFF, GIF or AVIF"
    : "copy the file again, or take the picture again";

const reading = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await underWay(work());
  } catch (cause) {
    if (cause instanceof OutsideFault) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    const why = said
      .split("\n", 1)
      .join("")
      .replace(/[:.\s]+$/u, "");
    if (why.includes("pixel limit"))
      throw new OutsideFault(
        "input-too-large",
        `${label} has more than ${MAX_PIXELS / 1_000_000} million pixels; make it smaller.`,
        { cause },
      );
    throw new OutsideFault(
      "picture-unreadable",
      `${label} is not a picture the kiosk can read: ${why}; ${remedyFor(why)}.`,
      { cause },
    );
  }
};

/**
 * Drawings are programs: nested references and filters take minutes and no limit on pixels stops them. Every SVG begins as
 * XML, in 8 or 16 bits, or is packed by gzip; no photograph does.
 */
const isDrawing = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = bytes;
  const packed = first === 0x1f && second === 0x8b;
  const marked = (first === 0xef && second === 0xbb) || ((first ^ second) === 1 && first >= 0xfe);
  return packed || marked || /^\s*</u.test(Buffer.from(bytes.subarray(0, 1000)).toString("latin1"));
};

const open = (bytes: Uint8Array, label: string) => {
  if (isDrawing(bytes))
    throw new OutsideFault(
      "picture-unreadable",
      `${label} is a drawing or a text (SVG, XML), no photograph; save it as JPEG or PNG.`,
    );
  // "error": a TIFF that is cut short is read as far as it goes below that.
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 }).autoOrient();
};

/** Any common picture as 8-bit grey, alpha on white. Throws OutsideFault picture-unreadable. */
export const decodeGrey = (bytes: Uint8Array, label = "picture"): Promise<GreyImage> =>
  reading(label, async () => {
    const { data, info } = await open(bytes, label)
      .flatten({ background: "white" })
      .toColourspace("b-w")
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  });

/**
 * Any common picture as 8-bit sRGB: colour profiles are applied, grey and CMYK converted, 16 bits brought to 8,
 * turned as EXIF says, the first picture of several. Throws OutsideFault picture-unreadable or input-too-large.
 */
export const decodeRgb = (bytes: Uint8Array, label = "picture"): Promise<RgbImage> =>
  reading(label, async () => {
    const { data, info } = await open(bytes, label)
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
  underWay(fromGrey(image).png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer());

/** Lossless. Same pixels, same bytes. */
export const encodeRgbPng = (image: RgbImage): Promise<Uint8Array> =>
  underWay(fromRgb(image).png({ compressionLevel: 6 }).toBuffer());

/** Baseline JFIF; quality 1..100; colour at full resolution unless the caller gives half of it away. */
export const encodeRgbJpeg = (
  image: RgbImage,
  quality: number,
  chromaSubsampling: "4:4:4" | "4:2:0" = "4:4:4",
): Promise<Uint8Array> =>
  underWay(fromRgb(image).jpeg({ quality, chromaSubsampling, mozjpeg: false }).toBuffer());

/** Baseline JFIF, one component; quality 1..100. */
export const encodeGreyJpeg = (image: GreyImage, quality: number): Promise<Uint8Array> =>
  underWay(fromGrey(image).jpeg({ quality, mozjpeg: false }).toBuffer());

/** Lanczos; both sides given, the ratio is the caller's business. */
export const resizeRgb = async (image: RgbImage, width: number, height: number): Promise<RgbImage> => ({
  width,
  height,
  pixels: await underWay(
    fromRgb(image).resize(width, height, { fit: "fill", kernel: "lanczos3" }).raw().toBuffer(),
  ),
});

/** Lanczos; both sides given, the ratio is the caller's business. */
export const resizeGrey = async (image: GreyImage, width: number, height: number): Promise<GreyImage> => ({
  width,
  height,
  pixels: await underWay(
    fromGrey(image)
      .resize(width, height, { fit: "fill", kernel: "lanczos3" })
      .toColourspace("b-w")
      .extractChannel(0)
      .raw()
      .toBuffer(),
  ),
});

/** A rectangle of a picture turned about its own middle: pixels of the result are the picture's, at its scale. */
export interface TurnedCut {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** Clockwise as seen; 0 copies pixels unchanged where the corner falls on whole ones. */
  readonly degrees: number;
}

const extract = async (image: RgbImage, region: Rectangle): Promise<RgbImage> => ({
  width: region.width,
  height: region.height,
  pixels: await underWay(
    fromRgb(image)
      .extract({ left: region.x, top: region.y, width: region.width, height: region.height })
      .raw()
      .toBuffer(),
  ),
});

/** The rectangle of this size around a point, on whole pixels. */
const around = (centre: Point, width: number, height: number): Rectangle => ({
  x: Math.round(centre.x - (width - 1) / 2),
  y: Math.round(centre.y - (height - 1) / 2),
  width,
  height,
});

/** Cuts and turns in one step (bicubic). The caller sees to it that the corners lie inside the picture. */
export const cutRgb = async (image: RgbImage, cut: TurnedCut): Promise<RgbImage> => {
  const { centre, width, height } = cut;
  if (cut.degrees === 0) return extract(image, around(centre, width, height));
  // Only what the turned rectangle can touch.
  const reach = Math.ceil(Math.hypot(width, height) / 2) + 4;
  const left = Math.max(0, Math.floor(centre.x) - reach);
  const top = Math.max(0, Math.floor(centre.y) - reach);
  const near = await extract(image, {
    x: left,
    y: top,
    width: Math.min(image.width, Math.ceil(centre.x) + reach) - left,
    height: Math.min(image.height, Math.ceil(centre.y) + reach) - top,
  });
  const angle = (cut.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turn = (x: number, y: number): Point => ({ x: cos * x - sin * y, y: sin * x + cos * y });
  // libvips moves the top-left of all that results, rounded, to the origin.
  const corners = [turn(0, 0), turn(near.width, 0), turn(0, near.height), turn(near.width, near.height)];
  const middle = turn(centre.x - left, centre.y - top);
  const { data, info } = await underWay(
    fromRgb(near)
      .affine([cos, -sin, sin, cos], { interpolator: "bicubic" })
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  const moved = {
    x: middle.x - Math.round(Math.min(...corners.map((p) => p.x))),
    y: middle.y - Math.round(Math.min(...corners.map((p) => p.y))),
  };
  return extract({ width: info.width, height: info.height, pixels: data }, around(moved, width, height));
};
