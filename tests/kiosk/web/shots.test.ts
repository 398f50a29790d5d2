import { existsSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { because, reason } from "./opened.ts";
import { fileOf, PLATES, shoot } from "./shots.ts";

/** Grey levels of 255 that a pixel may differ by before it counts; letters fall a little differently elsewhere. */
const LEVELS = 48;
/** Share of pixels that may count. */
const SHARE = 0.04;

const greys = async (picture: Buffer) => {
  const { data, info } = await sharp(picture)
    .blur(1.2)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

const differing = async (a: Buffer, b: Buffer): Promise<number> => {
  const [one, other] = [await greys(a), await greys(b)];
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  const count = one.data.filter((level, at) => Math.abs(level - (other.data[at] ?? 0)) > LEVELS).length;
  return count / one.data.length;
};

describe.skipIf(reason !== undefined)(`the screens look as they did${because}`, () => {
  test.each(PLATES.map((plate) => [plate.name, plate] as const))(
    "%s",
    async (_name, plate) => {
      const browser = await launch();
      try {
        const now = await shoot(browser, plate);
        expect([...now.keys()].sort()).toEqual([...plate.picks].sort());
        for (const [name, picture] of now) {
          const file = fileOf(plate, name);
          expect(existsSync(file), `${file} is missing`).toBe(true);
          expect(await differing(readFileSync(file), picture), name).toBeLessThan(SHARE);
        }
      } finally {
        await browser.close();
      }
    },
    60_000,
  );

  test("and a screen that lost its picture would be noticed", async () => {
    const [plate] = PLATES;
    if (plate === undefined) throw new Error("no plates");
    const [one, other] = ["finger", "attract"].map((name) => readFileSync(fileOf(plate, name)));
    expect(await differing(one ?? Buffer.of(), other ?? Buffer.of())).toBeGreaterThan(SHARE);
  });
});
