/** The skin against the glass: how much of each pixel a ridge touches. */
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { grid, sample, smoothNoise } from "./grid.ts";
import type { Grid } from "./grid.ts";
import type { View } from "./view.ts";
import { drawMark } from "./marks.ts";
import type { MasterPrint } from "./master.ts";
import type { SensorModel } from "./sensors.ts";

export interface Skin {
  /** 0 nothing touches .. 1 ridge pressed flat. */
  readonly touch: Grid;
  /** Signed depth inside the contact; > 0 touches. */
  readonly depth: Grid;
}

/** Nodes of the coarse grid on which the placement is worked out, in pixels. */
const NODE = 8;

/** Finger coordinates of every pixel, from a coarse grid of exact ones. */
const fingerCoordinates = (view: View): { x: Grid; y: Grid } => {
  const across = Math.ceil(view.width / NODE) + 2;
  const down = Math.ceil(view.height / NODE) + 2;
  const x = grid(across, down);
  const y = grid(across, down);
  for (let j = 0; j < down; j += 1)
    for (let i = 0; i < across; i += 1) {
      const at = view.placement.toFinger(
        (i * NODE - (view.width - 1) / 2) * view.scale,
        (view.sweep.toGlance(j * NODE) - (view.height - 1) / 2) * view.scale,
      );
      x.values[j * across + i] = at.x;
      y.values[j * across + i] = at.y;
    }
  return { x, y };
};

/** The master's ridges with its pores open as far as this moisture leaves them open. */
const withPores = (dice: Dice, master: MasterPrint, condition: Condition): Grid => {
  const { width, height } = master.ridges;
  const out: Grid = { width, height, values: master.ridges.values.slice() };
  const open = Math.max(0, 0.55 - 0.6 * Math.max(0, condition.moisture) - 0.3 * (condition.pressure - 0.5));
  for (const pore of master.pores) {
    const depth = dice.next() < open ? dice.between(0.5, 1.5) : dice.between(0, 0.25);
    const cx = Math.round(pore.x);
    const cy = Math.round(pore.y);
    for (let y = cy - 2; y <= cy + 2; y += 1)
      for (let x = cx - 2; x <= cx + 2; x += 1) {
        const squared = (x - pore.x) ** 2 + (y - pore.y) ** 2;
        const at = y * width + x;
        out.values[at] = (out.values[at] ?? 0) - depth * Math.exp(-squared / (pore.radius * pore.radius));
      }
  }
  return out;
};

/** Raises or lowers the skin against the glass: moisture and pressure widen ridges, dryness and wear break them. */
const bias = (condition: Condition): { lift: number; speckle: number; wander: number } => {
  const dry = Math.max(0, -condition.moisture);
  const wet = Math.max(0, condition.moisture);
  return {
    lift: 0.05 + 0.45 * (condition.pressure - 0.5) + 0.55 * wet - 0.5 * dry - 0.35 * condition.wear,
    speckle: 0.27 + 0.75 * dry + 0.8 * condition.wear + 0.25 * Math.max(0, 0.5 - condition.pressure),
    wander: 0.16 + 0.3 * wet + 0.25 * dry,
  };
};

/** A plaster's fabric against the glass: a faint lattice. */
const weave = (x: number, y: number, noise: number): number =>
  Math.max(0, 0.1 + 0.09 * Math.sin(0.9 * x + 0.25 * y) * Math.sin(0.9 * y - 0.25 * x) + 0.05 * noise);

export const renderSkin = (
  dice: Dice,
  master: MasterPrint,
  view: View,
  condition: Condition,
  model: SensorModel,
): Skin => {
  const { width, height } = view;
  const ridges = withPores(dice.fork("pores"), master, condition);
  for (const cut of view.dressing.cuts) drawMark(ridges, cut);
  const coordinates = fingerCoordinates(view);
  const { lift, speckle, wander } = bias(condition);
  const fine = smoothNoise(dice.fork("fine"), width, height, 2.2 / view.scale);
  const middle = smoothNoise(dice.fork("middle"), width, height, 5 / view.scale);
  const slow = smoothNoise(dice.fork("slow"), width, height, 55 / view.scale);
  const touch = grid(width, height);
  const depth = grid(width, height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const fx = sample(coordinates.x, x / NODE, y / NODE);
      const fy = sample(coordinates.y, x / NODE, y / NODE);
      const deep = view.contact(fx, fy);
      depth.values[at] = deep;
      if (deep < -0.12) continue;
      if (view.dressing.covers(fx, fy)) {
        touch.values[at] = weave(x, y, middle.values[at] ?? 0);
        continue;
      }
      const edge = deep < 0.16 ? (0.16 - deep) * 5 : 0;
      const rough = 0.55 * (fine.values[at] ?? 0) + 0.65 * (middle.values[at] ?? 0);
      const level =
        sample(ridges, fx, fy) +
        lift -
        edge +
        wander * (slow.values[at] ?? 0) +
        (speckle + 0.5 * edge) * 0.8 * rough +
        model.grain * (fine.values[at] ?? 0);
      const step = level / model.softness;
      touch.values[at] = step <= -1 ? 0 : step >= 1 ? 1 : 0.5 + 0.75 * step - 0.25 * step * step * step;
    }
  return { touch, depth };
};
