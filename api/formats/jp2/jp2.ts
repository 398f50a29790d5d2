/** JPEG 2000 portraits in JP2 files: coded at a rate, losslessly, or to just under a size; and read back. */
import { BOX_OVERHEAD, codestreamSize, unwrapCodestream, wrapCodestream } from "./boxes.ts";
import { decodeCodestream, encodeCodestream } from "./codec.ts";
import type { Raster } from "./codec.ts";

/** `ratio`: raw bytes over coded bytes; "lossless": every pixel comes back. */
export const encodeJp2 = async (image: Raster, ratio: number | "lossless"): Promise<Uint8Array> =>
  wrapCodestream(await encodeCodestream(image, ratio), image);

export interface SizeWindow {
  /** Bytes; the file is never larger. */
  readonly atMost: number;
  /** Bytes; the file is smaller only where even lossless coding needs less. */
  readonly atLeast: number;
}

/** Each try aims closer; the coder misses its target by tens of bytes, so two usually do. */
const TRIES = 8;

/**
 * The best quality that fits: boxes included, within the window. Undefined when no try fell under the cap,
 * which needs a cap of a few hundred bytes.
 */
export const encodeJp2Within = async (image: Raster, window: SizeWindow): Promise<Uint8Array | undefined> => {
  const raw = image.pixels.length;
  let aim = window.atMost - BOX_OVERHEAD;
  let best: Uint8Array | undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const ratio = raw / Math.max(aim, 64);
    // At 1 and below there is nothing left to throw away.
    const file = await encodeJp2(image, ratio > 1 ? ratio : "lossless");
    if (file.length <= window.atMost && (best === undefined || file.length > best.length)) best = file;
    if (file.length >= window.atLeast && file.length <= window.atMost) return file;
    if (ratio <= 1 && file.length < window.atLeast) return file;
    // Aim at the middle of the window, corrected by how far this try missed.
    aim += (window.atMost + window.atLeast) / 2 - file.length;
  }
  return best;
};

/** Throws OutsideFault input-malformed, input-too-large or picture-unreadable. */
export const decodeJp2 = async (file: Uint8Array, label = "picture"): Promise<Raster> => {
  const codestream = unwrapCodestream(file, label);
  codestreamSize(codestream, label);
  return decodeCodestream(codestream, label);
};
