/** A page is made smaller for the line, and never so small that its letters cannot be read. */
import { expect, test } from "vitest";
import { pageOf } from "../../../kiosk/session/run/paper-page.ts";
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";
import { page } from "../../models/document/drawn-page.ts";

const jpegOf = ({ width, height, pixels }: ReturnType<typeof page>): Promise<Uint8Array> => {
  const rgb = new Uint8Array(pixels.length * 3);
  for (const [at, grey] of pixels.entries()) rgb.fill(grey, at * 3, at * 3 + 3);
  return encodeRgbJpeg({ width, height, pixels: rgb }, 90);
};

test.each([
  ["large letters: to 2400 pixels", { width: 2500, height: 300, letter: 35 }, [2400, 288]],
  ["large letters, upright: to 2400 pixels", { width: 300, height: 2500, letter: 35 }, [288, 2400]],
  ["small letters: as it came", { width: 3000, height: 300, letter: 14 }, [3000, 300]],
  ["a picture without letters: as it came", { width: 2500, height: 300, ink: 210 }, [2500, 300]],
  ["one that is small already: as it came", { width: 1200, height: 300, letter: 35 }, [1200, 300]],
] as const)("%s", async (_name, drawn, size) => {
  const kept = await pageOf("birth-extract", await jpegOf(page(drawn)), true);
  const { width, height } = await decodeRgb(kept.bytes);
  expect([width, height]).toEqual(size);
  expect(kept).toMatchObject({ kind: "birth-extract", mediaType: "image/jpeg", legible: true });
});

test("what is no picture is refused by its name", async () => {
  await expect(pageOf("birth-extract", Buffer.from("no picture"), true)).rejects.toMatchObject({
    code: "picture-unreadable",
    message: expect.stringContaining("picture of a paper"),
  });
});
