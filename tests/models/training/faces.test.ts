import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { decodeRgb } from "../../../models/image.ts";

interface Entry {
  path: string;
  sha256: string;
  origin: string;
  licence: string;
}
interface Truth {
  width: number;
  height: number;
  box: [number, number, number, number];
  points98: [number, number][];
  person: { seed: number };
}

const manifest = JSON.parse(readFileSync("fixtures/manifest.json", "utf8")) as { entries: Entry[] };
const listed = manifest.entries.filter((entry) => entry.path.startsWith("fixtures/faces/"));
const files = readdirSync("fixtures/faces", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.posix.join(entry.parentPath, entry.name))
  .toSorted();

describe("rendered faces", () => {
  it("are listed with their hash, every one, and none is a real person", () => {
    expect(listed.map((entry) => entry.path).toSorted()).toEqual(files);
    for (const entry of listed) {
      const sha256 = createHash("sha256").update(readFileSync(entry.path)).digest("hex");
      expect(sha256, entry.path).toBe(entry.sha256);
      expect(entry.origin, entry.path).toMatch(/^synthetic: rendered/);
    }
  });

  it("carry their truth beside them: 98 points inside the picture, both pupils between the eye corners", () => {
    for (const picture of files.filter((file) => file.endsWith(".jpg"))) {
      const beside = picture.replace(/\.jpg$/, ".json");
      expect(existsSync(beside), beside).toBe(true);
      const truth = JSON.parse(readFileSync(beside, "utf8")) as Truth;
      expect(truth.points98).toHaveLength(98);
      for (const [x, y] of truth.points98) {
        expect(x).toBeGreaterThan(0);
        expect(x).toBeLessThan(truth.width);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThan(truth.height);
      }
      const x = (index: number) => truth.points98[index]?.[0] ?? Number.NaN;
      expect(x(96)).toBeGreaterThan(x(60));
      expect(x(96)).toBeLessThan(x(64));
      expect(x(97)).toBeGreaterThan(x(68));
      expect(x(97)).toBeLessThan(x(72));
    }
  });

  it("are pictures of the size their truth says", async () => {
    const some = files.filter((file) => file.endsWith(".jpg")).slice(0, 3);
    for (const picture of some) {
      const truth = JSON.parse(readFileSync(picture.replace(/\.jpg$/, ".json"), "utf8")) as Truth;
      const image = await decodeRgb(readFileSync(picture), picture);
      expect([image.width, image.height]).toEqual([truth.width, truth.height]);
    }
  });
});
