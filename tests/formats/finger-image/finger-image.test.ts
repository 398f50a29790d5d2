import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { readCodestream } from "../../../api/formats/codestream.ts";
import { decodeFingerImage, encodeFingerImage } from "../../../api/formats/finger-image/finger-image.ts";
import type { FingerCoding } from "../../../api/formats/finger-image/finger-image.ts";
import { decodeFingerPng, encodeFingerPng } from "../../../api/formats/finger-image/png.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { decodeGrey, encodeGreyPng } from "../../../models/image.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

const { image } = impression(masterPrint("files"), "1", { width: 384, height: 290, ppi: 512 });
const small: GreyImage = {
  width: 37,
  height: 5,
  pixels: Uint8Array.from({ length: 185 }, (_, i) => (i * 7) & 0xff),
};

describe("a print as a file", () => {
  test.each<FingerCoding>([{ kind: "png" }, { kind: "jp2-lossless" }, { kind: "raw" }])(
    "$kind gives back every pixel",
    async (coding) => {
      const file = await encodeFingerImage(image, 512, coding);
      expect((await decodeFingerImage(file, "print")).image).toEqual(image);
    },
  );

  test("WSQ keeps its cap and states the resolution; so does PNG", async () => {
    const wsq = await encodeFingerImage(image, 512, { kind: "wsq", bpp: 2.25, maxBytes: 12_000 });
    expect(wsq.bytes.length).toBeLessThanOrEqual(12_000);
    expect((await decodeFingerImage(wsq, "print")).ppi).toBe(512);
    const png = await encodeFingerImage(image, 512, { kind: "png" });
    expect((await decodeFingerImage(png, "print")).ppi).toBe(512);
  });

  test.each<FingerCoding>([{ kind: "wsq" }, { kind: "png" }, { kind: "jp2-lossless" }])(
    "$kind says of itself what its record says of it",
    async (coding) => {
      const file = await encodeFingerImage(image, 512, coding);
      expect(readCodestream(file.bytes, "print")).toMatchObject({
        mediaType: file.mediaType,
        width: 384,
        height: 290,
        components: 1,
      });
      const lying = { ...file, width: 383 };
      await expect(decodeFingerImage(lying, "liar")).rejects.toThrow(
        /384 x 290 pixels, its record says 383 x 290/u,
      );
    },
  );

  test("other kinds of picture are refused", async () => {
    const jpeg = { mediaType: "image/jpeg", bytes: new Uint8Array(9), width: 3, height: 3 } as const;
    await expect(decodeFingerImage(jpeg, "x")).rejects.toThrow(/do not come as image\/jpeg/u);
  });
});

/** A Buffer's bytes as a plain array, for comparison. */
const plain = (grey: GreyImage): GreyImage => ({ ...grey, pixels: Uint8Array.from(grey.pixels) });

const whole = encodeFingerPng(small, 500);
const verdict = (file: Uint8Array): string => {
  try {
    decodeFingerPng(file, "stranger.png");
    return "decoded";
  } catch (error) {
    if (error instanceof OutsideFault) return error.message;
    throw error;
  }
};

describe("PNG", () => {
  test("another reader sees the same pixels, and we see another writer's", async () => {
    expect(plain(await decodeGrey(encodeFingerPng(image, 500)))).toEqual(image);
    expect(decodeFingerPng(await encodeGreyPng(image), "sharp").image).toEqual(image);
    expect(plain(await decodeGrey(encodeFingerPng(small, 500)))).toEqual(small);
  });

  test("every filter is read: rows that suit each", () => {
    const dice = new Dice("filters");
    const width = 64;
    const rows = [
      Array.from({ length: width }, () => dice.whole(0, 255)),
      Array.from({ length: width }, (_, x) => x * 3),
      Array.from({ length: width }, (_, x) => x * 3),
      Array.from({ length: width }, (_, x) => (x * 3 + 40) & 0xff),
      Array.from({ length: width }, (_, x) => Math.round(x * 1.5 + 20)),
    ];
    const mixed: GreyImage = { width, height: rows.length, pixels: Uint8Array.from(rows.flat()) };
    expect(decodeFingerPng(encodeFingerPng(mixed, 500), "mixed").image).toEqual(mixed);
  });

  test("real prints come back (../shared/finger)", (context) => {
    const set = path.resolve("../shared/finger/fvc2000_db1b");
    if (!existsSync(set)) context.skip("../shared/finger is not there");
    for (const name of readdirSync(set).slice(0, 5)) {
      const theirs = decodeFingerPng(readFileSync(path.join(set, name)), name).image;
      expect(decodeFingerPng(encodeFingerPng(theirs, 500), name)).toEqual({ image: theirs, ppi: 500 });
    }
  });

  test("every truncation and every changed byte is refused with name and offset", () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(verdict(whole.subarray(0, length))).toMatch(/^stranger\.png, offset \d+: /u);
    for (let at = 0; at < whole.length; at += 1) {
      const file = whole.slice();
      file[at]! ^= 0x15;
      expect(verdict(file), `byte ${at}`).not.toBe("decoded");
    }
  });

  test("a header that claims more than there is, colour and interlacing are refused", async () => {
    const sharp = await encodeGreyPng(small);
    const rewritten = (offset: number, ...bytes: number[]) => {
      const file = Uint8Array.from(sharp);
      file.set(bytes, 16 + offset);
      const view = new DataView(file.buffer, file.byteOffset);
      view.setUint32(29, crcOf(file.subarray(12, 29)));
      return file;
    };
    expect(verdict(rewritten(0, 0x7f, 0xff, 0xff, 0xff))).toMatch(/more than the kiosk reads/u);
    expect(verdict(rewritten(0, 0, 0, 0, 200))).toMatch(/bytes of pixels where|cannot be inflated/u);
    expect(verdict(rewritten(8, 16))).toMatch(/depth 16/u);
    expect(verdict(rewritten(9, 2))).toMatch(/colour type 2/u);
    expect(verdict(rewritten(12, 1))).toMatch(/interlacing/u);
  });
});

/** CRC-32 written out once more, so that the test does not lean on what it tests. */
const crcOf = (bytes: Uint8Array): number => {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest >>> 0;
};
