/** A synthetic person as devices see them: frames for a camera, prints for a scanner, a pen on a pad. */
import { Bug } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { virtualCamera, virtualPad, virtualScanner } from "../../../drivers/virtual.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";

/** The U.are.U 4500's picture, in its native pixels. */
const SCANNER = { width: 384, height: 290, ppi: 512 } as const;
/** A Wacom STU-430 in tablet units; 200 reports a second over 96 x 60 mm. */
const PAD = { maxX: 9600, maxY: 6000, maxPressure: 1023, widthMm: 96, rate: 200 } as const;

/** A person takes time to follow an instruction: frames of one are not 33 ms apart. */
const FRAME_INTERVAL: Milliseconds = 400;

/** The fingers an unattended session asks for, in its order, without those the person lacks. */
export const askedFingers = (person: SyntheticPerson): readonly FingerPosition[] =>
  (["right-index", "left-index"] as const).filter((position) => person.fingers[position].kind === "present");

/** One impression of that finger on the scanner; `visit` tells impressions apart. */
export const renderPrint = (person: SyntheticPerson, position: FingerPosition, visit: string): GreyImage => {
  const which = person.fingers[position];
  if (which.kind === "missing") throw new Bug(`${person.seed} has no ${position}`);
  const { seed, pattern, period, condition } = which.finger;
  return impression(masterPrint(seed, { pattern, period }), visit, {
    ...SCANNER,
    sensor: "optical",
    condition,
  }).image;
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
  options: { readonly start: Milliseconds; readonly visit?: string },
): PersonDevices => {
  const visit = options.visit ?? "first";
  const fingers = askedFingers(person);
  const signature = renderSignature(person, visit);
  const { start } = options;
  const own = { start, seed: person.seed };
  return {
    camera: virtualCamera(frames, { ...own, interval: FRAME_INTERVAL }),
    scanner: virtualScanner(
      fingers.map((position) => renderPrint(person, position, visit)),
      own,
    ),
    ...(signature === undefined ? {} : { pad: virtualPad(signature, own) }),
    fingers,
  };
};
