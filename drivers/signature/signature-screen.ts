/**
 * A pad's screen for signing, without a word of any language: a line to sign on with a cross before it, and three buttons:
 * cross (decline), arrow back (again), tick (accept). Whoever wants words gives a screen of their own.
 */
import type { PadAction, PadButton, PadScreen, ScreenSize } from "../../api/words/pad-screen.ts";
import type { RgbImage } from "../../api/words/sample.ts";

type Colour = readonly [number, number, number];
type Place = readonly [number, number];

const INK: Colour = [0, 0, 0];
/** Darker than half each: black on a pad without colours. */
const SIGNS: Readonly<Record<PadAction, { readonly colour: Colour; readonly lines: readonly Place[][] }>> = {
  decline: {
    colour: [170, 0, 0],
    lines: [
      [
        [0.3, 0.3],
        [0.7, 0.7],
      ],
      [
        [0.7, 0.3],
        [0.3, 0.7],
      ],
    ],
  },
  again: {
    colour: [0, 60, 140],
    lines: [
      [
        [0.75, 0.7],
        [0.75, 0.45],
        [0.3, 0.45],
      ],
      [
        [0.45, 0.3],
        [0.3, 0.45],
        [0.45, 0.6],
      ],
    ],
  },
  accept: {
    colour: [0, 110, 40],
    lines: [
      [
        [0.25, 0.5],
        [0.43, 0.7],
        [0.75, 0.3],
      ],
    ],
  },
};
const ORDER: readonly PadAction[] = ["decline", "again", "accept"];

class Sheet {
  readonly image: RgbImage;

  constructor({ width, height }: ScreenSize) {
    this.image = { width, height, pixels: new Uint8Array(width * height * 3).fill(0xff) };
  }

  /** A square of the pen's width. */
  dot(x: number, y: number, pen: number, colour: Colour): void {
    const { width, height, pixels } = this.image;
    const from = -Math.floor(pen / 2);
    for (let dy = from; dy < from + pen; dy += 1)
      for (let dx = from; dx < from + pen; dx += 1) {
        const [column, row] = [Math.round(x) + dx, Math.round(y) + dy];
        if (column >= 0 && row >= 0 && column < width && row < height)
          pixels.set(colour, (row * width + column) * 3);
      }
  }

  line([x0, y0]: Place, [x1, y1]: Place, pen: number, colour: Colour): void {
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0)));
    for (let step = 0; step <= steps; step += 1)
      this.dot(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps, pen, colour);
  }

  path(places: readonly Place[], pen: number, colour: Colour): void {
    for (const [i, to] of places.entries()) this.line(places[i - 1] ?? to, to, pen, colour);
  }
}

/** In a row below, or, on a very flat screen, in a column at the right. */
const buttonsOf = ({ width, height }: ScreenSize): readonly PadButton[] => {
  if (width / height > 3) {
    const side = Math.floor(height / 3);
    return ORDER.map((action, i) => ({ action, x: width - side, y: i * side, width: side, height: side }));
  }
  const [across, tall] = [Math.floor(width / 3), Math.floor(height / 4)];
  return ORDER.map((action, i) => ({ action, x: i * across, y: height - tall, width: across, height: tall }));
};

const drawButton = (sheet: Sheet, { action, x, y, width, height }: PadButton, pen: number): void => {
  const frame: readonly Place[] = [
    [x + pen, y + pen],
    [x + width - 1 - pen, y + pen],
    [x + width - 1 - pen, y + height - 1 - pen],
    [x + pen, y + height - 1 - pen],
    [x + pen, y + pen],
  ];
  sheet.path(frame, Math.max(1, pen >> 1), INK);
  const side = Math.min(width, height);
  const [left, top] = [x + (width - side) / 2, y + (height - side) / 2];
  const { colour, lines } = SIGNS[action];
  for (const places of lines)
    sheet.path(
      places.map(([u, v]): Place => [left + u * side, top + v * side]),
      pen,
      colour,
    );
};

/** For CaptureRequest.screen. */
export const signatureScreen = (size: ScreenSize): PadScreen => {
  const sheet = new Sheet(size);
  const buttons = buttonsOf(size);
  const pen = Math.max(2, Math.round(size.height / 80));
  for (const button of buttons) drawButton(sheet, button, pen);
  const right = Math.min(
    size.width,
    ...buttons.map(({ x }) => (x > 0 && size.width / size.height > 3 ? x : size.width)),
  );
  const foot = Math.min(
    size.height,
    ...buttons.map(({ y }) => (y > 0 && size.width / size.height <= 3 ? y : size.height)),
  );
  const [base, margin] = [foot * 0.78, right * 0.06];
  sheet.line([margin, base], [right - margin, base], pen, INK);
  const mark = foot * 0.06;
  for (const [from, to] of [
    [-1, 1],
    [1, -1],
  ] as const)
    sheet.line(
      [margin + mark, base - 2 * mark + from * mark],
      [margin + 3 * mark, base - 2 * mark + to * mark],
      pen,
      INK,
    );
  return { picture: sheet.image, buttons };
};
