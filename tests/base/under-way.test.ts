import { expect, test } from "vitest";
import { openDatabase } from "../../api/base/sqlite.ts";
import { underWay, workUnderWay } from "../../api/base/under-way.ts";
import { encodeGreyPng } from "../../models/image.ts";

test("work outside of JavaScript is declared while it lasts, whether it ends well or not", async () => {
  expect(workUnderWay()).toBe(0);
  const two = [underWay(Promise.resolve(3)), underWay(Promise.reject(new Error("no")))];
  expect(workUnderWay()).toBe(2);
  await expect(two[0]).resolves.toBe(3);
  await expect(two[1]).rejects.toThrow("no");
  expect(workUnderWay()).toBe(0);
});

test("the doors to the database and to pictures declare theirs", async () => {
  const opening = openDatabase(":memory:").catch(() => undefined);
  expect(workUnderWay()).toBeGreaterThan(0);
  await opening;
  const drawing = encodeGreyPng({ width: 8, height: 8, pixels: new Uint8Array(64) });
  expect(workUnderWay()).toBeGreaterThan(0);
  await drawing;
  expect(workUnderWay()).toBe(0);
});
