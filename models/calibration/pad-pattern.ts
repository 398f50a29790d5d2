/** What a pad shows while it is calibrated: crosses to touch, in a frame that reaches its edges. */
import type { RgbImage } from "../../api/words/sample.ts";
import { Dice } from "../synthetic/dice.ts";

/** In shares of the pad's width and height. */
export interface PadMark {
  readonly x: number;
  readonly y: number;
}

export const MAPPING_MARKS: readonly PadMark[] = [
  { x: 1 / 8, y: 1 / 8 },
  { x: 7 / 8, y: 1 / 8 },
  { x: 1 / 2, y: 1 / 2 },
  { x: 1 / 8, y: 7 / 8 },
  { x: 7 / 8, y: 7 / 8 },
];

const PLACES = [0.18, 0.5, 0.82];
const SHOWN = 5;

/**
 * Five of nine places, a little off each: who touches them has seen the screen. Always one in each outer row and column,
 * so that the scale of both directions can be told.
 */
export const screenMarks = (seed: string): readonly PadMark[] => {
  const dice = new Dice(`${seed}/pad screen`);
  const all = PLACES.flatMap((y) => PLACES.map((x) => ({ x, y })));
  for (;;) {
    const drawn = all
      .map((place) => ({ place, order: dice.next() }))
      .toSorted((a, b) => a.order - b.order)
      .slice(0, SHOWN)
      .map(({ place }) => place);
    const spread = [0.18, 0.82].every(
      (end) => drawn.some(({ x }) => x === end) && drawn.some(({ y }) => y === end),
    );
    if (!spread) continue;
    return drawn
      .toSorted((a, b) => a.y - b.y || a.x - b.x)
      .map(({ x, y }) => ({ x: x + dice.between(-0.05, 0.05), y: y + dice.between(-0.05, 0.05) }));
  }
};

/** Black on white: pads without colours show the same. */
export const padPattern = (
  marks: readonly PadMark[],
  { width, height }: { readonly width: number; readonly height: number },
): RgbImage => {
  const pixels = new Uint8Array(width * height * 3).fill(255);
  const dot = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < width && y < height)
      pixels.fill(0, (y * width + x) * 3, (y * width + x) * 3 + 3);
  };
  for (let x = 0; x < width; x += 1) for (const y of [0, height - 1]) dot(x, y);
  for (let y = 0; y < height; y += 1) for (const x of [0, width - 1]) dot(x, y);
  const arm = Math.max(6, Math.round(height / 16));
  for (const mark of marks) {
    const [x, y] = [Math.round(mark.x * (width - 1)), Math.round(mark.y * (height - 1))];
    for (let i = -arm; i <= arm; i += 1) {
      dot(x + i, y);
      dot(x, y + i);
    }
  }
  return { width, height, pixels };
};
