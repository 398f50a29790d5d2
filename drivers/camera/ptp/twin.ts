/** Puts other pictures into a recording of the camera: JPEG of the same size and the same number of bytes, without Exif. */
import { withReceived, type StandIns, type Twin } from "../../twin.ts";
import { sizeOfJpeg } from "../uvc/jpeg.ts";
import { dataOf, pictureAt, type Data } from "./data.ts";

const replace = async ({ bytes, t }: Data, standIns: StandIns): Promise<boolean> => {
  const at = pictureAt(bytes);
  if (at === undefined) return false;
  const place = bytes.subarray(at);
  const size = sizeOfJpeg(place);
  if (size === undefined) place.fill(0);
  else place.set(await standIns.frame({ ...size, t, room: place.length }));
  return true;
};

export const twin: Twin<"usb"> = {
  make: async ({ dialogue }, standIns) => {
    const changed = new Map<number, Uint8Array>();
    for (const data of dataOf(dialogue))
      if (await replace(data, standIns))
        for (const { position, from, to } of data.parts) changed.set(position, data.bytes.slice(from, to));
    return withReceived(dialogue, changed);
  },
};
