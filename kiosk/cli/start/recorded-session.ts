/** A recorded session as a folder that `kiosk enrol --session` replays: redacted recordings, and a person who does not exist. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { Microseconds, Millimetres, Milliseconds } from "../../../api/words/units.ts";
import { CALLS } from "../../../drivers/sbi/recording.ts";
import { writeRecording } from "../../../drivers/recorder.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { folderOf, type LiveCapture, type LivePlace, type Taken } from "../../devices/live-recording.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import type { SessionFile } from "../enrol/session-file.ts";
import type { Presented } from "../people/stand-ins.ts";

/** Which finger lay there then, and whether it was asked for once more afterwards. */
export const presentedAt =
  (captures: () => readonly LiveCapture[]) =>
  (t: Microseconds): Presented | undefined => {
    const all = captures();
    const at = all.findIndex(({ place, from, to }) => place === "scanner" && from <= t && t <= to);
    const target = all[at]?.target ?? "";
    if (!isFingerPosition(target)) return undefined;
    const again = all.some(
      (one, i) => i > at && one.place === "scanner" && one.target === target && one.outcome === "captured",
    );
    return { position: target, again };
  };

/** Why there is no session to replay. */
class Incomplete {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

const foldersOf = (
  { captures, recordings }: Taken,
  place: LivePlace,
  wanted: (capture: LiveCapture) => boolean,
): readonly string[] =>
  captures
    .filter((one) => one.place === place && wanted(one))
    .map(({ opening }) => folderOf(place, opening ?? 0))
    .filter((name) => recordings.has(name));

export interface SessionFacts {
  readonly startsAt: Milliseconds;
  readonly person: SyntheticPerson;
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
}

/** The session file, or why the recordings alone are there. */
export const sessionOf = (
  taken: Taken,
  { startsAt, person, padWidthMm }: SessionFacts,
): SessionFile | Incomplete => {
  const scans = taken.captures.filter(({ place }) => place === "scanner");
  const [camera] = foldersOf(taken, "camera", () => true).slice(-1);
  const scanner = foldersOf(taken, "scanner", () => true);
  const [pad] = foldersOf(taken, "pad", ({ outcome }) => outcome === "captured").slice(-1);
  if (scans.some(({ outcome }) => outcome === "cancelled" || outcome === "failed"))
    return new Incomplete("a capture of a finger was broken off");
  const [first] = scanner;
  if (camera === undefined) return new Incomplete("no camera was recorded");
  if (first === undefined || scanner.length !== scans.length)
    return new Incomplete("the scanner was not recorded");
  if (taken.recordings.get(first)?.has(CALLS) === true)
    return new Incomplete("a service's scanner replays by itself alone (kiosk devices replay)");
  const one = scanner.every((name) => name === first);
  return {
    kind: "enrolment-session/1",
    description: "Recorded while somebody enrolled; whoever is in it does not exist.",
    subject: person.subject,
    consent: { textVersion: "2026-1", language: person.language },
    reference: "SPECIMEN-RECORDED",
    issuingState: "UTO",
    documentCode: "PP",
    process: "new-passport",
    startsAt: new Date(startsAt).toISOString(),
    mode: "unattended",
    operator: { id: "operator-1", comparison: "Nobody to compare: a recording.", accepts: {} },
    fingers: scans.map(({ target }) => target as FingerPosition),
    missingFingers: [],
    devices: {
      camera,
      scanner: one ? first : [...scanner],
      ...(pad === undefined ? {} : { pad }),
      ...(padWidthMm === undefined ? {} : { padWidthMm }),
    },
    padScreen: true,
    ...(pad === undefined ? { cannotSign: "cannot-write" as const } : {}),
  };
};

/** Writes what may leave the machine; gives why no session can be replayed from it, where none can. */
export const writeSession = async (
  taken: Taken,
  facts: SessionFacts,
  folder: string,
): Promise<string | undefined> => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  for (const [name, files] of taken.recordings) await writeRecording(files, path.join(folder, name));
  const session = sessionOf(taken, facts);
  if (session instanceof Incomplete) return session.why;
  await writeFile(path.join(folder, "session.json"), `${JSON.stringify(session, null, 2)}\n`);
  return undefined;
};
