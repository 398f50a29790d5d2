/** A synthetic person as devices see them: frames for a camera, prints for a scanner, a pen on a pad. */
import { Bug } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";
import { SCANNERS, type ScannerName } from "./scanners.ts";
import { CAMERAS, PADS, type CameraName, type PadName } from "./surfaces.ts";

/** A person takes time to follow an instruction: frames of one are not 33 ms apart. */
const FRAME_INTERVAL: Milliseconds = 400;

/** How long a person stays as the instructions wanted it: three lights are counted down, and a slow machine looks seldom. */
const HELD: Milliseconds = 8000;

/** The last two frames in turns after the rest: somebody who stands still is no frozen picture. */
const heldStill = (frames: readonly Uint8Array[]): readonly Uint8Array[] => {
  const last = frames.slice(-2);
  if (last.length < 2) return frames;
  const held = Array.from({ length: Math.ceil(HELD / FRAME_INTERVAL) }, (_, i) => last[i % 2]);
  return [...frames, ...held.filter((frame) => frame !== undefined)];
};

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
export const renderSignature = (
  person: SyntheticPerson,
  visit: string,
  pad: PadName = "wacom-stu",
): PenTrajectory | undefined =>
  person.signatureSeed === undefined
    ? undefined
    : sign(signatureStyle(person.signatureSeed), visit, PADS[pad].units);

/** On what a person enrols; the first of each list unless told otherwise. */
export interface DeviceChoice {
  readonly camera?: CameraName;
  readonly scanner?: ScannerName;
  readonly pad?: PadName;
}

export interface PersonDevices {
  readonly camera: Fixture;
  readonly scanner: Fixture;
  /** Absent where the person cannot sign. */
  readonly pad?: Fixture;
  readonly fingers: readonly FingerPosition[];
  /** How many the camera gives before it begins again. */
  readonly frames: number;
}

/** Devices on which this person enrols once: twins behind the real drivers. */
export const devicesOf = (
  person: SyntheticPerson,
  seen: readonly Uint8Array[],
  options: DeviceChoice & { readonly start: Milliseconds; readonly visit?: string },
): PersonDevices => {
  const visit = options.visit ?? "first";
  const fingers = askedFingers(person);
  const { start, camera = "uvc", scanner = "uru4000", pad = "wacom-stu" } = options;
  const signature = renderSignature(person, visit, pad);
  const own = { start, seed: person.seed };
  const frames = CAMERAS[camera].streams ? heldStill(seen) : seen;
  return {
    camera: CAMERAS[camera].device(frames, FRAME_INTERVAL, own),
    scanner: SCANNERS[scanner].device(
      fingers.map((position) => renderPrint(person, position, visit, scanner)),
      own,
    ),
    ...(signature === undefined ? {} : { pad: PADS[pad].device([signature], own) }),
    fingers,
    frames: frames.length,
  };
};
