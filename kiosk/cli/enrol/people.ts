/**
 * `--people N`: N synthetic people, each with prints and a signature of their own on twins behind the real drivers; the
 * face is the session's recorded one. With --json a line tells of each packet as soon as it is safe on the disk. Whoever's prints do not suffice unattended is left to the desk, and counted so.
 */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { openFixture } from "../../../drivers/fixture.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { virtualPad, virtualScanner } from "../../../drivers/virtual.ts";
import { makePerson, type SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { builtInPolicy, type Policy } from "../../session/policy.ts";
import { renderPrint, renderSignature } from "../people/rendering.ts";
import type { Terminal } from "../terminal.ts";
import { letPass } from "./applicant.ts";
import { enrolOnce } from "./enrolment.ts";
import { openDevices, type FixtureSet } from "./recorded.ts";
import type { RecordedSession, SessionFile } from "./session-file.ts";
import type { KioskSide } from "./station.ts";

export interface PeopleParts {
  readonly session: RecordedSession;
  readonly kiosk: KioskSide;
  readonly count: number;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** With the memory that the process holds at each packet. */
  readonly stats: boolean;
}

/** A person's hands on the scanner: a fresh impression of whichever finger is asked for. */
class Hands implements CaptureDevice {
  readonly #scanner: CaptureDevice;
  readonly #person: SyntheticPerson;
  readonly #clock: ReplayClock;
  #visits = 0;
  asked: FingerPosition | undefined;

  constructor(scanner: CaptureDevice, person: SyntheticPerson, clock: ReplayClock) {
    this.#scanner = scanner;
    this.#person = person;
    this.#clock = clock;
  }

  get identity(): DeviceIdentity {
    return this.#scanner.identity;
  }

  status(): DeviceStatus {
    return this.#scanner.status();
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    const position = this.asked;
    if (position === undefined || this.#person.fingers[position].kind === "missing") {
      await letPass(this.#clock, request.deadline, signal);
      return { kind: "retry", reason: "nothing-presented" };
    }
    this.#visits += 1;
    const print = renderPrint(this.#person, position, `visit ${this.#visits}`);
    this.#clock.resume();
    try {
      const scanner = virtualScanner([print], { clock: this.#clock, seed: this.#person.seed });
      await using device = await scanner.open();
      return await device.capture(request, signal);
    } finally {
      this.#clock.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const fileOf = (session: RecordedSession, person: SyntheticPerson): SessionFile => {
  const { file } = session;
  const indexes = (["right-index", "left-index"] as const).map((position) => ({
    position,
    finger: person.fingers[position],
  }));
  return {
    ...file,
    subject: person.subject,
    reference: `SPECIMEN-${person.seed}`,
    // A missing index finger is not for the unattended kiosk (TR-03121-3.2 v6.0, 4.9): such a person comes to the desk.
    mode: indexes.some(({ finger }) => finger.kind === "missing") ? "attended" : file.mode,
    fingers: indexes.flatMap(({ position, finger }) => (finger.kind === "present" ? [position] : [])),
    missingFingers: indexes.flatMap(({ position, finger }) =>
      finger.kind === "missing" ? [{ position, reason: finger.reason, note: "Told by the applicant." }] : [],
    ),
    ...(person.signatureSeed === undefined ? { cannotSign: "cannot-write" as const } : {}),
  };
};

const enrolPerson = async (parts: PeopleParts, policy: Policy, person: SyntheticPerson): Promise<void> => {
  const { session, kiosk, terminal, json } = parts;
  const clock = new ReplayClock(Date.parse(session.file.startsAt));
  const { camera } = session.recordings;
  const signature = renderSignature(person, "first");
  const fixtures: FixtureSet = {
    camera: [await openFixture(camera, { clock, reenacted: true }), camera],
    scanner: [virtualScanner([], { clock, seed: person.seed }), "the virtual scanner"],
    ...(signature === undefined
      ? {}
      : { pad: [virtualPad(signature, { clock, seed: person.seed }), "the virtual pad"] as const }),
  };
  await using devices = await openDevices(fixtures, clock);
  const file = fileOf(session, person);
  await enrolOnce({
    file: {
      ...file,
      devices: { ...file.devices, ...(signature === undefined ? { pad: undefined } : {}) },
    },
    policy,
    devices,
    scanner: new Hands(devices.finger.device, person, clock),
    kiosk,
    signal: new AbortController().signal,
    say: () => undefined,
    onSealed: (packetId) => {
      const memory = parts.stats ? { rss: process.memoryUsage.rss() } : {};
      if (json) terminal.print(JSON.stringify({ person: person.seed, sealed: packetId, ...memory }));
    },
  });
};

const bar = (done: number, all: number): string => {
  const filled = Math.round((30 * done) / all);
  return `[${"█".repeat(filled)}${"░".repeat(30 - filled)}] ${done} of ${all}`;
};

export const enrolPeople = async (parts: PeopleParts): Promise<void> => {
  const { session, count, terminal, json } = parts;
  const policies = {
    attended: await builtInPolicy(systemFiles, "attended"),
    unattended: await builtInPolicy(systemFiles, "self-service"),
  };
  const began = performance.now();
  const left: { readonly person: string; readonly why: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    const person = makePerson(`person ${i + 1}`);
    try {
      await enrolPerson(parts, policies[fileOf(session, person).mode], person);
    } catch (error) {
      if (!(error instanceof OutsideFault) || error.code !== "policy-refused") throw error;
      left.push({ person: person.seed, why: error.message });
    }
    terminal.progress(bar(i + 1, count));
  }
  const seconds = (performance.now() - began) / 1000;
  if (json) return terminal.print(JSON.stringify({ enrolled: count - left.length, left, seconds }));
  terminal.print(
    `${count - left.length} of ${count} enrolled in ${seconds.toFixed(1)} s; ${left.length} left to the desk.`,
  );
  for (const { person, why } of left) terminal.print(`  ${person}: ${why}`);
};
