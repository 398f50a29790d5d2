/** The pen's trajectory as a picture at a stated resolution: dark ink on white, for DG7 and for people. */
import type { EncodedImage } from "../../api/words/enrolment.ts";
import type { GreyImage, PenTrajectory } from "../../api/words/sample.ts";
import type { Millimetres, PixelsPerInch, Rectangle } from "../../api/words/units.ts";
import { encodeGreyJpeg, encodeGreyPng } from "../image.ts";
import { INK } from "../params/signature.ts";
import { strokesOf } from "./strokes.ts";
import type { StrokePoint, Strokes } from "./strokes.ts";

export interface RenderOptions {
  readonly ppi: PixelsPerInch;
  /** Only around the ink, with a margin; otherwise the whole pad. */
  readonly trim?: boolean;
  /** For pads that do not state their width. */
  readonly padWidthMm?: Millimetres;
}

const MM_PER_INCH = 25.4;

/** Of the pad, in millimetres. */
const area = ({ width, height, strokes }: Strokes, trim: boolean): Rectangle => {
  const points = strokes.flat();
  if (!trim || points.length === 0) return { x: 0, y: 0, width, height };
  const left = Math.max(0, Math.min(...points.map((p) => p.x)) - INK.marginMm);
  const top = Math.max(0, Math.min(...points.map((p) => p.y)) - INK.marginMm);
  const right = Math.min(width, Math.max(...points.map((p) => p.x)) + INK.marginMm);
  const bottom = Math.min(height, Math.max(...points.map((p) => p.y)) + INK.marginMm);
  return { x: left, y: top, width: right - left, height: bottom - top };
};

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Darkens every pixel by how much of it the capsule between two discs covers. */
const draw = (image: GreyImage, from: Disc, to: Disc): void => {
  const reach = Math.max(from.radius, to.radius) + 1;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const x1 = Math.min(image.width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const y1 = Math.min(image.height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)); y <= y1; y += 1)
    for (let x = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)); x <= x1; x += 1) {
      const along = squared === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / squared;
      const t = Math.min(1, Math.max(0, along));
      const away = Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
      const cover = Math.min(1, Math.max(0, from.radius + (to.radius - from.radius) * t - away + 0.5));
      const at = y * image.width + x;
      image.pixels[at] = Math.min(image.pixels[at] ?? 255, Math.round(255 * (1 - cover)));
    }
};

/** 0 is ink, 255 paper. Deterministic. */
export const renderSignature = (trajectory: PenTrajectory, options: RenderOptions): GreyImage => {
  const pen = strokesOf(trajectory, options.padWidthMm);
  const shown = area(pen, options.trim ?? true);
  const scale = options.ppi / MM_PER_INCH;
  const width = Math.max(1, Math.round(shown.width * scale));
  const height = Math.max(1, Math.round(shown.height * scale));
  const image: GreyImage = { width, height, pixels: new Uint8Array(width * height).fill(255) };
  const disc = (p: StrokePoint): Disc => ({
    x: (p.x - shown.x) * scale - 0.5,
    y: (p.y - shown.y) * scale - 0.5,
    radius: (INK.widthMm * scale * (INK.leastWidth + (INK.mostWidth - INK.leastWidth) * p.pressure)) / 2,
  });
  for (const stroke of pen.strokes) stroke.forEach((p, i) => draw(image, disc(stroke[i - 1] ?? p), disc(p)));
  return image;
};

/** PNG keeps every pixel; JPEG (quality 90) is what DG7 readers expect. */
export const encodeSignature = async (
  trajectory: PenTrajectory,
  options: RenderOptions & { readonly mediaType?: "image/png" | "image/jpeg" },
): Promise<EncodedImage> => {
  const image = renderSignature(trajectory, options);
  const mediaType = options.mediaType ?? "image/png";
  const bytes = mediaType === "image/png" ? await encodeGreyPng(image) : await encodeGreyJpeg(image, 90);
  return { mediaType, bytes, width: image.width, height: image.height };
};
