/** WSQ to grey prints. A stranger's file: every refusal names the file, the offset and the reason. */
import { OutsideFault } from "../../base/faults.ts";
import { Reader } from "../../bytes/reader.ts";
import type { GreyImage } from "../../words/sample.ts";
import type { PixelsPerInch } from "../../words/units.ts";
import { BLOCK_STARTS, MARKERS, MOST_PIXELS, SMALLEST_SIDE, SUBBANDS } from "./constants.ts";
import { codesOf, lookupOf } from "./huffman.ts";
import { ppiOf } from "./nistcom.ts";
import { dequantize } from "./quantizer.ts";
import type { Bin } from "./quantizer.ts";
import { LENGTHS, blockHeader, frame, halfFilter, quantization, restart } from "./segments.ts";
import type { Frame, Quantization } from "./segments.ts";
import { decodeBlock } from "./symbols.ts";
import type { Entropy } from "./symbols.ts";
import { cellsOf, makeTree } from "./tree.ts";
import type { Tree } from "./tree.ts";
import { TAPS, reconstruct, synthesisFilters } from "./wavelet.ts";
import type { FilterPair } from "./wavelet.ts";

export interface DecodedWsq {
  readonly image: GreyImage;
  /** As a NIST comment states it; a claim, not a measurement. */
  readonly ppi?: PixelsPerInch;
  readonly comments: readonly string[];
  /** What is not quite as the specification has it and was read all the same. */
  readonly warnings: readonly string[];
  /** The quantized bins as they stand in the file, for comparing encoders. */
  readonly quantized: { readonly values: Int32Array; readonly bins: readonly Bin[] };
}

interface Block {
  readonly lookup: Uint16Array;
  readonly entropy: Entropy;
}

/** What the segments have said so far. */
interface Known {
  frame?: Frame;
  quantization?: Quantization;
  filters?: FilterPair;
  readonly tables: Map<number, Uint16Array>;
  readonly blocks: Block[];
  readonly comments: string[];
  readonly warnings: string[];
}

const readTransform = (from: Reader): FilterPair => {
  const lowLength = from.u8();
  const highLength = from.u8();
  for (const length of [lowLength, highLength])
    if (length % 2 === 0 || length < 1 || length > 2 * TAPS - 1)
      from.refuse(
        `a wavelet filter of ${length} taps is not supported, only odd lengths up to ${2 * TAPS - 1}`,
      );
  return synthesisFilters(halfFilter(lowLength).read(from), halfFilter(highLength).read(from));
};

const readTables = (from: Reader, known: Known): void => {
  do {
    const at = from.at;
    const id = from.u8();
    if (id > 7) from.refuse(`Huffman table ${id} where 0 to 7 are allowed`, at);
    const counts = Array.from(from.take(16));
    const symbols = Array.from(from.take(counts.reduce((sum, count) => sum + count, 0)));
    if (new Set(symbols).size !== symbols.length) from.refuse("a symbol has two codes", at);
    const codes = codesOf({ counts, symbols }, from.label, at);
    for (const [symbol, { bits, length }] of codes)
      if (bits === 2 ** length - 1)
        known.warnings.push(`Huffman table ${id}: symbol ${symbol} has the code of all ones`);
    known.tables.set(id, lookupOf(codes));
  } while (from.left > 0);
};

const readFrame = (from: Reader): Frame => {
  const at = from.at;
  const value = frame.read(from);
  const { width, height } = value;
  if (width * height > MOST_PIXELS)
    throw new OutsideFault(
      "input-too-large",
      `${from.label}, offset ${at}: a picture of ${width} x ${height} pixels is more than the kiosk reads`,
    );
  if (Math.min(width, height) < SMALLEST_SIDE)
    from.refuse(
      `a picture of ${width} x ${height} pixels, where the transform needs ${SMALLEST_SIDE} each way`,
      at,
    );
  return value;
};

/** Entropy-coded bytes up to the next marker, without the stuffed zeros. */
const readEntropy = (from: Reader): Entropy => {
  const { bytes, end, at: start } = from;
  const out = new Uint8Array(end - start);
  let size = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === 0xff && at + 1 < end && bytes[at + 1] !== 0) break;
    if (byte === 0xff && at + 1 >= end) from.refuse("the file ends within coefficients", at);
    out[size] = byte;
    size += 1;
    at += byte === 0xff ? 2 : 1;
  }
  if (at >= end) from.refuse("the file ends within coefficients, without an end marker", at);
  from.skip(at - start);
  return { bytes: out.slice(0, size), label: from.label, offset: start };
};

const readBlock = (from: Reader, payload: Reader, known: Known): void => {
  if (known.frame === undefined || known.quantization === undefined || known.filters === undefined)
    from.refuse("coefficients before the frame, the quantization and the transform are known");
  if (known.blocks.length >= BLOCK_STARTS.length - 1) from.refuse("more than three blocks of coefficients");
  const { table } = blockHeader.read(payload);
  const lookup = known.tables.get(table) ?? payload.refuse(`Huffman table ${table} was not defined`);
  known.blocks.push({ lookup, entropy: readEntropy(from) });
};

const exactLength: Readonly<Record<number, number>> = {
  [MARKERS.sof]: LENGTHS.sof,
  [MARKERS.sob]: LENGTHS.sob,
  [MARKERS.dqt]: LENGTHS.dqt,
  [MARKERS.drt]: 4,
};

/** Reads one segment; its declared length must be what its content needs. */
const readSegment = (from: Reader, marker: number, known: Known): void => {
  const at = from.at;
  const length = from.unsigned(2, "big");
  const exact = exactLength[marker];
  if (length < 2 || (exact !== undefined && length !== exact))
    from.refuse(`a segment ${marker.toString(16)} of length ${length}`, at);
  const payload = from.sub(length - 2);
  switch (marker) {
    case MARKERS.com:
      known.comments.push(new TextDecoder("latin1").decode(payload.take(payload.left)));
      break;
    case MARKERS.dtt:
      known.filters = readTransform(payload);
      break;
    case MARKERS.dqt:
      known.quantization = quantization.read(payload);
      break;
    case MARKERS.dht:
      readTables(payload, known);
      break;
    case MARKERS.sof:
      if (known.frame !== undefined) from.refuse("a second frame header", at);
      known.frame = readFrame(payload);
      break;
    case MARKERS.drt:
      if (restart.read(payload).interval !== 0) from.refuse("restart intervals are not supported", at);
      break;
    case MARKERS.sob:
      readBlock(from, payload, known);
      break;
    default:
      from.refuse(`marker ${marker.toString(16)} is not one of WSQ's`, at - 2);
  }
  payload.finish();
};

const readFile = (from: Reader): Known => {
  const known: Known = { tables: new Map(), blocks: [], comments: [], warnings: [] };
  if (from.left < 4 || from.unsigned(2, "big") !== MARKERS.soi)
    from.refuse("not a WSQ file: it does not begin with FFA0", 0);
  for (;;) {
    const marker = from.unsigned(2, "big");
    if (marker === MARKERS.eoi) break;
    readSegment(from, marker, known);
  }
  if (from.left > 0) known.warnings.push(`${from.left} bytes after the end of the image`);
  return known;
};

/** Quantized values of all blocks, in the order of the subbands. */
const readValues = (from: Reader, blocks: readonly Block[], tree: Tree, bins: readonly Bin[]): Int32Array => {
  const sizes = tree.subbands.map((region, k) => ((bins[k]?.width ?? 0) > 0 ? cellsOf(region) : 0));
  const values = new Int32Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (let block = 0; block < BLOCK_STARTS.length - 1; block += 1) {
    const size = sizes
      .slice(BLOCK_STARTS[block], BLOCK_STARTS[block + 1])
      .reduce((sum, value) => sum + value, 0);
    const coded = blocks[block];
    if (coded !== undefined) decodeBlock(coded.entropy, coded.lookup, values, at, at + size);
    else if (size > 0) from.refuse(`${size} coefficients of block ${block + 1} are missing`);
    at += size;
  }
  return values;
};

/**
 * Decodes a WSQ file. Throws OutsideFault input-malformed (label, offset, reason) for a file that lies or ends early,
 * input-too-large for a picture beyond 25 million pixels.
 */
export const decodeWsq = (bytes: Uint8Array, label: string): DecodedWsq => {
  const from = new Reader(bytes, label);
  const { frame, quantization, filters, blocks, comments, warnings } = readFile(from);
  if (frame === undefined || quantization === undefined || filters === undefined)
    return from.refuse("the file ends before frame, quantization and transform were all defined");
  const { width, height, shift, scale } = frame;
  const tree = makeTree(width, height);
  const bins = quantization.bins.slice(0, SUBBANDS);
  const values = readValues(from, blocks, tree, bins);
  const plane = { width, height, values: new Float32Array(width * height) };
  dequantize(values, plane, tree.subbands, bins, quantization.centre);
  reconstruct(plane, tree.splits, filters);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i += 1) {
    const grey = Math.floor((plane.values[i] as number) * scale + shift + 0.5);
    pixels[i] = grey < 0 ? 0 : grey > 255 ? 255 : grey;
  }
  const ppi = comments.map(ppiOf).find((value) => value !== undefined);
  return {
    image: { width, height, pixels },
    ...(ppi === undefined ? {} : { ppi }),
    comments,
    warnings,
    quantized: { values, bins },
  };
};
