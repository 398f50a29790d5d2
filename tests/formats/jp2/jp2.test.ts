import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { BOX_OVERHEAD, codestreamSize, unwrapCodestream } from "../../../api/formats/jp2/boxes.ts";
import type { Raster } from "../../../api/formats/jp2/codec.ts";
import { decodeJp2, encodeJp2, encodeJp2Within } from "../../../api/formats/jp2/jp2.ts";

/** Smooth shapes with texture and noise, reproducible. */
const picture = (width: number, height: number, components: 1 | 3, noise = 12): Raster => {
  const pixels = new Uint8Array(width * height * components);
  let seed = 7;
  for (let i = 0; i < pixels.length; i += 1) {
    const at = Math.floor(i / components);
    const x = at % width;
    const y = Math.floor(at / width);
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    pixels[i] =
      128 + 60 * Math.sin(x / 23 + (i % components)) * Math.cos(y / 31) + noise * (seed / 2 ** 31 - 0.5);
  }
  return { width, height, components, pixels };
};

const psnr = (a: Uint8Array, b: Uint8Array): number => {
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
  return 10 * Math.log10((255 * 255 * a.length) / squares);
};

describe("JP2", () => {
  test.each([1, 3] as const)(
    "lossless coding of %i components gives every pixel back",
    async (components) => {
      const image = picture(101, 77, components);
      const back = await decodeJp2(await encodeJp2(image, "lossless"));
      expect(back).toEqual(image);
    },
  );

  test("the boxes are those of annex I, in order, and add what is declared", async () => {
    const file = await encodeJp2(picture(64, 48, 3), 8);
    const text = Buffer.from(file).toString("latin1");
    expect(text.slice(4, 8)).toBe("jP  ");
    expect(text.slice(16, 20)).toBe("ftyp");
    expect(text.slice(36, 40)).toBe("jp2h");
    const codestream = unwrapCodestream(file, "test");
    expect(file.length - codestream.length).toBe(BOX_OVERHEAD);
    expect(codestreamSize(codestream, "test")).toEqual({ width: 64, height: 48 });
    // The enumerated colour space, I.5.3.3: 16 is sRGB.
    expect(file[text.indexOf("colr") + 10]).toBe(16);
  });

  test("a bare codestream is read too", async () => {
    const image = picture(40, 30, 1);
    expect((await decodeJp2(await encodeJp2(picture(1, 1, 3), "lossless"))).width).toBe(1);
    const bare = unwrapCodestream(await encodeJp2(image, "lossless"), "test");
    expect((await decodeJp2(bare)).pixels).toEqual(image.pixels);
  });

  test.each([4, 40, 120])("a portrait with noise %i is coded to just under a cap", async (noise) => {
    const image = picture(622, 800, 3, noise);
    const file = await encodeJp2Within(image, { atLeast: 16_538, atMost: 17_000 });
    expect(file!.length).toBeLessThanOrEqual(17_000);
    expect(file!.length).toBeGreaterThanOrEqual(16_538);
    const back = await decodeJp2(file!);
    expect([back.width, back.height]).toEqual([622, 800]);
    expect(psnr(image.pixels, back.pixels)).toBeGreaterThan(noise > 40 ? 15 : 24);
  });

  test("a picture that needs less than the window is kept whole", async () => {
    const plain: Raster = {
      width: 622,
      height: 800,
      components: 3,
      pixels: new Uint8Array(622 * 800 * 3).fill(90),
    };
    const file = await encodeJp2Within(plain, { atLeast: 16_538, atMost: 17_000 });
    expect(file!.length).toBeLessThan(17_000);
    expect((await decodeJp2(file!)).pixels.every((value) => value === 90)).toBe(true);
  });

  test("the same picture gives the same bytes", async () => {
    const image = picture(200, 150, 3);
    expect(await encodeJp2(image, 20)).toEqual(await encodeJp2(image, 20));
  });

  test("damage is refused in words, wherever it is", async () => {
    const file = await encodeJp2(picture(128, 96, 3), 6);
    const bad = [
      file.subarray(0, file.length >> 1),
      file.subarray(0, 20),
      new Uint8Array(0),
      new Uint8Array(500).fill(3),
      Uint8Array.from(file, (value, i) => (i > 85 && i < 130 ? 0 : value)),
    ];
    for (const bytes of bad) await expect(decodeJp2(bytes, "x.jp2")).rejects.toThrow(OutsideFault);
  });

  test("a header that states a gigantic picture is refused before anything is allocated", async () => {
    const file = (await encodeJp2(picture(64, 48, 1), 4)).slice();
    const at = BOX_OVERHEAD + 8;
    new DataView(file.buffer).setUint32(at, 60_000);
    new DataView(file.buffer).setUint32(at + 4, 60_000);
    await expect(decodeJp2(file, "bomb.jp2")).rejects.toThrow(/60000 x 60000/u);
  });
});
