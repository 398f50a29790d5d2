import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { encodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { readFacePicture } from "../../../models/face/picture.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { decodeGrey, decodeRgb } from "../../../models/image.ts";
import { drawFace } from "./drawn-face.ts";

const { image } = drawFace({ width: 240, height: 320, x: 118, y: 135, distance: 56 });
const raw = () => sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 3 } });

const meanDifference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;

describe("pictures from strangers", () => {
  test("a wide-gamut picture comes out in sRGB, its profile applied", async () => {
    const wide = await raw().withIccProfile("p3").png().toBuffer();
    const back = await decodeRgb(wide);
    expect(meanDifference(back.pixels, image.pixels)).toBeLessThan(1.5);
  });

  test("CMYK comes out in sRGB", async () => {
    const cmyk = await raw().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    const back = await decodeRgb(cmyk);
    expect([back.width, back.height]).toEqual([240, 320]);
    expect(back.pixels).toHaveLength(240 * 320 * 3);
    expect(meanDifference(back.pixels, image.pixels)).toBeLessThan(30);
  });

  test("grey, and grey with alpha", async () => {
    const grey = await raw().greyscale().png().toBuffer();
    const back = await decodeRgb(grey);
    expect(back.pixels).toHaveLength(240 * 320 * 3);
    expect(back.pixels[0]).toBe(back.pixels[1]);
    const alpha = await raw().ensureAlpha(0).png().toBuffer();
    expect((await decodeRgb(alpha)).pixels.every((value) => value === 255)).toBe(true);
  });

  test("16 bits are brought to 8", async () => {
    const deep = await raw().toColourspace("rgb16").png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe("ushort");
    const back = await decodeRgb(deep);
    expect(back.pixels).toHaveLength(240 * 320 * 3);
    expect(meanDifference(back.pixels, image.pixels)).toBeLessThan(1);
  });

  test.each([
    [3, 180],
    [6, 90],
    [8, 270],
  ] as const)("EXIF orientation %i is obeyed", async (orientation, degrees) => {
    const turned = await raw()
      .rotate(360 - degrees)
      .jpeg({ quality: 95 })
      .withMetadata({ orientation })
      .toBuffer();
    const back = await decodeRgb(turned);
    expect([back.width, back.height]).toEqual([240, 320]);
    expect(meanDifference(back.pixels, image.pixels)).toBeLessThan(6);
  });

  test("of an animation the first picture is taken", async () => {
    const other = await sharp({ create: { width: 240, height: 320, channels: 3, background: "red" } })
      .raw()
      .toBuffer();
    const both = Buffer.concat([image.pixels, other]);
    const gif = await sharp(both, { raw: { width: 240, height: 640, channels: 3, pageHeight: 320 } as never })
      .gif({ loop: 0, delay: [100, 100] })
      .toBuffer();
    const back = await decodeRgb(gif);
    expect([back.width, back.height]).toEqual([240, 320]);
    expect(meanDifference(back.pixels, image.pixels)).toBeLessThan(15);
  });

  test("a truncated, an empty and a garbled stream are refused in words", async () => {
    const whole = await raw().jpeg().toBuffer();
    for (const bytes of [
      whole.subarray(0, whole.length >> 1),
      new Uint8Array(0),
      new Uint8Array(5000).fill(7),
    ])
      await expect(decodeRgb(bytes, "x.jpg")).rejects.toThrow(OutsideFault);
  });

  test("a TIFF cut short is refused, not read as far as it goes", async () => {
    const whole = await raw().tiff({ compression: "none" }).toBuffer();
    await expect(decodeRgb(whole.subarray(0, whole.length >> 1), "x.tif")).rejects.toMatchObject({
      code: "picture-unreadable",
    });
  });

  test("what is wrong with a picture comes with its name and what to do", async () => {
    const whole = await raw().jpeg().toBuffer();
    for (const [bytes, words] of [
      [Buffer.from("hello"), /^x\.jpg is not .*; save it as JPEG, PNG, WebP, TIFF, GIF or AVIF\.$/u],
      [whole.subarray(0, 200), /^x\.jpg is not .*[^:]; copy the file again, or take the picture again\.$/u],
    ] as const)
      await expect(decodeRgb(bytes, "x.jpg")).rejects.toThrow(words);
  });

  test("drawings are refused before they are drawn, whatever they are packed in", async () => {
    const bomb = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="600" height="800"><defs><g id="a0"><circle r="200"/></g>${Array.from({ length: 7 }, (_, i) => `<g id="a${i + 1}">${`<use xlink:href="#a${i}"/>`.repeat(10)}</g>`).join("")}</defs><use xlink:href="#a7"/></svg>`;
    const forms = [bomb, `\uFEFF\n ${bomb}`].map((text) => Buffer.from(text));
    for (const bytes of [...forms, gzipSync(bomb), Buffer.from(`\uFEFF${bomb}`, "utf16le")])
      await expect(decodeRgb(bytes, "x.svg")).rejects.toThrow("x.svg is a drawing or a text");
  });

  test("a portrait in JPEG 2000, as passports carry it, is the same picture", async () => {
    const colour = await encodeJp2({ ...image, components: 3 }, "lossless");
    expect(await readFacePicture(colour, "x.jp2")).toEqual(image);
    const grey = await decodeGrey(await raw().png().toBuffer());
    const back = await readFacePicture(await encodeJp2({ ...grey, components: 1 }, "lossless"), "x.jp2");
    expect(back.pixels).toEqual(new Uint8Array([...grey.pixels].flatMap((value) => [value, value, value])));
    await expect(readFacePicture(colour.subarray(0, 300), "x.jp2")).rejects.toThrow(OutsideFault);
  });

  test("absurd sizes: one pixel is assessed without fault, a gigantic one is refused", async () => {
    const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: "blue" } })
      .png()
      .toBuffer();
    const report = await assessFace(dot);
    expect(report.measures.every((check) => check.result.kind === "failure-to-assess")).toBe(true);
    const vast = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: "grey" } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    await expect(decodeRgb(vast, "vast.png")).rejects.toMatchObject({ code: "input-too-large" });
  });

  test("the same face is found whatever the file", async () => {
    const plain = await assessFace(await raw().png().toBuffer());
    const wide = await assessFace(await raw().withIccProfile("p3").jpeg({ quality: 95 }).toBuffer());
    expect(plain.eyes).toBeDefined();
    expect(Math.abs(plain.eyes!.left.x - wide.eyes!.left.x)).toBeLessThan(2);
  });
});
