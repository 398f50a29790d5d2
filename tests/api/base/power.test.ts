import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { power, tenTo } from "../../../api/base/power.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** The bits of a double, as hexadecimal. */
const bits = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
};

describe("power", () => {
  test("is the power, to a few last places", () => {
    for (const [base, exponent] of [
      [0.3, 2.3],
      [1.7, 0.3],
      [250, 1 / 2.4],
      [0.5, 3.25],
      [2, 12.5],
      [7.1, -1.5],
    ] as const)
      expect(power(base, exponent) / base ** exponent).toBeCloseTo(1, 13);
    expect([power(0, 2.1), power(0, 0), power(1, 0.3), power(3, 0)]).toEqual([0, 1, 1, 1]);
    expect(power(0, -1)).toBe(Infinity);
    expect(power(-1, 0.5)).toBeNaN();
  });

  test("has the bits that every Node and processor gives", () => {
    expect([power(0.3, 2.3), power(1.7, 0.3), power(250, 1 / 2.4)].map(bits)).toEqual([
      "3fb00e292c65919d",
      "3ff2c2cd258622da",
      "4023f5e414bf808f",
    ]);
  });

  test("tenTo is the nearest double, where ** is not", () => {
    for (let exponent = -30; exponent <= 30; exponent += 1)
      expect(tenTo(exponent)).toBe(Number(`1e${exponent}`));
    expect(tenTo(-5)).toBe(0.00001);
  });
});

/** Exact in every C library: squares, and whole powers of 2 and of 256. Decimals of a currency are 0 to 3. */
const EXACT =
  /\*\* 2\b(?!\.)|\b(?:2|256) \*\* (?:\d+\b|(?:\w+\.)?length\b|cost\b|\(value\[0\]|Math\.min\(attempts|\(count -|Math\.floor\()|10 \*\* \(formatOf/gu;

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/u.test(name) && !name.endsWith(".d.ts") && !name.includes("training"))
    .map((name) => path.join(folder, name));

test("no source asks the C library for a power", () => {
  const found = ["api", "drivers", "models", "kiosk"].flatMap((folder) =>
    sources(path.join(ROOT, folder)).flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => !/^\s*(?:\/?\*|\/\/)/u.test(line) && !line.includes("/**"))
        .filter((line) => line.includes("Math.pow") || line.replaceAll(EXACT, "").includes(" ** "))
        .map((line) => `${path.relative(ROOT, file)}: ${line.trim()}`),
    ),
  );
  expect(found).toEqual([]);
});
