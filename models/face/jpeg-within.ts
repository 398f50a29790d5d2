/** JPEG to just under a size. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { RgbImage } from "../../api/words/sample.ts";
import { encodeRgbJpeg } from "../image.ts";

/** The highest quality whose file is not larger; sizes grow with quality, so halving finds it. */
export const jpegWithin = async (image: RgbImage, atMost: number): Promise<Uint8Array> => {
  let [low, high] = [1, 100];
  let best: Uint8Array | undefined;
  while (low <= high) {
    const quality = (low + high) >> 1;
    const file = await encodeRgbJpeg(image, quality, "4:2:0");
    if (file.length <= atMost) {
      best = file;
      low = quality + 1;
    } else high = quality - 1;
  }
  if (best === undefined)
    throw new OutsideFault(
      "picture-unreadable",
      `A picture of ${image.width} x ${image.height} pixels does not fit ${atMost} bytes as JPEG.`,
    );
  return best;
};
