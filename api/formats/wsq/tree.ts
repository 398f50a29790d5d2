/**
 * The tree of splits: 20 regions, each split once into four, make 64 subbands (specification, figure of the symmetric
 * wavelet transform tree). A region whose spectrum lies upside down keeps its high-pass half first.
 */

/** An interval of rows or of columns in the transform's plane. */
interface Span {
  readonly at: number;
  readonly length: number;
  /** The spectrum runs from high to low. */
  readonly flipped: boolean;
}

export interface Region {
  readonly x: Span;
  readonly y: Span;
}

const halves = (span: Span): [Span, Span] => {
  const low = Math.ceil(span.length / 2);
  const first = span.flipped ? span.length - low : low;
  const lowSpan = { flipped: span.flipped };
  const highSpan = { flipped: !span.flipped };
  return [
    { at: span.at, length: first, ...(span.flipped ? highSpan : lowSpan) },
    { at: span.at + first, length: span.length - first, ...(span.flipped ? lowSpan : highSpan) },
  ];
};

type Quarters = readonly [Region, Region, Region, Region];

/** Top left, top right, bottom left, bottom right. */
const quarters = ({ x, y }: Region): Quarters => {
  const [left, right] = halves(x);
  const [top, bottom] = halves(y);
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ];
};

export interface Tree {
  /** In the order of splitting; joined again in reverse. */
  readonly splits: readonly Region[];
  /** The 60 coded subbands in the order of the file. */
  readonly subbands: readonly Region[];
}

export const makeTree = (width: number, height: number): Tree => {
  const whole: Region = {
    x: { at: 0, length: width, flipped: false },
    y: { at: 0, length: height, flipped: false },
  };
  const [low, right, below] = quarters(whole);
  const [lowest, right2, below2, corner2] = quarters(low);
  const inner = quarters(lowest);
  const innermost = quarters(inner[0]);
  const rightQuads = quarters(right2);
  const belowQuads = quarters(below2);
  return {
    splits: [
      whole,
      low,
      right,
      below,
      right2,
      below2,
      ...rightQuads,
      ...belowQuads,
      lowest,
      ...inner,
      innermost[0],
    ],
    subbands: [
      ...quarters(innermost[0]),
      ...innermost.slice(1),
      ...inner.slice(1).flatMap(quarters),
      ...rightQuads.flatMap(quarters),
      ...belowQuads.flatMap(quarters),
      corner2,
      ...quarters(right),
      ...quarters(below),
    ],
  };
};

export const cellsOf = ({ x, y }: Region): number => x.length * y.length;
