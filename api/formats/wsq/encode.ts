/** Grey prints to WSQ. Not certified by the FBI; see `constants.ts`. */
import { Bug, OutsideFault } from "../../base/faults.ts";
import { Writer } from "../../bytes/writer.ts";
import type { GreyImage } from "../../words/sample.ts";
import type { PixelsPerInch } from "../../words/units.ts";
import {
  BIN_CENTRE,
  BLOCK_STARTS,
  HIGH_7,
  LOW_9,
  MARKERS,
  MOST_PIXELS,
  SMALLEST_SIDE,
  TABLE_SUBBANDS,
} from "./constants.ts";
import { codesOf, designTable } from "./huffman.ts";
import type { HuffmanTable } from "./huffman.ts";
import { nistComment } from "./nistcom.ts";
import { designBins, quantize, variancesOf } from "./quantizer.ts";
import type { Bin } from "./quantizer.ts";
import { asWritten, blockHeader, frame, quantization, transform97 } from "./segments.ts";
import { eachSymbol, encodeBlock } from "./symbols.ts";
import { makeTree } from "./tree.ts";
import type { Tree } from "./tree.ts";
import { analysisFilters, decompose } from "./wavelet.ts";
import type { Plane } from "./wavelet.ts";

export interface WsqOptions {
  /** Written into the NIST comment; the codec is meant for 500. */
  readonly ppi: PixelsPerInch;
  /** Bits a pixel asked of the quantizer: 0.75 (about 15 : 1, the usual) to 2.25 (about 5 : 1). */
  readonly bpp?: number;
  /** The file may not be larger; the bit rate is lowered until it fits. */
  readonly maxBytes?: number;
}

/** TR-03121's and the chips' usual limit for one print. */
export const PRINT_LIMIT_BYTES = 18 * 1024;

interface Analysed {
  readonly image: GreyImage;
  readonly shift: number;
  readonly scale: number;
  readonly plane: Plane;
  readonly tree: Tree;
  readonly variances: readonly number[];
}

/** Shift to a mean of zero, scale to 128, and the transform. */
const analyse = (image: GreyImage): Analysed => {
  const { width, height, pixels } = image;
  let sum = 0;
  let low = 255;
  let high = 0;
  for (const pixel of pixels) {
    sum += pixel;
    if (pixel < low) low = pixel;
    if (pixel > high) high = pixel;
  }
  const shift = asWritten(sum / pixels.length);
  const spread = Math.max(high - shift, shift - low) / 128;
  const scale = asWritten(spread > 0.001 ? spread : 1);
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < values.length; i += 1) values[i] = ((pixels[i] as number) - shift) / scale;
  const plane = { width, height, values };
  const tree = makeTree(width, height);
  decompose(plane, tree.splits, analysisFilters(LOW_9, HIGH_7));
  return { image, shift, scale, plane, tree, variances: variancesOf(plane, tree.subbands) };
};

const segment = (out: Writer, marker: number, payload: Uint8Array): void => {
  out
    .unsigned(marker, 2, "big")
    .unsigned(payload.length + 2, 2, "big")
    .put(payload);
};

const tablePayload = (id: number, { counts, symbols }: HuffmanTable): Uint8Array =>
  Uint8Array.from([id, ...counts, ...symbols]);

/** Occurrences of each symbol in parts of the coefficients. */
const histogram = (values: Int32Array, parts: readonly (readonly [number, number])[]): number[] => {
  const counts: number[] = Array.from({ length: 256 }, () => 0);
  for (const [from, to] of parts)
    eachSymbol(values, from, to, (symbol) => {
      counts[symbol] = (counts[symbol] ?? 0) + 1;
    });
  // A picture without structure has no symbols at all, but a table must have one.
  if (Math.max(...counts) === 0) counts[1] = 1;
  return counts;
};

const headers = (
  out: Writer,
  { image, shift, scale }: Analysed,
  bins: readonly Bin[],
  options: WsqOptions,
  rate: number,
): void => {
  const { width, height } = image;
  segment(out, MARKERS.com, nistComment({ width, height, ppi: options.ppi, bitRate: rate }));
  segment(out, MARKERS.dtt, transform97.encode({ lowLength: 9, highLength: 7, low: LOW_9, high: HIGH_7 }));
  const all = Array.from({ length: TABLE_SUBBANDS }, (_, k) => bins[k] ?? { width: 0, zero: 0 });
  segment(out, MARKERS.dqt, quantization.encode({ centre: BIN_CENTRE, bins: all }));
  segment(
    out,
    MARKERS.sof,
    frame.encode({ black: 0, white: 255, height, width, shift, scale, encoder: 0, software: 0 }),
  );
};

/** The file at one bit rate. */
const encodeAt = (analysed: Analysed, options: WsqOptions, rate: number): Uint8Array => {
  const bins = designBins(analysed.variances, rate);
  const { values, starts } = quantize(analysed.plane, analysed.tree.subbands, bins);
  const [first, second, third] = [0, 1, 2].map((block): [number, number] => [
    starts[BLOCK_STARTS[block] ?? 0] ?? 0,
    starts[BLOCK_STARTS[block + 1] ?? 0] ?? 0,
  ]) as [[number, number], [number, number], [number, number]];
  const out = new Writer().unsigned(MARKERS.soi, 2, "big");
  headers(out, analysed, bins, options, rate);
  // Blocks 2 and 3 share a table, as the reference encoder has it.
  for (const [id, parts] of [[first], [second, third]].entries()) {
    const table = designTable(histogram(values, parts));
    segment(out, MARKERS.dht, tablePayload(id, table));
    const codes = codesOf(table, "our own table", 0);
    for (const [from, to] of parts) {
      segment(out, MARKERS.sob, blockHeader.encode({ table: id }));
      out.put(encodeBlock(values, from, to, codes));
    }
  }
  return out.unsigned(MARKERS.eoi, 2, "big").done();
};

/** Rates below this leave no ridges. */
const LOWEST_RATE = 0.05;

/** Largest rate, by halving, whose file fits. */
const fitted = (analysed: Analysed, options: WsqOptions, rate: number, maxBytes: number): Uint8Array => {
  let best = encodeAt(analysed, options, rate);
  if (best.length <= maxBytes) return best;
  let [low, high] = [LOWEST_RATE, rate];
  best = encodeAt(analysed, options, low);
  if (best.length > maxBytes)
    throw new OutsideFault(
      "input-too-large",
      `a picture of ${analysed.image.width} x ${analysed.image.height} pixels does not fit ${maxBytes} bytes as WSQ; crop it or allow more`,
    );
  for (let round = 0; round < 8; round += 1) {
    const middle = (low + high) / 2;
    const file = encodeAt(analysed, options, middle);
    if (file.length <= maxBytes) [low, best] = [middle, file];
    else high = middle;
  }
  return best;
};

/**
 * Compresses an 8-bit grey print of at least 32 x 32 pixels.
 * Throws OutsideFault input-too-large when the picture is beyond the format or does not fit maxBytes at any rate.
 */
export const encodeWsq = (image: GreyImage, options: WsqOptions): Uint8Array => {
  const { width, height, pixels } = image;
  const rate = options.bpp ?? 0.75;
  if (pixels.length !== width * height)
    throw new Bug(`${pixels.length} pixels in a picture of ${width} x ${height}`);
  if (!(rate >= LOWEST_RATE && rate <= 8))
    throw new Bug(`a bit rate of ${rate} is not between ${LOWEST_RATE} and 8`);
  if (Math.min(width, height) < SMALLEST_SIDE)
    throw new OutsideFault(
      "policy-refused",
      `a picture of ${width} x ${height} pixels is too small for WSQ, which needs ${SMALLEST_SIDE} each way; store it losslessly`,
    );
  if (Math.max(width, height) > 0xffff || width * height > MOST_PIXELS)
    throw new OutsideFault(
      "input-too-large",
      `a picture of ${width} x ${height} pixels is too large for WSQ; crop it to the finger`,
    );
  const analysed = analyse(image);
  return options.maxBytes === undefined
    ? encodeAt(analysed, options, rate)
    : fitted(analysed, options, rate, options.maxBytes);
};
