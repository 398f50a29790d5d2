/** From the reader's stream to a picture: blocks of lines, missing lines, inversion and rotation. */
import { isNoise } from "../plausible.ts";
import { TransferFault } from "../../transport/transport.ts";
import { BLOCK, HEADER_LENGTH, MAX_LINES, PICTURE_WIDTH, pictureHeader } from "./protocol.ts";
import type { PictureHeader } from "./protocol.ts";
import type { GreyImage } from "../../../api/words/sample.ts";

export interface PictureBlock {
  readonly flags: number;
  readonly lines: number;
}

export interface Picture {
  readonly keyNumber: number;
  readonly blocks: readonly PictureBlock[];
  /** Stored lines, 384 bytes each; a view of the transfer. */
  readonly stream: Uint8Array;
}

/** The blocks up to the first of no lines. */
const blocksOf = (header: PictureHeader): readonly PictureBlock[] => {
  const end = header.blocks.findIndex(({ lines }) => lines === 0);
  return end < 0 ? header.blocks : header.blocks.slice(0, end);
};

const sum = (blocks: readonly PictureBlock[]): number =>
  blocks.reduce((total, { lines }) => total + lines, 0);

/** Checks that the transfer holds a whole picture. Throws TransferFault short-transfer or garbage. */
export const readPicture = (transfer: Uint8Array): Picture => {
  if (transfer.length < HEADER_LENGTH)
    throw new TransferFault("short-transfer", `${transfer.length} bytes of a picture`);
  const header = pictureHeader.decode(transfer.subarray(0, HEADER_LENGTH));
  const blocks = blocksOf(header);
  const stored = sum(blocks.filter(({ flags }) => (flags & BLOCK.notPresent) === 0));
  if (header.lines === 0 || header.lines > MAX_LINES || sum(blocks) > MAX_LINES || stored !== header.lines)
    throw new TransferFault(
      "garbage",
      `picture header: ${header.lines} lines, blocks of ${stored} and ${sum(blocks)}`,
    );
  const needed = HEADER_LENGTH + header.lines * PICTURE_WIDTH;
  if (transfer.length < needed)
    throw new TransferFault("short-transfer", `${transfer.length} of ${needed} bytes of a picture`);
  return { keyNumber: header.keyNumber, blocks, stream: transfer.subarray(HEADER_LENGTH, needed) };
};

/** Some readers flag lines as scrambled and send them plain: then the flag is wrong. */
export const looksScrambled = ({ stream }: Picture): boolean =>
  isNoise(stream.subarray(0, 64 * PICTURE_WIDTH));

/** Every line of the picture's blocks, missing ones filled with the stored lines that follow; inverted, perhaps turned. */
export const assemble = ({ blocks, stream }: Picture, rotated: boolean): GreyImage => {
  const height = sum(blocks);
  const pixels = new Uint8Array(height * PICTURE_WIDTH);
  let from = 0;
  let to = 0;
  for (const { flags, lines } of blocks) {
    const length = lines * PICTURE_WIDTH;
    const last = stream.length - length;
    pixels.set(stream.subarray(Math.max(0, Math.min(from, last)), Math.min(from, last) + length), to);
    to += length;
    if ((flags & BLOCK.notPresent) === 0) from += length;
  }
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = 0xff - (pixels[i] ?? 0);
  if (rotated) pixels.reverse();
  return { width: PICTURE_WIDTH, height, pixels };
};
