/** NIST's reference set of WSQ files, where it lies beside the repository. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { decodeGrey } from "../../../models/image.ts";

export const SET = path.resolve("../shared/finger/nist_wsq_ref");
export const ICAO_SAMPLE = path.resolve("../shared/icao/samples/wsq/img.wsq");
export const present = existsSync(SET);

export const RATES = [
  { folder: "BitRate075", bpp: 0.75 },
  { folder: "BitRate225", bpp: 2.25 },
] as const;
export type RateFolder = (typeof RATES)[number]["folder"];

export const names = present
  ? readdirSync(path.join(SET, "original"))
      .map((file) => path.basename(file, ".png"))
      .toSorted()
  : [];

export const referenceFile = (rate: RateFolder, name: string): Uint8Array =>
  readFileSync(path.join(SET, "wsq", rate, `${name}.wsq`));

export const original = (name: string) =>
  decodeGrey(readFileSync(path.join(SET, "original", `${name}.png`)), name);

export const golden = (rate: RateFolder, name: string) =>
  decodeGrey(readFileSync(path.join(SET, "decoded", rate, `${name}.png`)), name);

/** Peak signal-to-noise ratio in decibels. */
export const psnr = (a: Uint8Array, b: Uint8Array): number => {
  let squares = 0;
  for (let i = 0; i < a.length; i += 1) squares += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / squares);
};

/** Largest difference, and how many pixels differ. */
export const differences = (a: Uint8Array, b: Uint8Array): { largest: number; count: number } => {
  let largest = 0;
  let count = 0;
  for (let i = 0; i < a.length; i += 1) {
    const gap = Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    if (gap > 0) count += 1;
    if (gap > largest) largest = gap;
  }
  return { largest, count };
};
