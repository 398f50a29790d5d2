/** The NIST comment: lines of NAME VALUE, of which the first counts the lines. */
import type { PixelsPerInch } from "../../words/units.ts";

export interface NistComment {
  readonly width: number;
  readonly height: number;
  readonly ppi: PixelsPerInch;
  readonly bitRate: number;
}

export const nistComment = ({ width, height, ppi, bitRate }: NistComment): Uint8Array => {
  const lines = [
    "NIST_COM 9",
    `PIX_WIDTH ${width}`,
    `PIX_HEIGHT ${height}`,
    "PIX_DEPTH 8",
    `PPI ${ppi}`,
    "LOSSY 1",
    "COLORSPACE GRAY",
    "COMPRESSION WSQ",
    `WSQ_BITRATE ${bitRate.toFixed(6)}`,
  ];
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
};

/** The resolution that a NIST comment states; undefined when it states none, or "-1" for unknown. */
export const ppiOf = (comment: string): PixelsPerInch | undefined => {
  if (!comment.startsWith("NIST_COM")) return undefined;
  const stated = /^PPI (\d{2,5})\s*$/mu.exec(comment);
  const ppi = Number(stated?.[1]);
  return ppi >= 50 && ppi <= 10_000 ? ppi : undefined;
};
