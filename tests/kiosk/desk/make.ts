/**
 * Prints that the desk's tests lay on the glass, made once: `node dist/tests/kiosk/desk/make.js` writes fixtures/prints/desk.
 * Growing a finger takes a second, and every file of tests would grow the same ones.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { renderPrint } from "../../../kiosk/cli/people/rendering.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { ANOTHER, ENROLLED, printFile } from "./waiting-session.ts";

const LAID = [
  [ENROLLED, "right-index", ["first", "second", "third"]],
  [ENROLLED, "left-index", ["first", "second", "third"]],
  [ENROLLED, "right-thumb", ["second"]],
  [ANOTHER, "right-index", ["second"]],
] as const;

for (const [who, position, visits] of LAID)
  for (const visit of visits) {
    const file = printFile(who, position, visit);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, await encodeGreyPng(renderPrint(who, position, visit)));
  }
