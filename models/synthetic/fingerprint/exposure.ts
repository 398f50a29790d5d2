/** From touch to grey: the sensor's tones, its optics and its noise. */
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { blurred, grid, smoothNoise } from "./grid.ts";
import type { Grid } from "./grid.ts";
import type { SensorModel } from "./sensors.ts";
import type { Skin } from "./skin.ts";

/** How much darkness each pixel of a ridge keeps: grain of the skin, its sweat and the sensor's own. */
const ridgeTexture = (
  dice: Dice,
  width: number,
  height: number,
  strength: number,
): ((i: number) => number) => {
  if (strength === 0) return () => 1;
  const fine = smoothNoise(dice.fork("fine texture"), width, height, 1.4);
  const coarse = smoothNoise(dice.fork("coarse texture"), width, height, 4);
  return (i) => {
    const lack = 0.4 * (fine.values[i] ?? 0) + 0.3 * (coarse.values[i] ?? 0) - 0.1;
    return lack <= 0 ? 1 : Math.max(0.1, 1 - strength * lack);
  };
};

/** Grey before noise: glass, skin hovering over it, ridges on it. */
const tones = (dice: Dice, skin: Skin, condition: Condition, model: SensorModel): Grid => {
  const { width, height } = skin.touch;
  const firm = smoothNoise(dice.fork("firm"), width, height, 70);
  const texture = ridgeTexture(dice, width, height, model.texture);
  const out = grid(width, height);
  const wet = Math.max(0, condition.moisture);
  const dry = Math.max(0, -condition.moisture);
  const ridge = model.ridge + 45 * dry + 25 * (0.5 - condition.pressure) + 12 * dice.normal();
  const valley = model.valley - 40 * wet * condition.pressure;
  for (let i = 0; i < out.values.length; i += 1) {
    const depth = skin.depth.values[i] ?? 0;
    const hover = depth <= -0.06 ? 0 : depth >= 0.1 ? 1 : (depth + 0.06) / 0.16;
    const under = model.background + (valley - model.background) * hover;
    const dark = ridge - 26 * Math.min(0.6, Math.max(0, depth)) + model.patches * (firm.values[i] ?? 0);
    out.values[i] = under + (dark - under) * (skin.touch.values[i] ?? 0) * texture(i);
  }
  return out;
};

/** Light falls off towards the corners. */
const fallOff = (x: number, y: number, width: number, height: number): number =>
  ((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2;

/** What lies on the glass: the skin, and what an earlier finger left. */
export interface Glass {
  readonly skin: Skin;
  readonly latent: Grid | undefined;
}

/** Fixed pattern of a capacitive array and streaks of a sweep: an offset for each column. */
const columnOffsets = (dice: Dice, width: number, size: number): Float32Array =>
  Float32Array.from({ length: width }, () => (size === 0 ? 0 : dice.normal(0, size)));

export const expose = (
  dice: Dice,
  { skin, latent }: Glass,
  condition: Condition,
  model: SensorModel,
): GreyImage => {
  const { width, height } = skin.touch;
  const seen = blurred(tones(dice, skin, condition, model), model.blur);
  const veil = smoothNoise(dice.fork("veil"), width, height, 40);
  const residue = condition.residue * model.residue;
  const columns = columnOffsets(dice.fork("columns"), width, model.streak);
  const pixels = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const smudge = residue * (9 * Math.max(0, veil.values[i] ?? 0) + 60 * (latent?.values[i] ?? 0));
      const light = (columns[x] ?? 0) - model.vignette * fallOff(x, y, width, height);
      const value = (seen.values[i] ?? 0) + light - smudge + dice.normal(0, model.noise);
      pixels[i] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
    }
  return { width, height, pixels };
};
