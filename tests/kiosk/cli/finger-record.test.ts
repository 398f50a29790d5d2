/** `kiosk finger record`: every record looked at byte by byte, by this file's own reading of the tables. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { decodeJp2, encodeJp2 } from "../../../api/formats/jp2/jp2.ts";
import { lossyCodingOf } from "../../../api/formats/lossy.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import { runCommand } from "../../../kiosk/cli/program.ts";
import { encodeGreyPng } from "../../../models/image.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import { temporaryFolder } from "../stand.ts";
import { listen } from "./listen.ts";

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
const { image } = impression(masterPrint("record"), "1", { width: 260, height: 300, ppi: 500 });
const print = path.join(place.path, "print.png");
writeFileSync(print, await encodeGreyPng(image));

const record = async (...words: string[]): Promise<Buffer> => {
  const out = path.join(place.path, "record");
  const { noted, terminal } = listen();
  const all = ["finger", "record", print, "--dpi", "500", "--out", out, "--position", "left-thumb", ...words];
  expect([await runCommand(all, terminal), noted]).toEqual([0, []]);
  return readFileSync(out);
};

/** x, y, type, degrees and quality of each minutia from byte `at`. */
const minutiaeOf = (bytes: Buffer, at: number, unit: number) =>
  Array.from({ length: bytes[at - 1]! }, (_, k) => {
    const [first, second] = [bytes.readUInt16BE(at + 6 * k), bytes.readUInt16BE(at + 6 * k + 2)];
    expect(second >> 14).toBe(0);
    return {
      type: first >> 14,
      x: first & 0x3fff,
      y: second,
      degrees: bytes[at + 6 * k + 4]! * unit,
      quality: bytes[at + 6 * k + 5]!,
    };
  });

test("the minutiae records state one picture, one finger and the same minutiae", async () => {
  const iso = await record("--as", "iso19794-2");
  expect(iso.toString("latin1", 0, 8)).toBe("FMR\0 20\0");
  expect(iso.readUInt32BE(8)).toBe(iso.length);
  // Certification and device; width, height; pixels a centimetre twice; one view.
  expect([12, 14, 16, 18, 20].map((at) => iso.readUInt16BE(at))).toEqual([0, 260, 300, 197, 197]);
  expect([...iso.subarray(22, 26)]).toEqual([1, 0, 6, 0]);
  const ours = minutiaeOf(iso, 28, 360 / 256);
  expect(iso.length).toBe(28 + 6 * ours.length + 2);
  expect(ours.length).toBeGreaterThan(15);
  expect(ours.every(({ x, y, type }) => x < 260 && y < 300 && (type === 1 || type === 2))).toBe(true);

  const incits = await record("--as", "incits378");
  expect(incits.toString("latin1", 0, 8)).toBe("FMR\0 20\0");
  expect(incits.readUInt16BE(8)).toBe(incits.length);
  expect([10, 12, 14, 16, 18, 20, 22].map((at) => incits.readUInt16BE(at))).toEqual([
    0, 0, 0, 260, 300, 197, 197,
  ]);
  expect([...incits.subarray(24, 29)]).toEqual([1, 0, 6, 0, iso[26]]);
  const theirs = minutiaeOf(incits, 30, 2);
  expect(theirs.map(({ x, y, type, quality }) => [x, y, type, quality])).toEqual(
    ours.map(({ x, y, type, quality }) => [x, y, type, quality]),
  );
  for (const [k, { degrees }] of theirs.entries()) {
    const apart = Math.abs(degrees - ours[k]!.degrees);
    expect(Math.min(apart, 360 - apart)).toBeLessThanOrEqual(1 + 180 / 256);
  }
});

test("compare reads records of both standards, against each other too", async () => {
  const kept = async (kind: string) => {
    const file = path.join(place.path, `${kind}.fmr`);
    writeFileSync(file, await record("--as", kind));
    return file;
  };
  const iso = await kept("iso19794-2");
  const incits = await kept("incits378");
  const { printed, said, terminal } = listen();
  expect(await runCommand(["finger", "compare", iso, iso], terminal)).toBe(0);
  expect(await runCommand(["finger", "compare", iso, incits], terminal)).toBe(0);
  const [same, across] = printed.map(Number) as [number, number];
  // The coarser unit of the angle is all that lies between them.
  expect(across).toBeGreaterThan(0.95 * same);
  const cut = path.join(place.path, "cut.fmr");
  writeFileSync(cut, readFileSync(incits).subarray(0, -6));
  expect(await runCommand(["finger", "compare", iso, cut], terminal)).toBe(1);
  expect(said.at(-1)).toContain("INCITS 378 6.4.3");
});

const CODES = { raw: 0, wsq: 2, "jp2-lossless": 4, png: 5 } as const;
test.each(Object.entries(CODES))(
  "the image record in %s is the print as it was captured",
  async (coding, code) => {
    const bytes = await record("--as", "iso19794-4", "--coding", coding);
    expect(bytes.toString("latin1", 0, 8)).toBe("FIR\x00010\0");
    expect(bytes.readUIntBE(8, 6)).toBe(bytes.length);
    // Device; 500 ppi live scan; one finger, pixels an inch; scanned and kept at 500; 8 bits, the coding's code.
    expect(bytes.readUInt16BE(16)).toBe(31);
    expect([...bytes.subarray(18, 20)]).toEqual([1, 1]);
    expect([20, 22, 24, 26].map((at) => bytes.readUInt16BE(at))).toEqual([500, 500, 500, 500]);
    expect([...bytes.subarray(28, 32)]).toEqual([8, code, 0, 0]);
    expect(bytes.readUInt32BE(32)).toBe(bytes.length - 32);
    expect([...bytes.subarray(36, 39)]).toEqual([6, 1, 1]);
    expect([bytes.readUInt16BE(41), bytes.readUInt16BE(43), bytes[45]]).toEqual([260, 300, 0]);
    const file = bytes.subarray(46);
    const pixels = {
      raw: () => file,
      wsq: () => decodeWsq(file, "w").image.pixels,
      "jp2-lossless": async () => (await decodeJp2(file, "j")).pixels,
      png: () => sharp(file).toColourspace("b-w").extractChannel(0).raw().toBuffer(),
    }[coding];
    const read = await pixels!();
    const apart = Math.sqrt(
      image.pixels.reduce((sum, value, at) => sum + (value - read[at]!) ** 2, 0) / read.length,
    );
    expect(read.length).toBe(260 * 300);
    if (coding === "wsq") {
      expect(apart).toBeGreaterThan(0);
      expect(apart).toBeLessThan(20);
      expect(file.length).toBeLessThanOrEqual(18 * 1024);
    } else expect(apart).toBe(0);
  },
);

const pixels = () =>
  sharp(image.pixels, { raw: { width: 260, height: 300, channels: 1 } }).toColourspace("b-w");

describe("compressed with loss once only", () => {
  const { said, terminal } = listen();
  const out = path.join(place.path, "once");
  const given = (name: string, bytes: Uint8Array) => {
    const file = path.join(place.path, name);
    writeFileSync(file, bytes);
    return file;
  };
  const kiosk = async (...words: string[]) => {
    said.length = 0;
    rmSync(out, { force: true });
    const status = await runCommand(["finger", ...words, "--out", out], terminal);
    return { status, text: said.join("\n"), written: existsSync(out) };
  };
  const asImage = (file: string, coding: string, dpi = 500) =>
    kiosk("record", file, "--dpi", String(dpi), "--as", "iso19794-4", "--coding", coding);
  test("a WSQ file asked for as WSQ goes into the record byte for byte", async () => {
    const wsq = encodeWsq(image, { ppi: 500 });
    const file = given("once.wsq", wsq);
    expect(await asImage(file, "wsq")).toMatchObject({ status: 0 });
    const bytes = readFileSync(out);
    expect(bytes.subarray(46).equals(wsq)).toBe(true);
    expect([26, 41, 43].map((at) => bytes.readUInt16BE(at))).toEqual([500, 260, 300]);
    expect(await asImage(file, "png")).toMatchObject({ status: 0 });
  });

  test("a WSQ file above the cap, or of another resolution than it says, is refused by name", async () => {
    const large = given("large.wsq", encodeWsq(image, { ppi: 500, bpp: 2.9 }));
    const { status, text, written } = await asImage(large, "wsq");
    expect([status, written]).toEqual([1, false]);
    expect(text).toMatch(/policy-refused.*large\.wsq has \d+ bytes, more than the 18432.*lossless --coding/u);
    const other = await asImage(given("ppi.wsq", encodeWsq(image, { ppi: 500 })), "wsq", 569);
    expect([other.status, other.text]).toEqual([1, expect.stringMatching(/ppi\.wsq .* 500 .* 569/u)]);
  });

  const lossy: Record<string, () => Promise<Uint8Array>> = {
    JPEG: () => pixels().jpeg().toBuffer(),
    "TIFF with a lossy compression": () => pixels().tiff({ compression: "jpeg" }).toBuffer(),
    "lossy WebP": () => pixels().webp().toBuffer(),
    "HEIF or AVIF": () => pixels().avif({ effort: 0 }).toBuffer(),
  };
  test.each(Object.entries(lossy))("%s is not coded in WSQ, and in PNG it is", async (kind, made) => {
    const file = given("lossy", await made());
    for (const refused of [await asImage(file, "wsq"), await kiosk("wsq", "encode", file)]) {
      expect([refused.status, refused.written]).toEqual([1, false]);
      expect(refused.text).toContain(`${file} is compressed with loss already (${kind})`);
      expect(refused.text).toContain("give the original picture");
    }
    expect(await asImage(file, "png")).toMatchObject({ status: 0 });
  });

  test("nor is WSQ encoded again; what has lost nothing is", async () => {
    const again = await kiosk("wsq", "encode", given("again.wsq", encodeWsq(image, { ppi: 500 })));
    expect([again.status, again.text]).toEqual([1, expect.stringContaining("again.wsq is compressed")]);
    for (const bytes of [
      await pixels().tiff({ compression: "lzw" }).toBuffer(),
      await pixels().tiff({ compression: "lzw", bigtiff: true }).toBuffer(),
      await pixels().webp({ lossless: true }).toBuffer(),
    ])
      expect(await kiosk("wsq", "encode", given("lossless", bytes))).toMatchObject({ status: 0 });
  });

  test("JPEG 2000 is lossy where its wavelet is, and a damaged head is left to its decoder", async () => {
    const raster = { ...image, components: 1 as const };
    expect(lossyCodingOf(await encodeJp2(raster, 10))).toBe("lossy JPEG 2000");
    expect(lossyCodingOf(await encodeJp2(raster, "lossless"))).toBeUndefined();
    const jpegInBigTiff = await pixels().tiff({ compression: "jpeg", bigtiff: true }).toBuffer();
    expect(lossyCodingOf(jpegInBigTiff)).toBe("TIFF with a lossy compression");
    expect(lossyCodingOf(jpegInBigTiff.subarray(0, 12))).toBeUndefined();
    expect(lossyCodingOf(new Uint8Array())).toBeUndefined();
  });
});

const plain = (value: () => number) => ({
  width: 260,
  height: 300,
  pixels: Uint8Array.from({ length: 260 * 300 }, value),
});

test("what is of no use is recorded with quality 0 and says why, in JSON too", async () => {
  const dice = new Dice("record noise");
  const cases = [
    [plain(() => 255), "500", "nothing-there"],
    [plain(() => dice.whole(0, 255)), "500", "nothing-there"],
    [{ width: 1, height: 1, pixels: Uint8Array.of(0) }, "500", "nothing-there"],
    [image, "250", "wrong-resolution"],
  ] as const;
  for (const [picture, dpi, reason] of cases) {
    const file = path.join(place.path, "useless.png");
    writeFileSync(file, await encodeGreyPng(picture));
    const { said, terminal } = listen();
    const words = ["finger", "record", file, "--dpi", dpi, "--as", "iso19794-4", "--coding", "raw"];
    const all = [...words, "--out", path.join(place.path, "useless")];
    expect(await runCommand(all, terminal)).toBe(0);
    expect(await runCommand([...all, "--json"], terminal)).toBe(0);
    expect(said[0]).toMatch(new RegExp(`quality 0, \\d+ minutiae, ${reason}$`, "u"));
    expect(JSON.parse(said[1]!)).toMatchObject({ quality: 0, reasons: [reason] });
  }
});
