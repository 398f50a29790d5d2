/** A cartoon of a face in plain shapes, for tests that need a picture and no person. */
import type { RgbImage } from "../../../api/words/sample.ts";

export interface DrawnFace {
  readonly width: number;
  readonly height: number;
  /** Middle between the eyes, eye distance and roll in degrees (clockwise as seen). */
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly roll?: number;
  readonly skin?: readonly [number, number, number];
  readonly light?: number;
  readonly background?: readonly [number, number, number];
}

type Colour = readonly [number, number, number];

const EYE: Colour = [105, 96, 92];
const IRIS: Colour = [35, 25, 22];
const CLOTHES: Colour = [150, 150, 160];

/** Smooth step over about a pixel. */
const soft = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));

export const drawFace = (
  face: DrawnFace,
): { image: RgbImage; left: { x: number; y: number }; right: { x: number; y: number } } => {
  const { width, height, distance: d } = face;
  const skin = face.skin ?? [198, 150, 125];
  const background = face.background ?? [190, 190, 190];
  const light = face.light ?? 1;
  const angle = ((face.roll ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const pixels = new Uint8Array(width * height * 3);
  const dark = (k: number): Colour => [skin[0] * k, skin[1] * k, skin[2] * k];
  const [hair, brows, nostrils, lips] = [dark(0.25), dark(0.35), dark(0.45), dark(0.55)];
  const ellipse = (u: number, v: number, cu: number, cv: number, ru: number, rv: number): number =>
    soft((Math.hypot((u - cu) / ru, (v - cv) / rv) - 1) * Math.min(ru, rv) * d);
  // No part of a face, its soft edge included, reaches farther than this: half a pixel is 12.5 / d of the thinnest.
  const near = 1 + 13 / d;
  let red = 0;
  let green = 0;
  let blue = 0;
  const over = (paint: Colour, cover: number) => {
    if (cover <= 0) return;
    red += (paint[0] - red) * cover;
    green += (paint[1] - green) * cover;
    blue += (paint[2] - blue) * cover;
  };
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 3) {
      const dx = x - face.x;
      const dy = y - face.y;
      const u = (cos * dx + sin * dy) / d;
      const v = (-sin * dx + cos * dy) / d;
      red = background[0];
      green = background[1];
      blue = background[2];
      over(hair, ellipse(u, v, 0, -0.25, 1.35, 1.6));
      over(skin, ellipse(u, v, 0, 0.4, 1.12, 1.55));
      const side = Math.abs(u);
      if (side < 0.83 * near && Math.abs(v) < 1.16 * near) {
        over(brows, ellipse(side, v, 0.52, -0.35, 0.3, 0.055));
        over(EYE, ellipse(side, v, 0.5, 0, 0.2, 0.085));
        over(IRIS, ellipse(side, v, 0.5, -0.01, 0.085, 0.085));
        over(nostrils, ellipse(side, v, 0.13, 0.66, 0.07, 0.04));
        over(lips, ellipse(u, v, 0, 1.08, 0.36, 0.075));
      }
      over(CLOTHES, v > 1.9 && side < 2 ? 1 : 0);
      pixels[i] = Math.min(255, red * light);
      pixels[i + 1] = Math.min(255, green * light);
      pixels[i + 2] = Math.min(255, blue * light);
    }
  const at = (u: number) => ({ x: face.x + cos * u * d, y: face.y + sin * u * d });
  return { image: { width, height, pixels }, left: at(0.5), right: at(-0.5) };
};
