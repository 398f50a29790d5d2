/** One impression of a finger on a sensor: a grey picture, and where its minutiae truly are. Seeded. */
import type { Minutia } from "../../../api/words/finger.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { PixelsPerInch, Point } from "../../../api/words/units.ts";
import { Bug } from "../../../api/base/faults.ts";
import { Dice } from "../dice.ts";
import { drawCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { makeContact } from "./contact.ts";
import { makeDressing } from "./dressing.ts";
import { latentPrint } from "./latent.ts";
import type { MasterPrint } from "./master.ts";
import { MASTER } from "./orientation.ts";
import { makePlacement } from "./placement.ts";
import { renderSkin } from "./skin.ts";
import { expose } from "./exposure.ts";
import { SENSORS } from "./sensors.ts";
import type { SensorKind } from "./sensors.ts";
import { makeSweep, still } from "./sweep.ts";
import type { View } from "./view.ts";

export interface ImpressionOptions {
  /** Pixels of the picture; 16 .. 2000. */
  readonly width: number;
  readonly height: number;
  readonly ppi: PixelsPerInch;
  readonly sensor?: SensorKind;
  /** What is not given is drawn from the seed. */
  readonly condition?: Partial<Condition>;
}

export interface Impression {
  readonly image: GreyImage;
  readonly ppi: PixelsPerInch;
  /** Ground truth: the master's minutiae that touch and lie in the picture, in its pixels. */
  readonly minutiae: readonly Minutia[];
  /** Where the flow's singular points lie, in the picture's pixels, rounded to whole ones; only those in the picture. */
  readonly cores: readonly Point[];
  readonly deltas: readonly Point[];
  /** 1 where the finger touches; same pixels as the image. */
  readonly contact: Uint8Array;
  readonly condition: Condition;
}

/** Depth of contact below which a minutia is not asked of anyone: about 8 pixels from the edge. */
const SURE_CONTACT = 0.05;

/** Where a place of the finger lies in the picture; undefined: outside. */
const inPicture = (view: View, x: number, y: number): Point | undefined => {
  const at = view.placement.toPlaten(x, y);
  const px = Math.round(at.x / view.scale + (view.width - 1) / 2);
  const py = Math.round(view.sweep.toPicture(at.y / view.scale + (view.height - 1) / 2));
  return px >= 0 && py >= 0 && px < view.width && py < view.height ? { x: px, y: py } : undefined;
};

const mappedPoints = (view: View, points: readonly Point[]): Point[] =>
  points.map(({ x, y }) => inPicture(view, x, y)).filter((point) => point !== undefined);

const mappedMinutiae = (master: MasterPrint, view: View): Minutia[] => {
  const out: Minutia[] = [];
  for (const { kind, x, y, angle } of master.minutiae) {
    const depth = view.contact(x, y);
    const at = inPicture(view, x, y);
    if (at === undefined || depth < SURE_CONTACT || view.dressing.hides(x, y)) continue;
    const quality = Math.round(Math.min(100, 40 + 300 * (depth - SURE_CONTACT)));
    out.push({ kind, ...at, angle: view.placement.turned(x, y, angle), quality });
  }
  return out;
};

/** One impression of the master. About a tenth of a second at 400 x 400 pixels. */
export const impression = (master: MasterPrint, seed: string, options: ImpressionOptions): Impression => {
  const { width, height, ppi } = options;
  if (Math.min(width, height) < 16 || Math.max(width, height) > 2000 || ppi < 150 || ppi > 1200)
    throw new Bug(`no impression of ${width} x ${height} pixels at ${ppi} ppi can be made`);
  const sensor = options.sensor ?? "optical";
  const dice = new Dice(`impression/${master.seed}/${seed}`);
  const condition = drawCondition(dice.fork("condition"), options.condition);
  const view: View = {
    width,
    height,
    scale: MASTER.ppi / ppi,
    placement: makePlacement(dice.fork("placement"), condition, master.size),
    contact: makeContact(dice.fork("contact"), condition),
    dressing: makeDressing(dice.fork("dressing"), condition),
    sweep: sensor === "thermal-sweep" ? makeSweep(dice.fork("sweep"), height) : still,
  };
  const model = SENSORS[sensor];
  const skin = renderSkin(dice.fork("skin"), master, view, condition, model);
  const residue = condition.residue * model.residue;
  const latent =
    residue > 0.1 ? latentPrint(dice.fork("latent"), master, width, height, view.scale) : undefined;
  const image = expose(dice.fork("exposure"), { skin, latent }, condition, model);
  const contact = new Uint8Array(width * height);
  for (let i = 0; i < contact.length; i += 1) contact[i] = (skin.depth.values[i] as number) > 0 ? 1 : 0;
  return {
    image,
    ppi,
    minutiae: mappedMinutiae(master, view),
    cores: mappedPoints(view, master.cores),
    deltas: mappedPoints(view, master.deltas),
    contact,
    condition,
  };
};
