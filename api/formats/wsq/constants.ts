/**
 * Numbers of the Wavelet Scalar Quantization specification (IAFIS-IC-0110, version 3.1).
 * This codec is our own and is not certified by the FBI; it is checked on decoded pixels and quantized bins.
 */

export const MARKERS = {
  /** Start of image. */
  soi: 0xffa0,
  /** End of image. */
  eoi: 0xffa1,
  /** Start of frame: size, shift and scale. */
  sof: 0xffa2,
  /** Start of a block of coefficients. */
  sob: 0xffa3,
  /** Transform table: the wavelet's filters. */
  dtt: 0xffa4,
  /** Quantization table. */
  dqt: 0xffa5,
  /** Huffman tables. */
  dht: 0xffa6,
  /** Restart interval. */
  drt: 0xffa7,
  /** Comment. */
  com: 0xffa8,
} as const;

/** Subbands that a file can carry; four more of the 64 are never coded. */
export const SUBBANDS = 60;
export const TABLE_SUBBANDS = 64;

/** First subband of each of the three Huffman-coded blocks, and the end. */
export const BLOCK_STARTS = [0, 19, 52, SUBBANDS] as const;

/** Right halves, centre first, of the analysis filters that encoder number 1 uses (biorthogonal 9/7). */
export const LOW_9 = [
  0.85269867900940344, 0.3774028556126538, -0.11062440441842342, -0.02384946501938, 0.03782845550699546,
] as const;
export const HIGH_7 = [
  0.78848561640566439, -0.41809227322221221, -0.04068941760955844, 0.06453888262893845,
] as const;

/** Where a quantized value is put back inside its bin. */
export const BIN_CENTRE = 0.44;

/** Width of the zero bin in widths of the others. */
export const ZERO_BIN = 1.2;

/** Smallest side that the five levels of the transform leave whole. */
export const SMALLEST_SIDE = 32;

/** A stranger's file may not make us allocate more than this: 1,000 ppi of a whole hand's slap fits. */
export const MOST_PIXELS = 25_000_000;

/** Huffman symbols: what a code stands for. */
export const SYMBOLS = {
  /** 1 .. 100: so many zeros. */
  longestShortRun: 100,
  positive8: 101,
  negative8: 102,
  positive16: 103,
  negative16: 104,
  run8: 105,
  run16: 106,
  /** A symbol from 107 to 254 is the value symbol - 180: -73 .. 74. */
  valueZero: 180,
  firstValue: 107,
  lastValue: 254,
} as const;
