/** Made-up samples for the drivers' tests: ridges of a kind, a scribble, a JPEG. */
import { encodeGreyJpeg } from "../../models/image.ts";
import type { GreyImage, PenTrajectory } from "../../api/words/sample.ts";

/** Concentric ridges of nine pixels on a light ground, with a little grain; no finger's. */
export const ridges = (seed: number, width = 384, height = 290): GreyImage => {
  const pixels = new Uint8Array(width * height);
  let state = seed * 2_654_435_761;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const [dx, dy] = [x - width / 2 - seed * 7, (y - height / 2) * 0.8];
      const inside = dx * dx + dy * dy < (height * 0.45) ** 2;
      const wave = inside ? 120 + 80 * Math.sin((Math.hypot(dx, dy) * 2 * Math.PI) / 9) : 235;
      pixels[y * width + x] = Math.round(wave + (state >>> 28) - 8);
    }
  return { width, height, pixels };
};

export const scribble = (points: number, maxX = 9600, maxY = 6000): PenTrajectory => ({
  maxX,
  maxY,
  maxPressure: 1023,
  points: Array.from({ length: points }, (_, i) => ({
    x: Math.round(maxX * (0.1 + (0.8 * i) / points)),
    y: Math.round(maxY * (0.5 + 0.3 * Math.sin(i / 9))),
    pressure: 200 + ((i * 37) % 700),
    t: i * 5000,
    contact: Math.floor(i / 60) % 3 !== 2,
  })),
});

export const jpegFrames = (count: number): Promise<readonly Uint8Array[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => encodeGreyJpeg(ridges(i + 1, 64, 48), 80)));
