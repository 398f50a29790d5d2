/**
 * Where a point of the finger comes to lie on the platen: the elastic distortion of Cappelli, Maio and Maltoni (2001),
 * then rotation and translation. Both sides in pixels at 500 ppi; the platen's origin is its centre, y down.
 */
import type { Point } from "../../../api/words/units.ts";
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { MASTER } from "./orientation.ts";

export interface Placement {
  /** Finger (master pixels) to platen. */
  toPlaten(x: number, y: number): Point;
  /** Platen to finger (master pixels). */
  toFinger(x: number, y: number): Point;
  /** Angle of a direction at a finger's place as it lies on the platen; degrees, counter-clockwise, 0 <= angle < 360. */
  turned(x: number, y: number, angle: number): number;
}

/** The part of the skin that the pressure holds fast, and how far the skin's own stretch reaches beyond it. */
interface Hold {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly along: number;
  readonly reach: number;
}

interface Wave {
  readonly kx: number;
  readonly ky: number;
  readonly phase: number;
  readonly dx: number;
  readonly dy: number;
}

/** 0 inside the held region, rising smoothly to 1 where the skin follows the finger freely. */
const freedom = (hold: Hold, x: number, y: number): number => {
  const distance = Math.hypot((x - hold.x) / hold.across, (y - hold.y) / hold.along) - 1;
  if (distance <= 0) return 0;
  if (distance >= hold.reach) return 1;
  return 0.5 * (1 - Math.cos((Math.PI * distance) / hold.reach));
};

/** The finger's centre: what the applicant aims at the platen's middle. */
export const FINGER_CENTRE = { x: MASTER.width / 2, y: MASTER.height * 0.47 } as const;

/** `size`: of the finger, against a grown one. */
export const makePlacement = (dice: Dice, condition: Condition, size = 1): Placement => {
  const hold: Hold = {
    x: FINGER_CENTRE.x + dice.normal(0, 15),
    y: FINGER_CENTRE.y + dice.normal(0, 20),
    across: dice.between(45, 75) * (0.7 + 0.6 * condition.pressure),
    along: dice.between(60, 95) * (0.7 + 0.6 * condition.pressure),
    reach: dice.between(0.9, 1.8),
  };
  const pullX = condition.drag * dice.normal(0, 9);
  const pullY = condition.drag * dice.normal(0, 9);
  const twist = (condition.drag * dice.normal(0, 4) * Math.PI) / 180;
  const waves: Wave[] = Array.from({ length: 4 }, () => ({
    kx: dice.normal(0, 0.011),
    ky: dice.normal(0, 0.011),
    phase: dice.between(0, 2 * Math.PI),
    dx: dice.normal(0, 0.8),
    dy: dice.normal(0, 0.8),
  }));
  const swell = size * (1 + 0.03 * (condition.pressure - 0.5));
  const turn = (condition.rotation * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);

  const twistedX = Math.cos(twist) - 1;
  const twistedY = Math.sin(twist);

  /** Where `stretch` puts its answer: it is asked for every pixel, many times over. */
  let stretchX = 0;
  let stretchY = 0;
  /** Displacement of the skin at a finger's place. */
  const stretch = (x: number, y: number): void => {
    const free = freedom(hold, x, y);
    const rx = x - hold.x;
    const ry = y - hold.y;
    let dx = free * (pullX + rx * twistedX + ry * twistedY);
    let dy = free * (pullY - rx * twistedY + ry * twistedX);
    for (const wave of waves) {
      const s = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
      dx += wave.dx * s;
      dy += wave.dy * s;
    }
    stretchX = dx;
    stretchY = dy;
  };
  const toPlaten = (x: number, y: number): Point => {
    stretch(x, y);
    const px = (x + stretchX - FINGER_CENTRE.x) * swell;
    const py = (y + stretchY - FINGER_CENTRE.y) * swell;
    return { x: px * cos + py * sin + condition.shiftX, y: -px * sin + py * cos + condition.shiftY };
  };
  const toFinger = (x: number, y: number): Point => {
    const px = x - condition.shiftX;
    const py = y - condition.shiftY;
    const goalX = (px * cos - py * sin) / swell + FINGER_CENTRE.x;
    const goalY = (px * sin + py * cos) / swell + FINGER_CENTRE.y;
    // The stretch is a contraction (its slope stays well under 1), so that this settles within a hundredth of a pixel.
    let atX = goalX;
    let atY = goalY;
    for (let round = 0; round < 16; round += 1) {
      stretch(atX, atY);
      const nextX = goalX - stretchX;
      const nextY = goalY - stretchY;
      // Nothing moves any more: no further round would change a bit.
      if (nextX === atX && nextY === atY) break;
      atX = nextX;
      atY = nextY;
    }
    return { x: atX, y: atY };
  };
  const turned = (x: number, y: number, angle: number): number => {
    const dx = 2 * Math.cos((angle * Math.PI) / 180);
    const dy = -2 * Math.sin((angle * Math.PI) / 180);
    const to = toPlaten(x + dx, y + dy);
    const from = toPlaten(x - dx, y - dy);
    return ((Math.atan2(from.y - to.y, to.x - from.x) * 180) / Math.PI + 360) % 360;
  };
  return { toPlaten, toFinger, turned };
};
