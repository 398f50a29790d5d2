/** WSQ: pictures of many sizes and kinds there and back, and files that lie, by the thousand. */
import { OutsideFault } from "../../api/base/faults.ts";
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import { encodeWsq } from "../../api/formats/wsq/encode.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import { Dice } from "../../models/synthetic/dice.ts";
import { impression } from "../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../models/synthetic/fingerprint/master.ts";
import type { NightlyJob } from "./job.ts";

const TRIPS = 60;
const MUTATIONS = 2000;

/** Noise, flat grey, steps, a slope or a print, of any size. */
const anyPicture = (dice: Dice): GreyImage => {
  const width = dice.whole(32, 420);
  const height = dice.whole(32, 420);
  const kind = dice.pick(["noise", "flat", "steps", "slope", "print"] as const);
  if (kind === "print")
    return impression(masterPrint(`night/${dice.whole(1, 3)}`), dice.seed, { width, height, ppi: 500 }).image;
  const base = dice.whole(0, 255);
  const side = dice.whole(2, 40);
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (kind === "noise") return dice.whole(0, 255);
    if (kind === "steps") return (Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? 0 : base;
    return kind === "slope" ? Math.round((255 * (x + y)) / (width + height)) : base;
  });
  return { width, height, pixels };
};

const squaredError = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0) / a.length;

/** What is wrong with one picture's way there and back; undefined: nothing. */
const trip = (dice: Dice): string | undefined => {
  const image = anyPicture(dice);
  const bpp = dice.between(0.3, 4);
  const size = `${image.width} x ${image.height} at ${bpp.toFixed(2)} (${dice.seed})`;
  const file = encodeWsq(image, { ppi: 500, bpp });
  const back = decodeWsq(file, "trip").image;
  if (back.width !== image.width || back.height !== image.height) return `${size}: came back in another size`;
  const finer = decodeWsq(encodeWsq(image, { ppi: 500, bpp: bpp + 2 }), "trip").image;
  const [coarse, fine] = [squaredError(image.pixels, back.pixels), squaredError(image.pixels, finer.pixels)];
  // A quarter of the coefficients is never coded, so that noise keeps an error that no rate lowers.
  if (fine > 1.05 * coarse + 0.5) return `${size}: two bits a pixel more made it worse, ${coarse} to ${fine}`;
  const cap = Math.max(1500, Math.round(file.length * 0.7));
  const capped = encodeWsq(image, { ppi: 500, bpp: 5, maxBytes: Math.max(cap, 900) });
  return capped.length <= Math.max(cap, 900) ? undefined : `${size}: a cap of ${cap} bytes was not kept`;
};

/** A changed file must decode or be refused by name; anything else is a fault. */
const lie = (dice: Dice, whole: Uint8Array): string | undefined => {
  const file = dice.chance(0.2)
    ? Uint8Array.from(whole.subarray(0, dice.whole(0, whole.length)))
    : Uint8Array.from(whole);
  for (let count = dice.whole(1, 6); count > 0 && file.length > 0; count -= 1)
    file[dice.whole(0, dice.chance(0.6) ? Math.min(900, file.length - 1) : file.length - 1)] = dice.whole(
      0,
      255,
    );
  try {
    decodeWsq(file, "stranger");
    return undefined;
  } catch (error) {
    return error instanceof OutsideFault ? undefined : `${dice.seed}: ${String(error)}`;
  }
};

export const job: NightlyJob = {
  name: "wsq",
  pieces: 40,
  run: (piece) => {
    const dice = new Dice(`nightly wsq ${piece}`);
    const trips = Array.from({ length: TRIPS }, (_, k) => trip(dice.fork(`trip ${k}`)));
    const whole = encodeWsq(anyPicture(dice.fork("base")), { ppi: 500, bpp: 1 });
    const lies = Array.from({ length: MUTATIONS }, (_, k) => lie(dice.fork(`lie ${k}`), whole));
    const faults = [...trips, ...lies].filter((fault) => fault !== undefined);
    return Promise.resolve({ cases: TRIPS + MUTATIONS, faults });
  },
};
