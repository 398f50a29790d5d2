/**
 * The project's own camera targets, as shapes in millimetres: printed to exact size, and seen by synthetic cameras.
 * Colours are linear reflectances. Four ring marks tell where the sheet is.
 */
import type { Millimetres } from "../../../api/words/units.ts";
import { MARKS, SHEET, type SheetMarks } from "../../calibration/marks-layout.ts";
import { DOT_GRID, EDGES, GREY_CARDS, SKIN_PATCHES, PATCH_RADIUS } from "../../calibration/sheet-layout.ts";
import { reflectanceOfLab, type Rgb } from "../../calibration/colour.ts";
import { edgeCoverage } from "./coverage.ts";

export interface Disc {
  readonly kind: "disc";
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly radius: Millimetres;
  readonly colour: Rgb;
}
export interface Polygon {
  readonly kind: "polygon";
  /** Convex, clockwise as seen. */
  readonly points: readonly { readonly x: Millimetres; readonly y: Millimetres }[];
  readonly colour: Rgb;
}
export type Shape = Disc | Polygon;

export interface Sheet {
  readonly name: string;
  readonly width: Millimetres;
  readonly height: Millimetres;
  readonly paper: Rgb;
  /** Later ones lie on earlier ones. */
  readonly shapes: readonly Shape[];
}

const grey = (level: number): Rgb => [level, level, level];
const PAPER = grey(0.85);
const INK = grey(0.05);

const marks = (where: SheetMarks): Shape[] =>
  where.flatMap(({ x, y }): Shape[] => [
    { kind: "disc", x, y, radius: MARKS.outer, colour: INK },
    { kind: "disc", x, y, radius: MARKS.inner, colour: PAPER },
  ]);

const square = (x: Millimetres, y: Millimetres, side: Millimetres, slope: number, colour: Rgb): Polygon => {
  const length = Math.hypot(1, slope);
  const [cos, sin] = [1 / length, slope / length];
  const corner = (u: number, v: number) => ({
    x: x + (cos * u - sin * v) * (side / 2),
    y: y + (sin * u + cos * v) * (side / 2),
  });
  return { kind: "polygon", points: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)], colour };
};

const sheet = (name: string, shapes: readonly Shape[], paper = PAPER): Sheet => ({
  name,
  width: SHEET.width,
  height: SHEET.height,
  paper,
  shapes: [...marks(SHEET.marks), ...shapes],
});

export const geometrySheet = (): Sheet =>
  sheet(
    "geometry",
    DOT_GRID.dots.map(({ x, y }) => ({ kind: "disc", x, y, radius: DOT_GRID.radius, colour: INK })),
  );

export const sharpnessSheet = (): Sheet =>
  sheet(
    "sharpness",
    EDGES.squares.map(({ x, y }) => square(x, y, EDGES.side, EDGES.slope, grey(EDGES.dark))),
  );

/** The frame of the bought patches, with colours of our own in its windows: to rehearse with, certified by nobody. */
export const rehearsalSheet = (): Sheet =>
  sheet(
    "rehearsal",
    [...SKIN_PATCHES, ...GREY_CARDS].map(({ x, y, lab }) =>
      square(x, y, PATCH_RADIUS * 2, 0, reflectanceOfLab(lab)),
    ),
  );

/** Rows of cells, so that only the shapes that may touch a place are asked. */
const CELL = 5;

export type SheetReflectance = (x: Millimetres, y: Millimetres, half: Millimetres) => Rgb;

/** A polygon's side: where it begins, and its way to the next corner. */
interface Side {
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly dx: Millimetres;
  readonly dy: Millimetres;
  readonly length: Millimetres;
}

/** A shape as it is asked about: how much of a small square it covers, and in which colour. */
interface Covering {
  readonly shape: Shape;
  readonly sides: readonly Side[];
}

const coveringOf = (shape: Shape): Covering => ({
  shape,
  sides:
    shape.kind === "disc"
      ? []
      : shape.points.map((from, i) => {
          const to = shape.points[(i + 1) % shape.points.length] ?? from;
          const dx = to.x - from.x;
          const dy = to.y - from.y;
          return { x: from.x, y: from.y, dx, dy, length: Math.hypot(dx, dy) };
        }),
});

const coverageOf = ({ shape, sides }: Covering, x: number, y: number, half: number): number => {
  if (shape.kind === "disc") return edgeCoverage(shape.radius - Math.hypot(x - shape.x, y - shape.y), half);
  let inside = Number.POSITIVE_INFINITY;
  for (const side of sides)
    inside = Math.min(inside, (side.dx * (y - side.y) - side.dy * (x - side.x)) / side.length);
  return edgeCoverage(inside, half);
};

const extentOf = (shape: Shape) =>
  shape.kind === "disc"
    ? {
        left: shape.x - shape.radius,
        right: shape.x + shape.radius,
        top: shape.y - shape.radius,
        bottom: shape.y + shape.radius,
      }
    : {
        left: Math.min(...shape.points.map(({ x }) => x)),
        right: Math.max(...shape.points.map(({ x }) => x)),
        top: Math.min(...shape.points.map(({ y }) => y)),
        bottom: Math.max(...shape.points.map(({ y }) => y)),
      };

/** Paper with what lies on it; later shapes cover earlier ones. */
const mixed = (paper: Rgb, coverings: readonly Covering[], x: number, y: number, half: number): Rgb => {
  let colour = paper;
  for (const covering of coverings) {
    const share = coverageOf(covering, x, y, half);
    if (share === 0) continue;
    const own = covering.shape.colour;
    if (share === 1) {
      colour = own;
      continue;
    }
    const under = colour;
    colour = [
      under[0] + share * (own[0] - under[0]),
      under[1] + share * (own[1] - under[1]),
      under[2] + share * (own[2] - under[2]),
    ];
  }
  return colour;
};

/** What lies around the sheet. */
const WALL = grey(0.45);

/** The sheet as a function of place; outside it is the wall. */
export const reflectanceOfSheet = (of: Sheet): SheetReflectance => {
  const columns = Math.ceil(of.width / CELL);
  const cells = new Map<number, Covering[]>();
  for (const shape of of.shapes) {
    const covering = coveringOf(shape);
    const { left, right, top, bottom } = extentOf(shape);
    for (let row = Math.floor((top - 1) / CELL); row <= Math.floor((bottom + 1) / CELL); row += 1)
      for (
        let column = Math.floor((left - 1) / CELL);
        column <= Math.floor((right + 1) / CELL);
        column += 1
      ) {
        const key = row * columns + column;
        cells.set(key, [...(cells.get(key) ?? []), covering]);
      }
  }
  return (x, y, half) => {
    if (x < 0 || y < 0 || x >= of.width || y >= of.height) return WALL;
    const here = cells.get(Math.floor(y / CELL) * columns + Math.floor(x / CELL));
    if (here === undefined) return of.paper;
    return mixed(of.paper, here, x, y, half);
  };
};
