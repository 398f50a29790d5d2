/** A folder that holds every kind of bad picture beside good prints, through the program itself, on two threads. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { resolutionDoubt } from "../../../models/finger/resolution.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { greyPng, oneBit } from "../../models/finger/png.ts";
import { temporaryFolder } from "../stand.ts";

const asked = { moisture: 0, pressure: 0.5, wear: 0, rotation: 0, shiftX: 0, shiftY: 0, drag: 0, residue: 0 };
const SIZE = { width: 304, height: 360 };
const { width, height } = SIZE;
const { image } = impression(masterPrint("batch", { period: 9.5 }), "1", {
  ...SIZE,
  ppi: 500,
  condition: asked,
});
const { pixels } = image;
const row = (y: number) => pixels.subarray(y * width, (y + 1) * width);
const grey = () => sharp(pixels, { raw: { ...SIZE, channels: 1 } }).toColourspace("b-w");
const plain = (value: (at: number) => number) =>
  greyPng(width, height, 8, () => Uint8Array.from({ length: width }, (_, at) => value(at)));

/** The same finger in other clothes. */
const prints = async (): Promise<Record<string, Uint8Array>> => ({
  "print.png": greyPng(width, height, 8, row),
  "wavelets.wsq": encodeWsq(image, { ppi: 500, bpp: 0.75 }),
  "tagged.tif": await grey().tiff({ compression: "none" }).toBuffer(),
  "one-bit.png": greyPng(width, height, 1, (y) => oneBit(row(y), 150)),
  "sixteen-bit.png": greyPng(width, height, 16, (y) =>
    Uint8Array.from({ length: 2 * width }, (_, at) => row(y)[at >> 1] ?? 0),
  ),
  "colour.png": await grey().toColourspace("srgb").png().toBuffer(),
  "colour.JPG": await grey().toColourspace("srgb").jpeg({ quality: 95 }).toBuffer(),
  "turned-90.png": await grey().rotate(90).png().toBuffer(),
  "turned-180.png": await grey().rotate(180).png().toBuffer(),
});

/** Read, of no use: quality 0 and this reason. */
const useless = async (): Promise<Record<string, readonly [Uint8Array, string]>> => {
  const dice = new Dice("batch noise");
  return {
    "white.png": [plain(() => 255), "nothing-there"],
    "black.png": [plain(() => 0), "nothing-there"],
    "noise.png": [plain(() => dice.whole(0, 255)), "nothing-there"],
    "dot.png": [greyPng(1, 1, 8, () => Uint8Array.of(0)), "nothing-there: A picture of 1 x 1 pixels"],
    "strip.png": [greyPng(5, 400, 8, () => new Uint8Array(5)), "nothing-there: A picture of 5 x 400 pixels"],
    "half-size.png": [await grey().resize(152, 180).png().toBuffer(), "wrong-resolution"],
    "double-size.png": [await grey().resize(608, 720).png().toBuffer(), "wrong-resolution"],
  };
};

/** Refused by name. */
const refused = (
  given: Readonly<Record<string, Uint8Array>>,
): Record<string, readonly [Uint8Array, string]> => {
  const half = (name: string) => given[name]!.subarray(0, given[name]!.length / 2);
  return {
    "empty.png": [new Uint8Array(), "picture-unreadable"],
    "empty.wsq": [new Uint8Array(), "picture-unreadable"],
    "cut.png": [half("print.png"), "picture-unreadable"],
    "cut.wsq": [half("wavelets.wsq"), "input-malformed"],
    "cut.tif": [half("tagged.tif"), "picture-unreadable"],
    "cut.bmp": [Buffer.from("424d00000000000000003600000028000000", "hex"), "input-malformed"],
    "text.png": [Buffer.from("This is no picture."), "picture-unreadable"],
    "huge.png": [greyPng(20_000, 20_000, 1, () => new Uint8Array(2500)), "input-too-large"],
  };
};

const place = temporaryFolder();
const [from, to] = [path.join(place.path, "in"), path.join(place.path, "out")];
const rows = new Map<string, readonly string[]>();
const kiosk = (...words: string[]) =>
  spawnSync(process.execPath, ["dist/kiosk/main.js", "finger", ...words], { encoding: "utf8" });
let ended: ReturnType<typeof kiosk>;
let given: Awaited<ReturnType<typeof prints>>;
let worthless: Awaited<ReturnType<typeof useless>>;
let broken: ReturnType<typeof refused>;

beforeAll(async () => {
  [given, worthless] = [await prints(), await useless()];
  broken = refused(given);
  mkdirSync(from);
  const all = { ...given, ...onlyBytes(worthless), ...onlyBytes(broken) };
  for (const [name, bytes] of Object.entries(all)) writeFileSync(path.join(from, name), bytes);
  mkdirSync(path.join(from, "a-folder.png"));
  symlinkSync("nowhere.png", path.join(from, "a-dead-link.png"));
  ended = kiosk("extract", "--in", from, "--dpi", "500", "--out", to, "--jobs", "2");
  for (const line of readFileSync(path.join(to, "results.csv"), "utf8").trim().split("\n").slice(1)) {
    // Only reasons may be quoted.
    const [, name = "", ok = "", reason = "", quality = ""] =
      /^([^,]*),(true|false),("(?:[^"]|"")*"|[^,]*),\d+,\d+,500,\d+,(\d+),[\d.]+$/u.exec(line) ?? [];
    rows.set(name, [ok, reason, quality]);
  }
});
afterAll(() => place[Symbol.dispose]());

const onlyBytes = (named: Record<string, readonly [Uint8Array, string]>) =>
  Object.fromEntries(Object.entries(named).map(([name, [bytes]]) => [name, bytes]));
/** Files that share a name but for their ending keep it. */
const rowOf = (file: string) => rows.get(file) ?? rows.get(path.parse(file).name);

let lastSaid = "";
/** Of every template against that of print.png. */
const scoresOf = (name: string): ReadonlyMap<string, number> => {
  const file = path.join(place.path, name);
  const { status, stderr } = kiosk("compare", "--all", to, "--out", file);
  expect(status).toBe(0);
  lastSaid = stderr;
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [a = "", b = "", score] = line.split(",");
      return a === "print" || b === "print" ? [[a === "print" ? b : a, Number(score)] as const] : [];
    }),
  );
};

describe("one bad file never stops the others", () => {
  test("every file has its row, and the program ends well", () => {
    expect(ended.status).toBe(0);
    expect(rows.size).toBe(readdirSync(from).length);
    expect([...rows.keys()]).not.toContain("");
  });

  test("every readable print gives a template that is the same finger's", () => {
    const scores = scoresOf("all.csv");
    for (const file of Object.keys(given)) {
      expect([file, rowOf(file)?.[0]]).toEqual([file, "true"]);
      const stem = readdirSync(to).includes(`${file}.fmr`) ? file : path.parse(file).name;
      if (stem !== "print") expect([file, (scores.get(stem) ?? 0) > 40]).toEqual([file, true]);
    }
  });

  test("what is of no use has quality 0 and says why", () => {
    for (const [file, [, reason]] of Object.entries(worthless)) {
      expect([file, rowOf(file)?.[2]]).toEqual([file, "0"]);
      expect(`${file}: ${rowOf(file)?.[1]}`).toContain(reason);
    }
  });

  test("what cannot be read is refused by name", () => {
    const unreadable = { "a-folder.png": "input-missing", "a-dead-link.png": "input-missing" };
    const codes = Object.entries(broken).map(([file, [, code]]) => [file, code] as const);
    for (const [file, code] of [...codes, ...Object.entries(unreadable)])
      expect([file, rowOf(file)?.[0], rowOf(file)?.[1]?.split(":")[0]?.replace('"', "")]).toEqual([
        file,
        "false",
        code,
      ]);
  });

  test("a template that lies is left out of all comparisons and named", () => {
    const lie = readFileSync(path.join(to, "print.fmr"));
    lie[11] = (lie[11] ?? 0) + 4;
    writeFileSync(path.join(to, "lie.fmr"), lie);
    const scores = scoresOf("but-one.csv");
    expect(lastSaid).toContain("lie.fmr");
    expect(scores.size).toBe(readdirSync(to).filter((file) => file.endsWith(".fmr")).length - 2);
    expect([...scores.keys()]).not.toContain("lie");
  });
});

describe("prints that are said to have another resolution", () => {
  const periods = [8.1, 8.4, 8.9, 9.2, 9.4, 9.6, 9.9, 10.3, 10.6, 11.2];
  const at = (factor: number) =>
    resolutionDoubt(
      periods.map((period) => period * factor),
      500 / factor,
    );

  test("are doubted when it is off by 1.4 either way, with the one that fits", () => {
    expect(at(1)).toBeUndefined();
    for (const factor of [1.4, 1 / 1.4]) expect(at(factor)?.likely).toBeCloseTo(500, -2);
  });

  test("one person's wide or narrow ridges are no mistake", () => {
    for (const period of [7.4, 8, 9, 10, 11, 12.2])
      expect(resolutionDoubt([period, period, period], 500)).toBeUndefined();
    expect(resolutionDoubt([13.2, 13.4], 357)).toBeDefined();
  });

  test("the command says so, and so does every row", () => {
    const other = path.join(place.path, "other");
    const single = path.join(place.path, "single");
    mkdirSync(single);
    writeFileSync(path.join(single, "print.png"), given["print.png"]!);
    const { stderr, status } = kiosk(
      "extract",
      "--in",
      single,
      "--dpi",
      "357",
      "--out",
      other,
      "--jobs",
      "1",
    );
    expect(status).toBe(0);
    expect(stderr).toContain("resolution-doubtful");
    expect(readFileSync(path.join(other, "results.csv"), "utf8")).toContain("resolution-doubtful");
  });
});
