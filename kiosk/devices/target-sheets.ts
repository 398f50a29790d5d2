/** The project's own camera sheets as PDFs that print to exact size: geometry, sharpness, and the colours to rehearse with. */
import {
  geometrySheet,
  rehearsalSheet,
  sharpnessSheet,
  type Sheet,
} from "../../models/synthetic/targets/sheet.ts";
import { srgbCode, type Rgb } from "../../models/calibration/colour.ts";
import { Paper } from "./paper.ts";

const hex = (colour: Rgb): string =>
  `#${colour.map((linear) => Math.round(srgbCode(linear)).toString(16).padStart(2, "0")).join("")}`;

/** A bar that must measure exactly this much on paper. */
const RULER_MM = 100;

const USE: Readonly<Record<string, string>> = {
  geometry: "Geometry sheet: lens distortion. Mount flat on a board; show the whole sheet to the camera.",
  sharpness: "Sharpness sheet: slanted edges. Mount flat on a board; hold it where the face is.",
  rehearsal:
    "Frame of the colour patches. Its printed colours are for rehearsal only; mount the bought, certified patches in its windows.",
};

const drawn = async (sheet: Sheet): Promise<Uint8Array> => {
  // No date: a sheet is the same sheet whenever it is made.
  const paper = new Paper({ title: `Calibration sheet: ${sheet.name}`, landscape: true, at: 0 });
  for (const shape of sheet.shapes) {
    // Paper is the printer's own white: ink is only laid where the sheet is darker.
    const white = shape.colour.every((level, i) => level === sheet.paper[i]);
    const colour = white ? "#ffffff" : hex(shape.colour);
    if (shape.kind === "disc") paper.disc(shape.x, shape.y, shape.radius, colour);
    else paper.polygon(shape.points, colour);
  }
  const left = (sheet.width - RULER_MM) / 2;
  const y = sheet.height - 8;
  paper.line(left, y, left + RULER_MM, y, 0.3, "#000000");
  for (const x of [left, left + RULER_MM]) paper.line(x, y - 2, x, y + 2, 0.3, "#000000");
  paper.text(
    `${USE[sheet.name] ?? sheet.name} Print at 100 %: this line is ${RULER_MM} mm long.`,
    45,
    y + 1.5,
    sheet.width - 90,
    {
      size: 6.5,
      align: "center",
    },
  );
  return paper.bytes();
};

/** File name to PDF. */
export const targetSheets = async (): Promise<ReadonlyMap<string, Uint8Array>> => {
  const made = new Map<string, Uint8Array>();
  for (const sheet of [geometrySheet(), sharpnessSheet(), rehearsalSheet()])
    made.set(`sheet-${sheet.name}.pdf`, await drawn(sheet));
  return made;
};
