import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

interface Entry {
  readonly path: string;
  readonly sha256: string;
  readonly origin: string;
  readonly licence: string;
  readonly madeBy: string;
}

const { entries } = JSON.parse(readFileSync("fixtures/manifest.json", "utf8")) as { entries: Entry[] };
const files = readdirSync("fixtures", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((name) => name !== "fixtures/manifest.json");

describe("the origin of every fixture", () => {
  test("each file stands in the manifest, and the manifest names no other", () => {
    expect(entries.map((entry) => entry.path).toSorted()).toEqual(files.toSorted());
  });

  test.each(entries)("$path is what was entered, made by us, of no real person", (entry) => {
    expect(createHash("sha256").update(readFileSync(entry.path)).digest("hex")).toBe(entry.sha256);
    expect(entry.origin).toMatch(/^(synthetic|written)\b/u);
    expect(entry.licence).not.toBe("");
    expect(entry.madeBy).not.toBe("");
  });
});
