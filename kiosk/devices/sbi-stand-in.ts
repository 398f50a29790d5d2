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
import { sizeOfJpeg } from "../../drivers/camera/uvc/jpeg.ts";
import type { ServiceStandIns } from "../../drivers/sbi/stand-ins.ts";
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

const recordOf =
  (standIns: StandIns): ServiceStandIns["record"] =>
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

/** A live view says nothing of its scale. */
const LIVE_PPI = 500;
const MOST_LIVE = 4096;
/** Of a picture that must be no longer than the one it stands for. */
const LIVE_QUALITIES = [85, 70, 50, 30, 15, 5, 1] as const;

/** One print for a whole live view: hundreds of frames show one finger. */
const frameOf = (standIns: StandIns): ServiceStandIns["frame"] => {
  const prints = new Map<string, GreyImage>();
  return async (jpeg, t) => {
    const size = sizeOfJpeg(jpeg);
    if (size === undefined || Math.max(size.width, size.height) > MOST_LIVE) return undefined;
    const key = `${t} ${size.width} ${size.height}`;
    const print = prints.get(key) ?? standIns.print({ ...size, ppi: LIVE_PPI, t });
    prints.set(key, print);
    if (print.width !== size.width || print.height !== size.height) return undefined;
    for (const quality of LIVE_QUALITIES) {
      const made = await encodeGreyJpeg(print, quality);
      if (made.length <= jpeg.length) return made;
    }
    return undefined;
  };
};

export const standInService = (standIns: StandIns): ServiceStandIns => ({
  record: recordOf(standIns),
  frame: frameOf(standIns),
});
