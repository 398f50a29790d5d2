import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { heldOut } from "./face-held.ts";
import { chinsOf, judge } from "./face-judge.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kiosk-held-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [SIDE, NUMBERS] = [8, 219];

/** A grown man of the renderer: the eyes 4 pixels apart, the chin where told. */
const person = (chinX: number, chinY: number, beard: number): Float32Array => {
  const n = new Float32Array(NUMBERS);
  const put = (point: number, x: number, y: number) => n.set([x, y], 2 * point);
  for (const [point, x] of [
    [60, 1],
    [64, 3],
    [68, 5],
    [72, 7],
  ] as const)
    put(point, x, 2);
  put(16, chinX, chinY);
  n.set([1, 0.5], 211);
  n[217] = beard;
  return n;
};

const held = (...people: readonly Float32Array[]) => {
  writeFileSync(path.join(folder, "numbers.f32"), Buffer.concat(people.map((n) => Buffer.from(n.buffer))));
  writeFileSync(path.join(folder, "images.u8"), new Uint8Array(people.length * SIDE * SIDE * 3));
  writeFileSync(path.join(folder, "masks.u8"), new Uint8Array(people.length * SIDE * SIDE));
  return heldOut(folder);
};

/** What a network says that sees every point one pixel too low. */
const lower = (n: Float32Array) => ({
  points: Array.from({ length: 98 }, (_, k) => ({ x: n[2 * k]!, y: n[2 * k + 1]! + 1, sigma: 1 })),
  pose: { yaw: 0, pitch: 0, roll: 0 },
  eyeOpening: { right: 0.3, left: 0.3 },
  mouthOpening: 0,
  eyeClosed: { right: 0, left: 0 },
  gaze: { yaw: 0, pitch: 0 },
});

test("a chin beyond the picture's edge is a group of its own and counts for no other", () => {
  const [shown, cut] = [person(4, 7.5, 0), person(4, 8.2, 0.8)];
  const portraits = held(shown, cut, person(-1, 6, 0));
  const names = portraits.map(({ groups }) => groups.map(({ name }) => name));
  expect(names.map((of) => of.includes("held-out, chin beyond the picture's edge"))).toEqual([
    false,
    true,
    true,
  ]);
  expect(names.map((of) => of.find((name) => name.includes("beard")))).toEqual([
    "held-out, men without a beard",
    "held-out, men with a beard",
    "held-out, men without a beard",
  ]);

  const judged = [shown, cut].map((n, i) => judge(lower(n), portraits[i]!.marks));
  expect(judged.map((one) => one.chinGuessed)).toEqual([false, true]);
  expect(chinsOf(judged)).toEqual([25]);
  // Where nobody's chin is shown, the guesses are what there is to tell of.
  expect(chinsOf(judged.slice(1))).toHaveLength(1);
});
