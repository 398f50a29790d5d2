/** What the finger before left on the glass: its print, faint and smeared. */
import type { Dice } from "../dice.ts";
import { drawCondition } from "./condition.ts";
import { makeContact } from "./contact.ts";
import { blurred, grid, sample, smoothNoise } from "./grid.ts";
import type { Grid } from "./grid.ts";
import type { MasterPrint } from "./master.ts";
import { MASTER } from "./orientation.ts";
import { makePlacement } from "./placement.ts";

/** 0 clean .. 1 a greasy ridge. Some other finger: this one's mirror image, elsewhere and otherwise turned. */
export const latentPrint = (
  dice: Dice,
  master: MasterPrint,
  width: number,
  height: number,
  scale: number,
): Grid => {
  const condition = drawCondition(dice, {
    rotation: dice.normal(0, 14),
    shiftX: dice.normal(0, 40),
    shiftY: dice.normal(0, 50),
  });
  const placement = makePlacement(dice, condition, master.size);
  const contact = makeContact(dice, condition);
  const patches = smoothNoise(dice, width, height, 30 / scale);
  const out = grid(width, height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const patch = (patches.values[at] ?? 0) - 0.1;
      if (patch <= 0) continue;
      const on = placement.toFinger((x - (width - 1) / 2) * scale, (y - (height - 1) / 2) * scale);
      const mirrored = MASTER.width - 1 - on.x;
      if (contact(on.x, on.y) < 0.03) continue;
      const ridge = sample(master.ridges, mirrored, on.y);
      out.values[at] = ridge > 0 ? Math.min(1, ridge * patch * 1.5) : 0;
    }
  return blurred(out, 1 / scale);
};
