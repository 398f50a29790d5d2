/** A picture in the bytes that a pad's screen takes (README.md). */
import { deflateSync } from "node:zlib";
import { Bug } from "../../../api/base/faults.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { ENCODING, ENCODING_FLAGS } from "./protocol.ts";
import type { Capability } from "./protocol.ts";

export interface EncodedPicture {
  /** Payload of "start image data". */
  readonly encoding: number;
  readonly bytes: Uint8Array;
}

const HALF = 128;

/** A set bit is white, the highest bit is the left pixel; rows begin on whole bytes. */
const oneBit = ({ width, height, pixels }: RgbImage): Uint8Array => {
  const row = Math.ceil(width / 8);
  const bytes = new Uint8Array(row * height).fill(0xff);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const light = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
      const byte = y * row + (x >> 3);
      if (light < HALF) bytes[byte] = (bytes[byte] ?? 0) & ~(0x80 >> (x & 7));
    }
  return bytes;
};

/** Five bits of red, six of green, five of blue; the high byte first. */
const sixteenBit = ({ pixels }: RgbImage): Uint8Array => {
  const bytes = new Uint8Array((pixels.length / 3) * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at * 3 < pixels.length; at += 1) {
    const [red, green, blue] = [pixels[at * 3] ?? 0, pixels[at * 3 + 1] ?? 0, pixels[at * 3 + 2] ?? 0];
    view.setUint16(at * 2, ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3));
  }
  return bytes;
};

/** Blue, green, red. */
const twentyFourBit = ({ pixels }: RgbImage): Uint8Array => {
  const out = new Uint8Array(pixels.length);
  for (let at = 0; at < out.length; at += 1) out[at] = pixels[at - (at % 3) + (2 - (at % 3))] ?? 0;
  return out;
};

/** The best that the pad shows in the fewest bytes: 565 where it has colours, else one bit a pixel, deflated where it can. */
export const encodePicture = (
  picture: RgbImage,
  { screenWidth, screenHeight, encodings }: Pick<Capability, "screenWidth" | "screenHeight" | "encodings">,
): EncodedPicture => {
  if (picture.width !== screenWidth || picture.height !== screenHeight)
    throw new Bug(
      `a picture of ${picture.width} x ${picture.height} for a screen of ${screenWidth} x ${screenHeight}`,
    );
  if (encodings & ENCODING_FLAGS.sixteenBit)
    return { encoding: ENCODING.sixteenBit, bytes: sixteenBit(picture) };
  if (encodings & ENCODING_FLAGS.twentyFourBit)
    return { encoding: ENCODING.twentyFourBit, bytes: twentyFourBit(picture) };
  const plain = oneBit(picture);
  return encodings & ENCODING_FLAGS.deflated
    ? { encoding: ENCODING.oneBitDeflated, bytes: new Uint8Array(deflateSync(plain)) }
    : { encoding: ENCODING.oneBit, bytes: plain };
};
