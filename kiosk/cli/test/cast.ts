/** The person of a scenario: who it is, what the fingers leave on the glass, how the name is written. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import { makePerson, type SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { printOf } from "../../../models/synthetic/person/prints.ts";
import type { Condition } from "../../../models/synthetic/fingerprint/condition.ts";
import { renderSignature } from "../people/rendering.ts";
import { SCANNERS, type ScannerName } from "../people/scanners.ts";
import type { PadName } from "../people/surfaces.ts";
import type { Remembered } from "./remembered.ts";
import type { PersonOfScenario, Skin } from "./scenario.ts";

/** How a finger is laid down by somebody who does as asked; what a scenario says of the skin comes over it. */
const AS_ASKED: Condition = {
  moisture: 0,
  pressure: 0.5,
  wear: 0.02,
  rotation: 2,
  shiftX: 0,
  shiftY: 0,
  drag: 0.1,
  residue: 0,
  cuts: 0,
  bandage: 0,
};

const SKINS: Record<Skin, Partial<Condition>> = {
  good: {},
  dry: { moisture: -0.97, wear: 0.55, pressure: 0.25 },
  wet: { moisture: 1, pressure: 1, wear: 0.6 },
  light: { pressure: 0, moisture: -0.4 },
  worn: { wear: 1, cuts: 6, moisture: -0.5 },
  aside: { shiftX: 210 },
  low: { shiftY: 170 },
  dragged: { drag: 3, rotation: 25, wear: 0.8 },
  bandaged: { bandage: 0.6 },
  smudged: { residue: 1, pressure: 0.1, moisture: 0.9, wear: 0.7 },
  "half-there": { shiftX: 400 },
};

/** Throws nothing: a seed is always somebody. */
export const personOf = (wish: PersonOfScenario): SyntheticPerson => {
  const made = makePerson(wish.seed, {
    missing: 0,
    ...(wish.ages === undefined ? {} : { ages: wish.ages }),
    ...(wish.customs === undefined ? {} : { customs: wish.customs }),
  });
  const missing = Object.entries(wish.missing).map(
    ([position, reason]) => [position, { kind: "missing", reason }] as const,
  );
  const { signatureSeed: _seed, ...unsigned } = made;
  return {
    ...unsigned,
    subject: { ...made.subject, ...wish.subject } as SyntheticPerson["subject"],
    fingers: { ...made.fingers, ...Object.fromEntries(missing) },
    ...(wish.signs ? { signatureSeed: made.seed } : {}),
  };
};

/** Undefined where the person lacks the finger. */
export const printFor = (
  remembered: Remembered,
  person: SyntheticPerson,
  position: FingerPosition,
  skin: Skin,
  scanner: ScannerName,
): Promise<GreyImage | undefined> => {
  const { view } = SCANNERS[scanner];
  const condition = { ...AS_ASKED, ...SKINS[skin] };
  const finger = person.fingers[position];
  return remembered.of(
    "print",
    [JSON.stringify([finger, view, condition, skin])],
    () => printOf({ ...person, seed: person.seed }, position, skin, { ...view, condition })?.image,
  );
};

/** A name that is begun and not written: too short to be one. */
const begun = (whole: PenTrajectory): PenTrajectory => ({ ...whole, points: whole.points.slice(0, 12) });

export const signatureFor = (
  person: SyntheticPerson,
  how: "name" | "begun",
  pad: PadName,
): PenTrajectory | undefined => {
  const written = renderSignature(person, how, pad);
  return written === undefined || how === "name" ? written : begun(written);
};
