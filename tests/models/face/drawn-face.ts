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
  const ellipse = (u: number, v: number, cu: number, cv: number, ru: number, rv: number): number =>
    soft((Math.hypot((u - cu) / ru, (v - cv) / rv) - 1) * Math.min(ru, rv) * d);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - face.x, y - face.y];
      const u = (cos * dx + sin * dy) / d;
      const v = (-sin * dx + cos * dy) / d;
      let colour: Colour = background;
      const over = (paint: Colour, cover: number) => {
        if (cover > 0)
          colour = colour.map((value, i) => value + ((paint[i] ?? 0) - value) * cover) as unknown as Colour;
      };
      over(dark(0.25), ellipse(u, v, 0, -0.25, 1.35, 1.6));
      over(skin, ellipse(u, v, 0, 0.4, 1.12, 1.55));
      const side = Math.abs(u);
      over(dark(0.35), ellipse(side, v, 0.52, -0.35, 0.3, 0.055));
      over([105, 96, 92], ellipse(side, v, 0.5, 0, 0.2, 0.085));
      over([35, 25, 22], ellipse(side, v, 0.5, -0.01, 0.085, 0.085));
      over(dark(0.45), ellipse(side, v, 0.13, 0.66, 0.07, 0.04));
      over(dark(0.55), ellipse(u, v, 0, 1.08, 0.36, 0.075));
      over([150, 150, 160], v > 1.9 && side < 2 ? 1 : 0);
      pixels.set(
        colour.map((value) => Math.min(255, value * light)),
        (y * width + x) * 3,
      );
    }
  const at = (u: number) => ({ x: face.x + cos * u * d, y: face.y + sin * u * d });
  return { image: { width, height, pixels }, left: at(0.5), right: at(-0.5) };
};
