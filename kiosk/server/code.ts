/** Appointment codes: QR symbols in a camera frame, and what a reference of this office looks like. */
import jsqrModule from "jsqr";
import { decodeGrey, resizeGrey } from "../../models/image.ts";

/** Symbols on paper or a telephone fill a good part of the finder: a picture of this width shows their modules. */
const WIDTH = 480;

// The package is CommonJS: its function is the default of the default where the loader wraps it.
const jsqr = (
  typeof jsqrModule === "function" ? jsqrModule : (jsqrModule as unknown as { default: unknown }).default
) as (data: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

/** Text of the symbol in that picture; undefined: none that can be read. */
export const codeIn = async (jpeg: Uint8Array): Promise<string | undefined> => {
  const whole = await decodeGrey(jpeg, "camera frame");
  const height = Math.max(1, Math.round((whole.height * WIDTH) / whole.width));
  const small = whole.width > WIDTH ? await resizeGrey(whole, WIDTH, height) : whole;
  const rgba = new Uint8ClampedArray(small.pixels.length * 4);
  for (let at = 0; at < small.pixels.length; at += 1) rgba.fill(small.pixels[at] ?? 0, at * 4, at * 4 + 3);
  const found = jsqr(rgba, small.width, small.height);
  return found === null || found.data === "" ? undefined : found.data;
};

/** Three letters of the mission, year, number; as printed, as typed with other dashes, or inside our QR symbol. */
const REFERENCE = /^(?:APPOINTMENT:)?([A-Z]{3})[- ]?(\d{4})[- ]?(\d{6})$/u;

/** In its one written form; undefined: not a reference of ours. */
export const referenceIn = (text: string): string | undefined => {
  const found = REFERENCE.exec(text.trim().toUpperCase());
  return found === null ? undefined : `${found[1]}-${found[2]}-${found[3]}`;
};
