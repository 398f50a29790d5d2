/** WSQ on NIST's reference set: how near to the reference, how large, how fast. `npm run bench -- wsq`. */
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import { encodeWsq } from "../../api/formats/wsq/encode.ts";
import {
  RATES,
  differences,
  golden,
  names,
  original,
  psnr,
  referenceFile,
} from "../formats/wsq/reference.ts";
import { median } from "./row.ts";
import type { BenchRow } from "./row.ts";

const timed = <T>(work: () => T): { value: T; ms: number } => {
  const times: number[] = [];
  let value = work();
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    value = work();
    times.push(performance.now() - start);
  }
  return { value, ms: median(times) };
};

const agreement = (a: Int32Array, b: Int32Array): number =>
  a.length === b.length ? a.reduce((sum, value, i) => sum + (value === b[i] ? 1 : 0), 0) / a.length : 0;

export const run = async (): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  for (const { folder, bpp } of RATES) {
    const seen = {
      off: [] as number[],
      pixels: [] as number[],
      size: [] as number[],
      quality: [] as number[],
      bins: [] as number[],
    };
    const speed = { decode: [] as number[], encode: [] as number[] };
    for (const name of names) {
      const picture = await original(name);
      const wanted = await golden(folder, name);
      const theirs = referenceFile(folder, name);
      const megapixels = (picture.width * picture.height) / 1e6;
      const decoded = timed(() => decodeWsq(theirs, name));
      const encoded = timed(() => encodeWsq(picture, { ppi: 500, bpp }));
      const back = decodeWsq(encoded.value, name);
      const { largest, count } = differences(decoded.value.image.pixels, wanted.pixels);
      seen.off.push(largest);
      seen.pixels.push(count);
      seen.size.push(100 * (encoded.value.length / theirs.length - 1));
      seen.quality.push(psnr(picture.pixels, back.image.pixels) - psnr(picture.pixels, wanted.pixels));
      seen.bins.push(100 * agreement(back.quantized.values, decoded.value.quantized.values));
      speed.decode.push(decoded.ms / megapixels);
      speed.encode.push(encoded.ms / megapixels);
    }
    rows.push(
      { name: `wsq ${bpp}: prints`, value: names.length, unit: "" },
      {
        name: `wsq ${bpp}: largest difference of decoded pixels`,
        value: Math.max(...seen.off),
        unit: "grey",
        bar: "<= 1",
      },
      {
        name: `wsq ${bpp}: most pixels that differ in a print`,
        value: Math.max(...seen.pixels),
        unit: "pixels",
      },
      {
        name: `wsq ${bpp}: worst size against reference`,
        value: Math.max(...seen.size.map(Math.abs)),
        unit: "%",
      },
      { name: `wsq ${bpp}: worst PSNR against reference`, value: Math.min(...seen.quality), unit: "dB" },
      { name: `wsq ${bpp}: least bins equal to reference`, value: Math.min(...seen.bins), unit: "%" },
      { name: `wsq ${bpp}: decode, median`, value: median(speed.decode), unit: "ms/Mpixel" },
      { name: `wsq ${bpp}: encode, median`, value: median(speed.encode), unit: "ms/Mpixel" },
    );
  }
  return rows;
};
