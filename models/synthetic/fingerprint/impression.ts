/** One impression of a finger on a sensor: a grey picture, and where its minutiae truly are. Seeded. */
import type { Minutia } from "../../../api/words/finger.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { PixelsPerInch } from "../../../api/words/units.ts";
import { Bug } from "../../../api/base/faults.ts";
import { Dice } from "../dice.ts";
import { drawCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { makeContact } from "./contact.ts";
import type { Contact } from "./contact.ts";
import type { MasterPrint } from "./master.ts";
import { MASTER } from "./orientation.ts";
import { makePlacement } from "./placement.ts";
import type { Placement } from "./placement.ts";
import { renderSkin } from "./skin.ts";
import { expose } from "./exposure.ts";
import { SENSORS } from "./sensors.ts";
import type { SensorKind } from "./sensors.ts";

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
  /** 1 where the finger touches; same pixels as the image. */
  readonly contact: Uint8Array;
  readonly condition: Condition;
}

/** Where the picture's pixels lie on the finger. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels of the platen at 500 ppi a pixel of the picture. */
  readonly scale: number;
  readonly placement: Placement;
  readonly contact: Contact;
}

/** Depth of contact below which a minutia is not asked of anyone: about 8 pixels from the edge. */
const SURE_CONTACT = 0.05;

const mapped = (master: MasterPrint, view: View): Minutia[] => {
  const out: Minutia[] = [];
  for (const minutia of master.minutiae) {
    const depth = view.contact(minutia.x, minutia.y);
    if (depth < SURE_CONTACT) continue;
    const at = view.placement.toPlaten(minutia.x, minutia.y);
    const x = Math.round(at.x / view.scale + (view.width - 1) / 2);
    const y = Math.round(at.y / view.scale + (view.height - 1) / 2);
    if (x < 0 || y < 0 || x >= view.width || y >= view.height) continue;
    const quality = Math.round(Math.min(100, 40 + 300 * (depth - SURE_CONTACT)));
    out.push({
      kind: minutia.kind,
      x,
      y,
      angle: view.placement.turned(minutia.x, minutia.y, minutia.angle),
      quality,
    });
  }
  return out;
};

/** One impression of the master. About a tenth of a second at 400 x 400 pixels. */
export const impression = (master: MasterPrint, seed: string, options: ImpressionOptions): Impression => {
  const { width, height, ppi } = options;
  if (Math.min(width, height) < 16 || Math.max(width, height) > 2000 || ppi < 150 || ppi > 1200)
    throw new Bug(`no impression of ${width} x ${height} pixels at ${ppi} ppi can be made`);
  const dice = new Dice(`impression/${master.seed}/${seed}`);
  const condition = drawCondition(dice.fork("condition"), options.condition);
  const view: View = {
    width,
    height,
    scale: MASTER.ppi / ppi,
    placement: makePlacement(dice.fork("placement"), condition),
    contact: makeContact(dice.fork("contact"), condition),
  };
  const model = SENSORS[options.sensor ?? "optical"];
  const skin = renderSkin(dice.fork("skin"), master, view, condition, model);
  const image = expose(dice.fork("exposure"), skin, condition, model);
  const contact = Uint8Array.from(skin.depth.values, (depth) => (depth > 0 ? 1 : 0));
  return { image, ppi, minutiae: mapped(master, view), contact, condition };
};
