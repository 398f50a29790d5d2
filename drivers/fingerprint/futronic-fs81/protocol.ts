/** Commands of the Futronic FS81 module: one byte or three, over a bulk pair; answers carry no names. Source: README.md. */
import { bytes, record, u16be } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";

export const COMMAND = {
  information: Uint8Array.of(0xe0),
  status: Uint8Array.of(0x6c),
  settings: Uint8Array.of(0x50),
  lampOn: Uint8Array.of(0xdd, 0x32, 0x00),
  lampOff: Uint8Array.of(0xdd, 0x00, 0x00),
  firstFrame: Uint8Array.of(0xfe),
  nextFrame: Uint8Array.of(0x6e),
} as const;

/** What the module sends in one go when it is not a frame. */
export const BLOCK = 512;
/** The module known; another size is another module. */
export const WIDTH = 320;
export const HEIGHT = 480;

const geometry = record("FS81 information", { unknown0: bytes(4), width: u16be, height: u16be });

/** Undefined: this block is no answer to "information", but the rest of a frame. */
export const readGeometry = (
  block: Uint8Array,
): { readonly width: number; readonly height: number } | undefined => {
  if (block.length < 8) return undefined;
  const { width, height } = geometry.read(new Reader(block, "FS81 information"));
  return width === WIDTH && height === HEIGHT ? { width, height } : undefined;
};

export const writeGeometry = (): Uint8Array => {
  const block = new Uint8Array(BLOCK);
  block.set(geometry.encode({ unknown0: new Uint8Array(4), width: WIDTH, height: HEIGHT }));
  return block;
};

/** Mean variance of squares of 8 x 8: above, a finger lies there; below, the sensor is clear. */
export const PRESENT_ABOVE = 300;
export const CLEAR_BELOW = 150;

/** Nominal, after the maker's data sheet of the family [from memory: to be confirmed]. */
export const PPI = 500;

/** The module sends the bottom row first. */
export const upright = (frame: Uint8Array): Uint8Array => {
  const out = new Uint8Array(frame.length);
  for (let row = 0; row < HEIGHT; row += 1)
    out.set(frame.subarray(row * WIDTH, (row + 1) * WIDTH), (HEIGHT - 1 - row) * WIDTH);
  return out;
};
