/** A synthetic person as devices see them: frames for a camera, prints for a scanner, a pen on a pad. */
import { Bug } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { virtualCamera, virtualPad } from "../../../drivers/virtual.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";
import { SCANNERS, type ScannerName } from "./scanners.ts";

/** A Wacom STU-430 in tablet units; 200 reports a second over 96 x 60 mm. */
const PAD = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 } as const;

/** A person takes time to follow an instruction: frames of one are not 33 ms apart. */
const FRAME_INTERVAL: Milliseconds = 400;

/** The order in which a hand's fingers are asked for; the first that is there stands in for those that are not. */
const ORDER = ["index", "thumb", "middle", "ring", "little"] as const;

/** The fingers a session asks for, in its order: of each hand the index finger, or what stands in for it. */
export const askedFingers = (person: SyntheticPerson): readonly FingerPosition[] =>
  (["right", "left"] as const).flatMap((hand) => {
    const found = ORDER.map((kind): FingerPosition => `${hand}-${kind}`).find(
      (position) => person.fingers[position].kind === "present",
    );
    return found === undefined ? [] : [found];
  });

/** One impression of that finger on the scanner; `visit` tells impressions apart. */
export const renderPrint = (
  person: SyntheticPerson,
  position: FingerPosition,
  visit: string,
  scanner: ScannerName = "uru4000",
): GreyImage => {
  const print = printOf(person, position, visit, SCANNERS[scanner].view);
  if (print === undefined) throw new Bug(`${person.seed} has no ${position}`);
  return print.image;
};

/** The person's signature; undefined where the person cannot sign. */
export const renderSignature = (person: SyntheticPerson, visit: string): PenTrajectory | undefined =>
  person.signatureSeed === undefined ? undefined : sign(signatureStyle(person.signatureSeed), visit, PAD);

export interface PersonDevices {
  readonly camera: Fixture;
  readonly scanner: Fixture;
  /** Absent where the person cannot sign. */
  readonly pad?: Fixture;
  readonly fingers: readonly FingerPosition[];
}

/** Devices on which this person enrols once: twins behind the real drivers. */
export const devicesOf = (
  person: SyntheticPerson,
  frames: readonly Uint8Array[],
  options: { readonly start: Milliseconds; readonly visit?: string; readonly scanner?: ScannerName },
): PersonDevices => {
  const visit = options.visit ?? "first";
  const fingers = askedFingers(person);
  const signature = renderSignature(person, visit);
  const { start, scanner = "uru4000" } = options;
  const own = { start, seed: person.seed };
  return {
    camera: virtualCamera(frames, { ...own, interval: FRAME_INTERVAL }),
    scanner: SCANNERS[scanner].device(
      fingers.map((position) => renderPrint(person, position, visit, scanner)),
      own,
    ),
    ...(signature === undefined ? {} : { pad: virtualPad(signature, own) }),
    fingers,
  };
};
