/**
 * Four fingers of one hand laid down together: the tips with their truth, and the middle phalanges that touch beneath
 * them and are no fingerprints. Seeded. The hand may lie turned, and fingers may be missing.
 */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { Minutia } from "../../../api/words/finger.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Degrees, PixelsPerInch, Point, Rectangle } from "../../../api/words/units.ts";
import { Dice } from "../dice.ts";
import { drawCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { blurred } from "./grid.ts";
import { impression } from "./impression.ts";
import type { Impression } from "./impression.ts";
import { masterPrint } from "./master.ts";
import type { MasterPrint } from "./master.ts";
import { SENSORS } from "./sensors.ts";
import type { SensorKind } from "./sensors.ts";

export const SLAP_KINDS = ["index", "middle", "ring", "little"] as const;
export type SlapKind = (typeof SLAP_KINDS)[number];

export interface SlapOptions {
  readonly hand: "left" | "right";
  /** 1600 x 1500 at 500 ppi when absent: the usual platen of 81 x 76 mm. */
  readonly width?: number;
  readonly height?: number;
  readonly ppi?: PixelsPerInch;
  /** Counter-clockwise; 0 when absent. */
  readonly turn?: Degrees;
  readonly sensor?: SensorKind;
  readonly condition?: Partial<Condition>;
}

export interface SlapFinger {
  readonly position: FingerPosition;
  /** Middle of the fingertip, and the box of what touches of it, in the slap's pixels. */
  readonly middle: Point;
  readonly box: Rectangle;
  readonly minutiae: readonly Minutia[];
}

export interface Slap {
  readonly image: GreyImage;
  readonly ppi: PixelsPerInch;
  /** In the order index, middle, ring, little; without those that are missing. */
  readonly fingers: readonly SlapFinger[];
}

/** Of a right hand's fingertips, in pixels at 500 ppi from the middle of the four, and each finger's lean. */
const LAYOUT: Readonly<Record<SlapKind, { x: number; y: number; lean: Degrees }>> = {
  index: { x: -585, y: 40, lean: 5 },
  middle: { x: -200, y: -135, lean: 1 },
  ring: { x: 205, y: -65, lean: -3 },
  little: { x: 570, y: 190, lean: -8 },
};

/** From the middle of the tip to the middle phalanx, along the finger. */
const PHALANX = 465;
const TILE = { width: 480, height: 600 } as const;
const PHALANX_TILE = { width: 420, height: 420 } as const;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly rotation: Degrees;
}

const turnedBy = (turn: Degrees, x: number, y: number): Point => {
  const angle = (turn * Math.PI) / 180;
  return { x: x * Math.cos(angle) + y * Math.sin(angle), y: y * Math.cos(angle) - x * Math.sin(angle) };
};

const tipPlace = (dice: Dice, kind: SlapKind, hand: "left" | "right", turn: Degrees): Place => {
  const side = hand === "right" ? 1 : -1;
  const { x, y, lean } = LAYOUT[kind];
  const at = turnedBy(turn, side * x + dice.normal(0, 12), y + dice.normal(0, 15));
  return { ...at, rotation: turn + side * lean + dice.normal(0, 2) };
};

/** A picture to lay tiles on, in its own pixels. */
class Platen {
  readonly image: GreyImage;

  constructor(dice: Dice, width: number, height: number, sensor: SensorKind) {
    const { background, noise } = SENSORS[sensor];
    const pixels = Uint8Array.from({ length: width * height }, () =>
      Math.min(255, Math.max(0, Math.round(background + dice.normal(0, noise)))),
    );
    this.image = { width, height, pixels };
  }

  /** Copies the touched part of a tile to (x, y), its upper left corner; gives the box of what touches. */
  lay(print: Impression, x: number, y: number): Rectangle {
    const { width, height } = print.image;
    const touched = Float32Array.from(print.contact);
    const near = blurred({ width, height, values: touched }, 4).values;
    let [left, top, right, bottom] = [width, height, -1, -1];
    for (let row = 0, from = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1, from += 1) {
        if ((near[from] ?? 0) < 0.04) continue;
        const [px, py] = [x + column, y + row];
        if (px < 0 || py < 0 || px >= this.image.width || py >= this.image.height) continue;
        this.image.pixels[py * this.image.width + px] = print.image.pixels[from] ?? 0;
        if (print.contact[from] !== 1) continue;
        [left, right] = [Math.min(left, column), Math.max(right, column)];
        [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      }
    return {
      x: x + left,
      y: y + top,
      width: Math.max(0, right - left + 1),
      height: Math.max(0, bottom - top + 1),
    };
  }
}

interface Laying {
  readonly platen: Platen;
  readonly scale: number;
  readonly ppi: PixelsPerInch;
  readonly sensor: SensorKind;
  /** Of the whole hand on this day. */
  readonly day: Condition;
}

/** One finger's own share in the day: a little drier, a little lighter. */
const ownCondition = (dice: Dice, day: Condition, rotation: Degrees): Condition => ({
  ...day,
  moisture: Math.max(-1, Math.min(1, day.moisture + dice.normal(0, 0.08))),
  pressure: Math.max(0, Math.min(1, day.pressure + dice.normal(0, 0.07))),
  rotation,
  shiftX: 0,
  shiftY: 0,
});

const layPrint = (
  laying: Laying,
  master: MasterPrint,
  seed: string,
  place: Place,
  tile: typeof TILE | typeof PHALANX_TILE,
) => {
  const { platen, scale, ppi, sensor, day } = laying;
  const width = Math.round(tile.width * scale);
  const height = Math.round(tile.height * scale);
  const condition = ownCondition(new Dice(`slap/${seed}/${master.seed}`), day, place.rotation);
  const print = impression(master, seed, { width, height, ppi, sensor, condition });
  const x = Math.round(platen.image.width / 2 + place.x * scale - width / 2);
  const y = Math.round(platen.image.height / 2 + place.y * scale - height / 2);
  return { print, x, y, box: platen.lay(print, x, y) };
};

/** The slap of a hand whose masters are given; a finger without a master is missing. */
export const makeSlap = (
  masters: Partial<Readonly<Record<SlapKind, MasterPrint>>>,
  seed: string,
  options: SlapOptions,
): Slap => {
  const {
    hand,
    width = 1600,
    height = 1500,
    ppi = 500,
    turn = 0,
    sensor = "optical",
    condition = {},
  } = options;
  const dice = new Dice(`slap/${seed}`);
  const platen = new Platen(dice.fork("glass"), width, height, sensor);
  const laying: Laying = {
    platen,
    scale: ppi / 500,
    ppi,
    sensor,
    day: drawCondition(dice.fork("day"), { residue: 0, ...condition }),
  };
  const fingers: SlapFinger[] = [];
  for (const kind of SLAP_KINDS) {
    const master = masters[kind];
    const own = dice.fork(kind);
    const place = tipPlace(own, kind, hand, turn);
    if (master === undefined) continue;
    if (own.chance(0.8)) {
      const below = turnedBy(place.rotation, 0, PHALANX * master.size);
      const phalanx = masterPrint(`${master.seed}/phalanx`, { pattern: "arch", size: 0.8 * master.size });
      layPrint(laying, phalanx, seed, { ...place, x: place.x + below.x, y: place.y + below.y }, PHALANX_TILE);
    }
    const { print, x, y, box } = layPrint(laying, master, seed, place, TILE);
    const minutiae = print.minutiae
      .map((minutia) => ({ ...minutia, x: minutia.x + x, y: minutia.y + y }))
      .filter((one) => one.x >= 0 && one.y >= 0 && one.x < width && one.y < height);
    const middle = { x: x + Math.round(print.image.width / 2), y: y + Math.round(print.image.height / 2) };
    fingers.push({ position: `${hand}-${kind}`, middle, box, minutiae });
  }
  return { image: platen.image, ppi, fingers };
};
