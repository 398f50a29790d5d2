/** The reverse of picture.ts, as the reader does it: a picture into the lines of its blocks, scrambled or plain. */
import type { GreyImage } from "../../../api/words/sample.ts";
import { Bug } from "../../../api/base/faults.ts";
import { copyOf } from "../../transport/copy.ts";
import type { PictureBlock } from "./picture.ts";
import { BLOCK, PICTURE_WIDTH } from "./protocol.ts";
import { scramble, skip } from "./scramble.ts";

/** The picture as the sensor stores it: ridges bright, perhaps upside down. */
export const asStored = (
  { width, height, pixels }: GreyImage,
  lines: number,
  rotated: boolean,
): Uint8Array => {
  if (width !== PICTURE_WIDTH || height !== lines)
    throw new Bug(`the reader's pictures are ${PICTURE_WIDTH} x ${lines}, not ${width} x ${height}`);
  const stored = new Uint8Array(pixels.length);
  for (let i = 0; i < stored.length; i += 1) stored[i] = 0xff - (pixels[i] as number);
  return rotated ? stored.reverse() : stored;
};

/** The stored lines of the stream. `keys`: of the picture, and one more for each block that changes the key; none: plain. */
export const encodeLines = (
  stored: Uint8Array,
  blocks: readonly PictureBlock[],
  keys: readonly number[],
): readonly Uint8Array[] => {
  const waiting = [...keys];
  const plain = keys.length === 0;
  const sent: Uint8Array[] = [];
  let [row, state] = [0, waiting.shift() ?? 0];
  for (const { flags, lines } of blocks) {
    if (flags & BLOCK.changeKey) state = waiting.shift() ?? state;
    const length = lines * PICTURE_WIDTH;
    const part = copyOf(stored, row * PICTURE_WIDTH, row * PICTURE_WIDTH + length);
    const present = (flags & BLOCK.notPresent) === 0;
    if (flags & BLOCK.scrambled && present && !plain) state = scramble(part, 0, length, state);
    else if ((flags & BLOCK.noKeyUpdate) === 0) state = skip(state, length);
    if (present) sent.push(part);
    row += lines;
  }
  return sent;
};
