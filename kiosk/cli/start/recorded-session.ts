/** A recorded session as a folder that `kiosk enrol --session` replays: redacted recordings, and a person who does not exist. */
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { Microseconds, Millimetres, Milliseconds } from "../../../api/words/units.ts";
import type { DeviceFeatures } from "../../../api/words/device.ts";
import { CALLS } from "../../../drivers/sbi/recording.ts";
import { writeRecording } from "../../../drivers/recorder.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { folderOf, type LiveCapture, type Taken } from "../../devices/live-recording.ts";
import { padWidthSchema } from "../../devices/pad-width.ts";
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

const folderFor = ({ place, opening }: LiveCapture, { recordings }: Taken): string | undefined => {
  const name = folderOf(place, opening ?? 0);
  return recordings.has(name) ? name : undefined;
};

export interface SessionFacts {
  readonly startsAt: Milliseconds;
  readonly person: SyntheticPerson;
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
  /** Of the scanner, where its recording does not tell. */
  readonly scanner?: Pick<DeviceFeatures, "ppi" | "areaMm">;
}

type Devices = SessionFile["devices"];
type Scans = Extract<Devices["scanner"], readonly unknown[]>;

interface Scanned {
  readonly scanner: Devices["scanner"];
  readonly fingers: SessionFile["fingers"];
  /** A service's. */
  readonly served: boolean;
}

const ended = ({ outcome }: LiveCapture): boolean => outcome === "captured" || outcome === "retry";

/** What was broken off is replayed where something came after it over the same or another opening. */
const scannedOf = (taken: Taken): Scanned | Incomplete => {
  const scans = taken.captures.filter(({ place }) => place === "scanner");
  const all: Scans = [];
  const fingers: FingerPosition[] = [];
  let served = false;
  for (const scan of scans.slice(0, scans.findLastIndex(ended) + 1)) {
    const recording = folderFor(scan, taken);
    if (recording === undefined) return new Incomplete("the scanner was not recorded");
    const service = taken.recordings.get(recording)?.has(CALLS) === true;
    served ||= service;
    if (ended(scan)) {
      all.push(recording);
      fingers.push(scan.target as FingerPosition);
    } else if (!service)
      // Of a service each capture is a recording of its own, and of one that was broken off nothing is kept.
      all.push({ recording, brokenOffAfterMs: Math.round((scan.to - scan.from) / 1000) });
  }
  const [first] = all;
  if (first === undefined) return new Incomplete("no finger was recorded");
  const one = !served && all.every((name) => name === first) && typeof first === "string";
  return { scanner: one ? first : all, fingers, served };
};

interface Signed {
  readonly pad?: string;
  readonly padWidthMm?: Millimetres;
}

/** On a pad, or on the screen, whose field had a width. */
const signedOf = (taken: Taken, padWidthMm: Millimetres | undefined): Signed => {
  const signature = taken.captures.findLast(
    ({ place, outcome }) => (place === "pad" || place === "screen") && outcome === "captured",
  );
  const pad = signature && folderFor(signature, taken);
  const widthMm = padWidthSchema.safeParse(signature?.widthMm).data ?? padWidthMm;
  return {
    ...(pad === undefined ? {} : { pad }),
    ...(widthMm === undefined ? {} : { padWidthMm: widthMm }),
  };
};

/** The session file, or why the recordings alone are there. */
export const sessionOf = (
  taken: Taken,
  { startsAt, person, padWidthMm, scanner: facts = {} }: SessionFacts,
): SessionFile | Incomplete => {
  const camera = taken.captures
    .filter(({ place }) => place === "camera")
    .map((one) => folderFor(one, taken))
    .findLast((name) => name !== undefined);
  if (camera === undefined) return new Incomplete("no camera was recorded");
  const scanned = scannedOf(taken);
  if (scanned instanceof Incomplete) return scanned;
  const { scanner, fingers, served } = scanned;
  const signed = signedOf(taken, padWidthMm);
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
    fingers,
    missingFingers: [],
    devices: {
      camera,
      scanner,
      ...(served ? { scannerFacts: factsOf(facts) } : {}),
      ...signed,
    },
    padScreen: true,
    ...(signed.pad === undefined ? { cannotSign: "cannot-write" as const } : {}),
  };
};

const factsOf = ({ ppi, areaMm }: NonNullable<SessionFacts["scanner"]>) => ({
  ...(ppi === undefined ? {} : { ppi }),
  ...(areaMm === undefined ? {} : { areaMm }),
});

/** Writes what may leave the machine; gives why no session can be replayed from it, where none can. */
export const writeSession = async (
  taken: Taken,
  facts: SessionFacts,
  folder: string,
): Promise<string | undefined> => {
  await makeFolders(folder);
  await chmod(folder, 0o700);
  for (const [name, files] of taken.recordings) await writeRecording(files, path.join(folder, name));
  const session = sessionOf(taken, facts);
  if (session instanceof Incomplete) return session.why;
  await writeFile(path.join(folder, "session.json"), `${JSON.stringify(session, null, 2)}\n`);
  return undefined;
};
