/** What must not happen, happening: a mistake of ours on one picture, a thread that dies, a template that cannot be written. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { Bug } from "../../../api/base/faults.ts";
import type * as Extract from "../../../models/finger/extract.ts";
import { compareFolder } from "../../../kiosk/cli/finger/compare-files.ts";
import { extractFolder } from "../../../kiosk/cli/finger/extract-batch.ts";
import { greyPng } from "../../models/finger/png.ts";
import { waves } from "../../models/finger/waves.ts";
import { temporaryFolder } from "../stand.ts";

const FATAL_WIDTH = 210;
vi.mock("../../../models/finger/extract.ts", async (original) => {
  const real = await original<typeof Extract>();
  return {
    ...real,
    extractFinger: (...given: Parameters<typeof real.extractFinger>) => {
      if (given[0].width === FATAL_WIDTH) throw new Bug("a node without lines");
      return real.extractFinger(...given);
    },
  };
});

const picture = (width: number) => {
  const spirals = [60, 100, 150].map((x, k) => ({ x, y: 50 + 40 * k, turn: 1 as const }));
  const { pixels } = waves(width, 200, 9, spirals);
  return greyPng(width, 200, 8, (y) => pixels.subarray(y * width, (y + 1) * width));
};
const white = greyPng(200, 200, 8, () => new Uint8Array(200).fill(255));

test("each costs its own picture and no other", async () => {
  using place = temporaryFolder();
  const [from, to] = [path.join(place.path, "in"), path.join(place.path, "out")];
  for (const folder of [from, to]) mkdirSync(folder);
  const files = {
    "a.png": picture(200),
    "b.png": picture(FATAL_WIDTH),
    "c.png": picture(200),
    "d.png": white,
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(from, name), bytes);
  writeFileSync(path.join(from, 'e, "f".png'), files["a.png"]);
  // From an earlier run; and where a template should come, something that it cannot replace.
  for (const name of ["b", "d"]) writeFileSync(path.join(to, `${name}.fmr`), "of an earlier run");
  mkdirSync(path.join(to, "c.fmr"));

  // Here the second thread dies at once: its program is compiled only in dist.
  const { rows } = await extractFolder({ from, to, dpi: 500, jobs: 2 });

  expect(rows.map(({ name, ok, reason }) => [name, ok, reason.split(":")[0]])).toEqual([
    ["a", true, "too-small"],
    ["b", false, "program-fault"],
    ["c", false, "disk-failed"],
    ["d", false, "nothing-there"],
    ['e, "f"', true, "too-small"],
  ]);
  expect(rows[1]?.reason).toContain("a node without lines");
  expect(["a", "b", "d", 'e, "f"'].map((name) => existsSync(path.join(to, `${name}.fmr`)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(readFileSync(path.join(to, "results.csv"), "utf8").trim().split("\n").length).toBe(6);

  const scores = path.join(place.path, "scores.csv");
  const { compared, unreadable } = await compareFolder(to, scores);
  expect([compared, unreadable.length]).toEqual([1, 1]);
  expect(unreadable[0]).toContain("c.fmr");
  expect(readFileSync(scores, "utf8")).toMatch(/^a,b,score\na,"e, ""f""",\d+\.\d{3}\n$/u);
});

test("pictures of like names have a template each, whatever else the folder holds and on however many threads", async () => {
  using place = temporaryFolder();
  const from = path.join(place.path, "in");
  mkdirSync(from);
  const widths = { "a.png": 200, "a.tif": 220, "a.png.png": 240, "a.tif.png": 260, "b.png": 280 };
  for (const [name, width] of Object.entries(widths)) writeFileSync(path.join(from, name), picture(width));
  for (const jobs of [1, 2]) {
    const to = path.join(place.path, String(jobs));
    const { rows } = await extractFolder({ from, to, dpi: 500, jobs });
    expect(Object.fromEntries(rows.map(({ name, width }) => [name, width]))).toEqual({
      "a.png": 200,
      "a.tif": 220,
      "a.png.png": 240,
      "a.tif.png": 260,
      b: 280,
    });
    // ISO/IEC 19794-2:2005, table 2: the picture's width in the record.
    for (const { name, width } of rows)
      expect(readFileSync(path.join(to, `${name}.fmr`)).readUInt16BE(14)).toBe(width);
  }
});
