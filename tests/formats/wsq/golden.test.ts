import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { encodeWsq } from "../../../api/formats/wsq/encode.ts";
import {
  ICAO_SAMPLE,
  RATES,
  differences,
  golden,
  names,
  original,
  present,
  psnr,
  referenceFile,
} from "./reference.ts";

type Decoded = ReturnType<typeof decodeWsq>;
const decoded = new Map<string, Decoded>();
/** The reference file, read once for both tests of it. */
const reference = (folder: (typeof RATES)[number]["folder"], name: string): Decoded => {
  const file = `${folder}/${name}`;
  const known = decoded.get(file) ?? decodeWsq(referenceFile(folder, name), name);
  decoded.set(file, known);
  return known;
};
afterAll(() => decoded.clear());

describe.skipIf(!present)("NIST's reference set (../shared/finger/nist_wsq_ref)", () => {
  test("has its 20 prints", () => expect(names).toHaveLength(20));

  test.each(RATES.flatMap(({ folder, bpp }) => names.map((name) => ({ folder, bpp, name }))))(
    "$folder/$name decodes within one grey level of the reference decoder",
    async ({ folder, name }) => {
      const { image } = reference(folder, name);
      const wanted = await golden(folder, name);
      expect([image.width, image.height]).toEqual([wanted.width, wanted.height]);
      const { largest, count } = differences(image.pixels, wanted.pixels);
      expect(largest).toBeLessThanOrEqual(1);
      // Two builds of the reference decoder differ in up to 27 pixels a picture; so may we, and a few more.
      expect(count).toBeLessThanOrEqual(50);
    },
  );

  // The largest pictures add time and nothing else; the bench measures all forty.
  const smaller = names.filter((name) => !/^(?:a0|b157|sample)/u.test(name));
  test.each(RATES.flatMap(({ folder, bpp }) => smaller.map((name) => ({ folder, bpp, name }))))(
    "$folder/$name encodes as the reference encoder does: size, quality, and bin by bin",
    async ({ folder, bpp, name }) => {
      const picture = await original(name);
      const ours = encodeWsq(picture, { ppi: 500, bpp });
      expect(Math.abs(ours.length / referenceFile(folder, name).length - 1)).toBeLessThan(0.01);
      const mine = decodeWsq(ours, name);
      const theirs = reference(folder, name);
      expect(psnr(picture.pixels, mine.image.pixels)).toBeGreaterThan(
        psnr(picture.pixels, theirs.image.pixels) - 0.01,
      );
      expect(mine.quantized.values).toHaveLength(theirs.quantized.values.length);
      mine.quantized.bins.forEach((bin, k) => {
        const wanted = theirs.quantized.bins[k]!;
        expect(Math.abs(bin.width - wanted.width)).toBeLessThanOrEqual(1e-3 * wanted.width);
      });
      const { largest, count } = differences(
        // Of each its lowest eight bits.
        Uint8Array.from(mine.quantized.values),
        Uint8Array.from(theirs.quantized.values),
      );
      expect(largest === 1 || largest === 255 || count === 0).toBe(true);
      expect(count / mine.quantized.values.length).toBeLessThan(0.0005);
    },
  );
});

test("a file of another maker with a NIST comment (../shared/icao)", (context) => {
  if (!existsSync(ICAO_SAMPLE)) context.skip("../shared/icao/samples/wsq is not there");
  const { image, ppi } = decodeWsq(readFileSync(ICAO_SAMPLE), "img.wsq");
  expect([image.width, image.height, ppi]).toEqual([256, 256, 500]);
});
