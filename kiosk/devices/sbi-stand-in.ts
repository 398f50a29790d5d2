/** An ISO/IEC 19794-4 record of a finger that does not exist, in place of a service's: the same finger, size, resolution and coding. */
import { OutsideFault } from "../../api/base/faults.ts";
import {
  readFinger2011,
  writeFinger2011,
  type Finger2011,
} from "../../api/formats/iso19794/second-edition.ts";
import { encodeJp2 } from "../../api/formats/jp2/jp2.ts";
import { encodeWsq } from "../../api/formats/wsq/encode.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { ReplaceRecord } from "../../drivers/sbi/exchanged.ts";
import type { StandIns } from "../../drivers/twin.ts";
import { encodeGreyJpeg, encodeGreyPng } from "../../models/image.ts";

const JPEG_QUALITY = 90;
/** Bits a pixel of WSQ at 15:1 and of our own packets (ISO/IEC 19794-4, table 6). */
const WSQ_BPP = 0.75;

const coded = async ({ compression, ppi }: Finger2011, print: GreyImage): Promise<Uint8Array> => {
  switch (compression) {
    case "none":
      return print.pixels;
    case "wsq":
      return encodeWsq(print, { bpp: WSQ_BPP, ppi });
    case "jp2-lossy":
    case "jp2-lossless":
      return encodeJp2({ ...print, components: 1 }, "lossless");
    case "jpeg":
      return encodeGreyJpeg(print, JPEG_QUALITY);
    case "png":
      return encodeGreyPng(print);
    default:
      throw new OutsideFault(
        "policy-refused",
        "The recording cannot leave this machine: its pictures are packed bits, for which there is no twin. Give --raw to record it all the same.",
      );
  }
};

/** In its place where it is as long: every other byte of the record stays. */
const exchanged = (record: Uint8Array, read: Finger2011, image: Uint8Array): Uint8Array => {
  const at = Buffer.from(record.buffer, record.byteOffset, record.length).indexOf(read.image);
  if (image.length !== read.image.length || at < 0) return writeFinger2011({ ...read, image });
  const out = Uint8Array.from(record);
  out.set(image, at);
  return out;
};

export const standInRecord =
  (standIns: StandIns): ReplaceRecord =>
  async (record, t) => {
    const read = readFinger2011(record, "the SBI service's record");
    const { width, height, ppi } = read;
    const print = standIns.print({ width, height, ppi, t });
    if (print.width !== width || print.height !== height)
      throw new OutsideFault(
        "input-malformed",
        `The service's pictures are ${width} x ${height}, not ${print.width} x ${print.height}.`,
      );
    return exchanged(record, read, await coded(read, print));
  };
