/** Where the four ring marks of every camera sheet are, and how large. A4, landscape. */
import type { Millimetres } from "../../api/words/units.ts";

interface Place {
  readonly x: Millimetres;
  readonly y: Millimetres;
}

/** Upper left, upper right, lower left, lower right. */
export type SheetMarks = readonly [Place, Place, Place, Place];

export const MARKS = { outer: 8, inner: 4 } as const;

export const SHEET: {
  readonly width: Millimetres;
  readonly height: Millimetres;
  readonly marks: SheetMarks;
} = {
  width: 297,
  height: 210,
  marks: [
    { x: 15, y: 15 },
    { x: 282, y: 15 },
    { x: 15, y: 195 },
    { x: 282, y: 195 },
  ],
};
