/**
 * Before any test file: arrays of numbers that are the same byte for byte are equal at once. Vitest would make a key of every
 * place of a picture; where bytes differ it still does, and shows which.
 */
import { expect } from "vitest";

const bytesOf = (view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

const sameBytes = (a, b) =>
  ArrayBuffer.isView(a) &&
  ArrayBuffer.isView(b) &&
  a.constructor === b.constructor &&
  bytesOf(a).equals(bytesOf(b))
    ? true
    : undefined;

// Files that share a process share its testers.
const added = Symbol.for("kiosk tests: same bytes");
if (!(added in globalThis)) {
  globalThis[added] = true;
  expect.addEqualityTesters([sameBytes]);
}
