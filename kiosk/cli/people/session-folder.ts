/** Writes one synthetic person as a recorded session: recordings made by twins through the real drivers, and session.json. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Fixture } from "../../../drivers/fixture.ts";
import { recordTwin } from "../../../drivers/record-twin.ts";
import { writeRecording } from "../../../drivers/recorder.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { FingerOf, SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import type { SessionFile } from "../enrol/session-file.ts";
import { padWidthOf } from "./surfaces.ts";
import { askedFingers, devicesOf, type DeviceChoice } from "./rendering.ts";

export interface SessionFolderOptions {
  /** JPEG frames, in the order the camera sees them. */
  readonly frames: readonly Uint8Array[];
  readonly startsAt: Milliseconds;
  readonly devices?: DeviceChoice;
}

/** What the applicant tells of the index fingers, where there are none; such a person comes to the desk (TR-03121-3.2 v6.0, 4.9). */
const missingOf = (person: SyntheticPerson): SessionFile["missingFingers"] =>
  (Object.entries(person.fingers) as [FingerPosition, FingerOf][]).flatMap(([position, finger]) =>
    finger.kind === "missing" ? [{ position, reason: finger.reason, note: "Told by the applicant." }] : [],
  );

/** Gives the checksums of what was written. */
const record = async (
  fixture: Fixture,
  captures: number,
  folder: string,
): Promise<Record<string, string>> => {
  const { files, outcomes } = await recordTwin(fixture, captures);
  const failed = outcomes.find(({ kind }) => kind !== "captured");
  if (failed !== undefined)
    throw new OutsideFault(
      "device-failed",
      `${folder}: the twin's capture ended as ${failed.kind}${failed.kind === "retry" ? ` (${failed.reason})` : ""}; nothing is written.`,
    );
  await writeRecording(files, folder);
  return Object.fromEntries(
    [...files].map(([name, content]) => [name, createHash("sha256").update(content).digest("hex")]),
  );
};

/** Before anything is made. Throws OutsideFault policy-refused for whom no session can be written. */
export const demandFinger = (person: SyntheticPerson): void => {
  if (askedFingers(person).length === 0)
    throw new OutsideFault(
      "policy-refused",
      `${person.seed} has no finger at all; a session needs one. Let fewer be missing (--lacking, --missing), or take another seed.`,
    );
};

/** Writes FOLDER/session.json, camera/, scanner/ and, where the person signs, pad/. */
export const writeSessionFolder = async (
  person: SyntheticPerson,
  folder: string,
  { frames, startsAt, devices }: SessionFolderOptions,
): Promise<void> => {
  const {
    camera,
    scanner,
    pad,
    fingers,
    frames: given,
  } = devicesOf(person, frames, { ...devices, start: startsAt });
  const padWidthMm = padWidthOf(devices?.pad ?? "wacom-stu");
  const missing = missingOf(person);
  const whole = (["right-index", "left-index"] as const).every((index) => fingers.includes(index));
  await makeFolders(folder);
  const checksums = {
    camera: await record(camera, given, path.join(folder, "camera")),
    scanner: await record(scanner, fingers.length, path.join(folder, "scanner")),
    ...(pad === undefined ? {} : { pad: await record(pad, 1, path.join(folder, "pad")) }),
  };
  const file: SessionFile = {
    kind: "enrolment-session/1",
    description: `Synthetic person "${person.seed}", of ${person.age} years, who does not exist.`,
    subject: person.subject,
    consent: { textVersion: "2026-1", language: person.language },
    reference: `SPECIMEN-${person.seed.toUpperCase()}`,
    issuingState: "UTO",
    documentCode: "PP",
    process: "new-passport",
    startsAt: new Date(startsAt).toISOString(),
    mode: whole ? "unattended" : "attended",
    operator: { id: "operator-1", comparison: "Person and papers compared at the desk.", accepts: {} },
    fingers: [...fingers],
    missingFingers: whole ? [] : missing,
    devices: {
      camera: "camera",
      scanner: "scanner",
      ...(pad === undefined ? {} : { pad: "pad" }),
      ...(pad === undefined || padWidthMm === undefined ? {} : { padWidthMm }),
    },
    checksums,
    ...(pad === undefined ? { cannotSign: "cannot-write" as const } : {}),
  };
  await writeFile(path.join(folder, "session.json"), `${JSON.stringify(file, null, 2)}\n`);
};
