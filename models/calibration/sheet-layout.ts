/** What stands on the camera sheets, in millimetres from the upper left corner of the paper. */
import type { Millimetres } from "../../api/words/units.ts";
import type { Lab } from "./colour.ts";

const grid = (columns: number, rows: number, pitch: Millimetres, left: Millimetres, top: Millimetres) =>
  Array.from({ length: columns * rows }, (_none, i) => ({
    x: left + pitch * (i % columns),
    y: top + pitch * Math.floor(i / columns),
  }));

/** Of the geometry sheet. */
export const DOT_GRID = { radius: 4, dots: grid(12, 9, 20, 38.5, 25) } as const;

/** Of the sharpness sheet: squares turned so that their edges are slanted by one in ten; contrast 4:1 (ISO 12233:2017, 6.1). */
export const EDGES = {
  side: 40,
  slope: 0.1,
  dark: 0.2125,
  squares: [
    { x: 148.5, y: 105, place: "centre" },
    { x: 80, y: 55, place: "upper left" },
    { x: 217, y: 55, place: "upper right" },
    { x: 80, y: 155, place: "lower left" },
    { x: 217, y: 155, place: "lower right" },
  ],
} as const;

/** Half the side of a window of the colour frame. */
export const PATCH_RADIUS: Millimetres = 16;

interface NominalPatch {
  readonly id: string;
  readonly x: Millimetres;
  readonly y: Millimetres;
  /** CIE L*a*b*, D50, 2 degrees. Of the rehearsal sheet; a bought target brings its own. */
  readonly lab: Lab;
}

const skin = (i: number, lab: Lab): NominalPatch => ({ id: `skin-${i + 1}`, x: 56 + 37 * i, y: 72, lab });

export const SKIN_PATCHES: readonly NominalPatch[] = [
  skin(0, [83, 7, 14]),
  skin(1, [74, 10, 17]),
  skin(2, [64, 13, 19]),
  skin(3, [53, 14, 20]),
  skin(4, [42, 12, 16]),
  skin(5, [30, 9, 11]),
];

export const GREY_CARDS: readonly NominalPatch[] = [
  { id: "grey-white", x: 93, y: 138, lab: [92, 0, 0] },
  { id: "grey-middle", x: 148.5, y: 138, lab: [57, 0, 0] },
  { id: "grey-dark", x: 204, y: 138, lab: [28, 0, 0] },
];
