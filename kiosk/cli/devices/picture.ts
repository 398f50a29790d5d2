/** A captured sample as a PNG, for looking at. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CapturedSample, GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import { decodeRgb, encodeGreyPng, encodeRgbPng } from "../../../models/image.ts";

const SIGNATURE_WIDTH = 1200;

/** Straight lines of three pixels between points of contact. */
const drawn = ({ maxX, maxY, points }: PenTrajectory): GreyImage => {
  const scale = SIGNATURE_WIDTH / maxX;
  const [width, height] = [SIGNATURE_WIDTH, Math.max(1, Math.round(maxY * scale))];
  const pixels = new Uint8Array(width * height).fill(0xff);
  const dot = (x: number, y: number) => {
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        const [column, row] = [Math.round(x) + dx, Math.round(y) + dy];
        if (column >= 0 && row >= 0 && column < width && row < height) pixels[row * width + column] = 0;
      }
  };
  for (const [i, to] of points.entries()) {
    const from = points[i - 1] ?? to;
    if (!to.contact || !from.contact) continue;
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) * scale));
    for (let step = 0; step <= steps; step += 1)
      dot(
        (from.x + ((to.x - from.x) * step) / steps) * scale,
        (from.y + ((to.y - from.y) * step) / steps) * scale,
      );
  }
  return { width, height, pixels };
};

/** Throws OutsideFault for a document, which is lines and no picture. */
export const pictureOf = async (sample: CapturedSample): Promise<Uint8Array> => {
  switch (sample.characteristic) {
    case "finger":
      return encodeGreyPng(sample.image);
    case "face":
      return encodeRgbPng(await decodeRgb(sample.bytes, "the camera's frame"));
    case "signature":
      return encodeGreyPng(drawn(sample.trajectory));
    default:
      if (sample.picture)
        return encodeRgbPng(await decodeRgb(sample.picture.bytes, "the document camera's frame"));
      throw new OutsideFault(
        "usage",
        `The reader delivered lines, not a picture: ${sample.lines.join(" | ")}`,
      );
  }
};
