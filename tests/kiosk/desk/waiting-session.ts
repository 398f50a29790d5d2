/** A session that waits for control, with a real portrait and real prints of a person who does not exist. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { DeviceFeatures, DeviceIdentity } from "../../../api/words/device.ts";
import type { CapturedSample, FaceSample, FingerSample, GreyImage } from "../../../api/words/sample.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { renderPrint } from "../../../kiosk/cli/people/rendering.ts";
import { SOFTWARE } from "../../../kiosk/cli/software.ts";
import type { Runtime } from "../../../kiosk/cli/runtime/runtime.ts";
import { operatorRecords } from "../../../kiosk/desk/operators/records.ts";
import { KioskStation } from "../../../kiosk/server/kiosk-station.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { Safekeeping } from "../../../kiosk/server/safekeeping.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import type { Policy } from "../../../kiosk/session/policy.ts";
import { examine } from "../../../kiosk/session/run/examine.ts";
import { enrolmentRecord } from "../../../kiosk/session/run/record.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import type { Data, Doubt, Part } from "../../../kiosk/session/state.ts";
import type { Vault } from "../../../kiosk/store/vault.ts";
import { decodeGrey } from "../../../models/image.ts";
import { makePerson, type SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { SPECIMEN } from "../server/played-station.ts";

const CAMERA = { driver: "played", make: "Test", model: "camera" };
const SCANNER = { driver: "played", make: "Test", model: "scanner" };
const frameBytes = () =>
  new Uint8Array(readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg")));

export const faceSample = (): FaceSample => ({
  characteristic: "face",
  mediaType: "image/jpeg",
  bytes: frameBytes(),
  device: CAMERA,
  capturedAt: systemClock.now(),
});

const printSample = (image: GreyImage): FingerSample => ({
  characteristic: "finger",
  image: { ...image, pixels: Uint8Array.from(image.pixels) },
  ppi: 500,
  bitDepth: 8,
  device: SCANNER,
  capturedAt: systemClock.now(),
});

const person = (seed: string): SyntheticPerson => makePerson(seed, { ages: [25, 45], missing: 0 });
export const ENROLLED = person("desk enrolled");
export const ANOTHER = person("desk another");
/** Where make.ts keeps that one, if it does. */
export const printFile = ({ seed }: SyntheticPerson, position: FingerPosition, visit: string): string =>
  path.join(projectRoot, "fixtures/prints/desk", `${seed.replaceAll(" ", "-")}-${position}-${visit}.png`);

const prints = new Map<string, Promise<GreyImage>>();
const made = async (who: SyntheticPerson, position: FingerPosition, visit: string): Promise<GreyImage> => {
  const file = printFile(who, position, visit);
  return existsSync(file) ? decodeGrey(readFileSync(file), file) : renderPrint(who, position, visit);
};
const print = (who: SyntheticPerson, position: FingerPosition, visit: string): Promise<GreyImage> => {
  const file = printFile(who, position, visit);
  const one = prints.get(file) ?? made(who, position, visit);
  prints.set(file, one);
  return one;
};

/** Who stands at the devices. */
export interface Standing {
  who: SyntheticPerson;
  visit: string;
  /** No finger lies on the glass before this. */
  ready?: Promise<void>;
}

const device = (
  identity: DeviceIdentity,
  take: () => CapturedSample | Promise<CapturedSample>,
): CaptureDevice => ({
  identity,
  status: () => ({ phase: "ready", words: "ready" }),
  // A device that answered at once would leave no turn to anything else: the mirror asks again and again.
  capture: async () => {
    await systemClock.sleep(40);
    return { kind: "captured", sample: await take() };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const features = (characteristic: "face" | "finger"): DeviceFeatures => ({
  characteristic,
  evidence: "virtual",
  suitability: "enrolment",
  note: "played",
  presentationAttackDetection: false,
  ppi: 500,
  areaMm: { width: 20, height: 25 },
});

export interface DeskKiosk {
  readonly station: KioskStation;
  readonly standing: Standing;
}

/** A camera and a scanner that have it before them. */
export const standingSlots = (standing: Standing) => ({
  camera: new Slot({ features: features("face"), open: async () => device(CAMERA, faceSample) }),
  scanner: new Slot({
    features: features("finger"),
    each: true,
    open: async (target) =>
      device(SCANNER, async () => {
        await standing.ready;
        return printSample(await print(standing.who, target as FingerPosition, standing.visit));
      }),
  }),
});

export const deskKiosk = (side: Runtime, vault: Vault, policy: Policy): DeskKiosk => {
  const standing: Standing = { who: ENROLLED, visit: "second" };
  const station = new KioskStation({
    slots: standingSlots(standing),
    policy,
    clock: systemClock,
    looker: {
      paper: () => Promise.resolve({ hint: "hold", legible: true, present: true }),
      look: async () => ({ hint: "ready", ready: true, present: true }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    vault,
    over: (state, _box, end) => void ends.push([state.kind, end]),
    readCode: () => Promise.resolve(undefined),
    find: () => Promise.resolve({ reference: "R-1", subject: SPECIMEN, age: 35 }),
    ticketState: () => Promise.resolve(undefined),
    ticket: () =>
      Promise.resolve({ next: "wait-for-news", number: "1", qr: [], date: "2026-11-21", mission: "essai" }),
    seal: async (data, subject, box, devices) => {
      const record = enrolmentRecord(data, box, {
        process: "new-passport",
        issuingState: "UTO",
        documentCode: "PP",
        subject,
        devices: devices.records,
        deviceOf: devices.identityOf,
        kiosk: {
          id: side.queue.kiosk,
          mission: "essai",
          software: SOFTWARE,
          sequence: await side.queue.store.sequenceOf(data.packetId),
        },
        policy,
        auditHead: (await side.queue.audit.head()).hash,
        sealedAt: systemClock.now(),
        clockSource: "system",
        operatorOf: await operatorRecords(side.queue.store.database),
      });
      sealed.push(record);
      await side.keep(await side.seal(record));
    },
  });
  return { station, standing };
};

/** Sessions that ended while nobody drove them, as the log is told, since the last stand was made. */
export const ends: (readonly [state: string, end: string | undefined])[] = [];

/** Records that were sealed since the last stand was made, as they went into their packets. */
export const sealed: ReturnType<typeof enrolmentRecord>[] = [];

const TARGETS = ["face", "right-index", "left-index"] as const;

/** Attempts 1, 2 and 3 were captured and assessed by the kiosk's own models. */
const examined = async (
  policy: Policy,
): Promise<{ readonly box: SampleBox; readonly data: Pick<Data, "tries" | "face" | "fingers"> }> => {
  const box = new SampleBox();
  const tries: Data["tries"][number][] = [];
  for (const [at, target] of TARGETS.entries()) {
    const number = at + 1;
    box.put(number, target === "face" ? faceSample() : printSample(await print(ENROLLED, target, "first")));
    const against = target === "left-index" ? [2] : [];
    const effect = {
      kind: "assess",
      target,
      number,
      against,
      portrait: "adult",
      headCovering: false,
    } as const;
    const assessment = await examine(effect, box, policy);
    const startedAt = systemClock.now() - 60_000 + at * 9000;
    tries.push({
      number,
      target,
      startedAt,
      endedAt: startedAt + 7000,
      verdict: { kind: "accepted" },
      assessment,
    });
  }
  const [face, ...fingers] = tries;
  return {
    box,
    data: {
      tries,
      ...(face === undefined ? {} : { face }),
      fingers: fingers.map((chosen) => ({ position: chosen.target as FingerPosition, chosen })),
    },
  };
};

let once: ReturnType<typeof examined> | undefined;

export interface Waits {
  readonly packetId: string;
  readonly doubts?: readonly { readonly part: Part; readonly doubt: Doubt }[];
  readonly until?: number;
  readonly held?: Data["held"];
  /** Nobody's details are known. */
  readonly nameless?: true;
  /** It stands at its review instead, where the power went; under this reference. */
  readonly reviewed?: string;
  /** A birth extract was laid down, a card was not. */
  readonly papers?: true;
}

/** The page lies under attempt 4. */
const withPapers = (box: SampleBox): Pick<Data, "wanted" | "papers"> => {
  const bytes = readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));
  const document = { kind: "birth-extract", mediaType: "image/jpeg", bytes, legible: true } as const;
  box.assessed(4, [], { kind: "document", document, device: CAMERA });
  return {
    wanted: [
      { id: "birth-extract", required: true },
      { id: "national-card", required: false },
    ],
    papers: [
      { id: "birth-extract", pages: [{ number: 4, legible: true }], done: true },
      { id: "national-card", pages: [], done: true },
    ],
  };
};

/** Put into the vault as a kiosk leaves it; the station finds it when it comes back. */
export const leaveWaiting = async (vault: Vault, policy: Policy, waits: Waits): Promise<void> => {
  once ??= examined(policy);
  const { box, data } = await once;
  const now = systemClock.now();
  const whole: Data = {
    packetId: waits.packetId,
    startedAt: now - 60_000,
    touchedAt: now - 10_000,
    mode: "unattended",
    facts: {
      faceAttackDetection: false,
      fingerAttackDetection: false,
      fingerPpi: 500,
      fingerAreaMm: { width: 20, height: 25 },
    },
    reference: waits.reviewed ?? "R-1",
    age: 35,
    consent: { textVersion: "2026-1", language: "fr", at: now - 59_000, by: "applicant" },
    fingerResults: [],
    missing: [],
    sequenceErrors: [],
    signature: { kind: "cannot-sign", reason: "cannot-write" },
    settled: ["face", "fingers", "signature"],
    doubts: waits.doubts ?? [],
    warnings: [],
    overrides: [],
    ...data,
    ...(waits.held === undefined ? {} : { held: waits.held }),
    ...(waits.papers === true ? withPapers(box) : {}),
  };
  const keeping = new Safekeeping(vault);
  const until = waits.until ?? now + 20 * 3_600_000;
  await keeping.step(
    waits.reviewed !== undefined
      ? { kind: "review", data: whole }
      : { kind: "awaiting-control", data: whole, until },
    {
      language: "fr",
      ...(waits.nameless === true ? {} : { subject: SPECIMEN }),
    },
  );
  for (const { number } of whole.tries) await keeping.put(number, box);
  if (waits.papers === true) await keeping.put(4, box);
};
