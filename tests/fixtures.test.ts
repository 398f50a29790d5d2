import { execFileSync } from "node:child_process";
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

describe("pictures, prints and recordings outside of the fixtures", () => {
  /** Folders of pictures that show no person but those of the fixtures, and what makes them. */
  const MADE: Readonly<Record<string, string>> = {
    "docs/gallery/":
      "screens of the kiosk and its desk on virtual devices (tests/kiosk/{web,desk,devices}/gallery.ts)",
    "tests/kiosk/web/shots/": "screens as they must look (tests/kiosk/web/shots.ts)",
  };
  const KINDS =
    /\.(?:jpe?g|png|bmp|tiff?|webp|gif|wsq|jp2|j2k|fmr|pcap|pcapng|ioctl|mjpeg|raw|pgm|ppm|mp4|webm)$/iu;

  test("are of folders whose pictures are made by this project", () => {
    const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0").filter(Boolean);
    const elsewhere = tracked
      .filter((name) => KINDS.test(name) && !name.startsWith("fixtures/"))
      .filter((name) => !Object.keys(MADE).some((folder) => name.startsWith(folder)));
    expect(elsewhere).toEqual([]);
  });
});

test("every face in the gallery is the renderer's: its truth lies beside it, with the seed of who it is", () => {
  const frames = files.filter((name) => /^fixtures\/faces\/.*\.jpg$/u.test(name));
  expect(frames.length).toBeGreaterThan(240);
  for (const frame of frames.filter((name) => name.includes("/gallery/"))) {
    const truth = JSON.parse(readFileSync(frame.replace(/\.jpg$/u, ".json"), "utf8")) as {
      person: { seed: number };
      points98: unknown[];
    };
    expect(truth.person.seed, frame).toBeGreaterThan(0);
    expect(truth.points98, frame).toHaveLength(98);
  }
});
