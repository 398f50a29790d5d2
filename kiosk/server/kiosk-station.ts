/** The station of a kiosk: real drivers, the project's own models, packets and outbox. */
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { encodeFingerPng } from "../../api/formats/finger-image/png.ts";
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import type { DeviceRecord, EncodedImage, EnrolledFinger } from "../../api/words/enrolment.ts";
import type { DeviceIdentity } from "../../api/words/device.ts";
import type { FingerReason } from "../../api/words/finger.ts";
import type { FingerHint } from "../../api/words/hints.ts";
import type { TicketView } from "../../api/words/kiosk-http.ts";
import type { CapturedSample, FaceSample } from "../../api/words/sample.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Target } from "../session/acquire.ts";
import type { Policy } from "../session/policy.ts";
import { examine } from "../session/run/examine.ts";
import { SampleBox, type Enrolled } from "../session/run/sample-box.ts";
import { characteristicOf } from "../session/run/station.ts";
import type { Data, DeviceFacts, PortraitTemplate, SessionState } from "../session/state.ts";
import type { Vault } from "../store/vault.ts";
import { cameBack, Safekeeping, type CameBack, type Person } from "./safekeeping.ts";
import type { Slot } from "./slot.ts";
import type { AssessEffect, Found, Judgement, Look, Shown, Station, StationDevice } from "./station.ts";

/** Between two attempts to open a device that failed. */
const REOPEN_MS = 1500;
/** A camera that is silent this long has stopped. */
const FRAME_MS = 4000;

const FLUSH_MS = 30;

export interface StationSlots {
  readonly camera: Slot;
  readonly scanner: Slot;
  readonly pad?: Slot;
}

export interface Looker extends AsyncDisposable {
  look(frame: FaceSample, portrait: PortraitTemplate): Promise<Look>;
}

export interface KioskStationParts {
  readonly slots: StationSlots;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly looker: Looker;
  /** Unfinished sessions, encrypted. */
  readonly vault: Vault;
  readCode(frame: FaceSample): Promise<string | undefined>;
  find(
    text: string,
    way: "qr" | "typed" | "document" | "none",
  ): Promise<Found | "unknown" | "not-ours" | "unreadable">;
  ticket(data: Data): Promise<TicketView>;
  /** Durable in the outbox when it resolves. */
  seal(data: Data, subject: Subject, box: SampleBox, devices: SealedDevices): Promise<void>;
}

export interface SealedDevices {
  readonly records: readonly DeviceRecord[];
  readonly identityOf: (target: Target) => DeviceIdentity;
}

interface Parked {
  readonly data: Data;
  readonly subject: Subject | undefined;
  readonly box: SampleBox;
  readonly keeping: Safekeeping;
  readonly until: Milliseconds;
}

/** What a person does about a print that is not good enough. */
const FINGER_HINT: Record<FingerReason, FingerHint> = {
  "nothing-there": "place",
  "too-small": "move-finger-up",
  "too-far-up": "move-finger-down",
  "too-far-down": "move-finger-up",
  "too-far-left": "move-finger-right",
  "too-far-right": "move-finger-left",
  "press-harder": "press-harder",
  "too-dry": "moisten",
  "too-wet": "wipe-finger",
  moved: "hold",
  "smudged-glass": "wipe-glass",
};

/** A page shows no WSQ. */
const shownPrint = ({ image, ppi, position }: EnrolledFinger): EncodedImage =>
  image.mediaType === "image/x-wsq"
    ? {
        ...image,
        mediaType: "image/png",
        bytes: encodeFingerPng(decodeWsq(image.bytes, position).image, ppi),
      }
    : image;

/** The portrait is shown as its JPEG master: a page shows no JPEG 2000. */
const pictureOf = (enrolled: Enrolled | undefined): Shown | undefined => {
  if (enrolled === undefined) return undefined;
  const image =
    enrolled.kind === "face"
      ? enrolled.face.master
      : enrolled.kind === "finger"
        ? shownPrint(enrolled.finger)
        : enrolled.signature.image;
  const { mediaType } = image;
  return mediaType === "image/jpeg" || mediaType === "image/png"
    ? { mediaType, bytes: Uint8Array.from(image.bytes) }
    : undefined;
};

type Kind = Enrolled["kind"];

const deviceOf = (enrolled: Enrolled | undefined): DeviceIdentity | undefined => {
  switch (enrolled?.kind) {
    case "face":
      return enrolled.face.device;
    case "finger":
      return enrolled.finger.device;
    case "signature":
      return enrolled.signature.device;
    default:
      return undefined;
  }
};

const isFingerReason = (reason: string): reason is FingerReason => reason in FINGER_HINT;

export class KioskStation implements Station, AsyncDisposable {
  readonly #parts: KioskStationParts;
  #box = new SampleBox();
  #keeping: Safekeeping;
  #parked = new Map<string, Parked>();

  constructor(parts: KioskStationParts) {
    this.#parts = parts;
    this.#keeping = new Safekeeping(parts.vault);
  }

  get facts(): DeviceFacts {
    const { camera, scanner } = this.#parts.slots;
    const { ppi, areaMm, presentationAttackDetection } = scanner.features;
    return {
      faceAttackDetection: camera.features.presentationAttackDetection,
      fingerAttackDetection: presentationAttackDetection,
      ...(ppi === undefined ? {} : { fingerPpi: ppi }),
      ...(areaMm === undefined ? {} : { fingerAreaMm: areaMm }),
    };
  }

  async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    while (!signal.aborted) {
      const outcome = await this.#parts.slots.camera.capture("face", FRAME_MS, signal);
      if (signal.aborted) return;
      if (outcome.kind === "captured" && outcome.sample.characteristic === "face") yield outcome.sample;
      else if (outcome.kind !== "captured")
        throw new OutsideFault("device-failed", `The camera gave no picture (${outcome.kind}); check it.`);
    }
  }

  look(frame: FaceSample, portrait: PortraitTemplate): Promise<Look> {
    return this.#parts.looker.look(frame, portrait);
  }

  scan(target: Target, deadline: Milliseconds, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#parts.slots.scanner.capture(target, deadline, signal);
  }

  write(deadline: Milliseconds, signal: AbortSignal): Promise<CaptureOutcome> {
    const { pad } = this.#parts.slots;
    if (pad === undefined) throw new Bug("no pad, and asked to write on it");
    return pad.capture("signature", deadline, signal);
  }

  async repaired(device: StationDevice, signal: AbortSignal): Promise<void> {
    const { camera, scanner, pad } = this.#parts.slots;
    const [slot, target] = (
      {
        camera: [camera, "face"],
        scanner: [scanner, "right-index"],
        pad: [pad ?? scanner, "signature"],
      } as const
    )[device];
    do {
      await this.#parts.clock.sleep(REOPEN_MS, signal);
    } while (!signal.aborted && !(await slot.works(target)));
  }

  async judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
    const { policy } = this.#parts;
    this.#box.put(effect.number, sample);
    // Assessing holds this thread: what the screen has to show meanwhile goes out first.
    await this.#parts.clock.sleep(FLUSH_MS);
    const assessment = await examine(effect, this.#box, policy);
    await this.#keeping.put(effect.number, this.#box);
    const picture = this.shown(effect.number);
    const hint = assessment.sufficient
      ? undefined
      : sample.characteristic === "signature"
        ? ("sign-longer" as const)
        : isFingerReason(assessment.reason)
          ? FINGER_HINT[assessment.reason]
          : undefined;
    return {
      assessment,
      ...(hint === undefined ? {} : { hint }),
      ...(picture === undefined ? {} : { picture }),
    };
  }

  discard(numbers: readonly number[]): void {
    for (const number of numbers) this.#box.discard(number);
    void this.#keeping.discard(numbers);
  }

  shown(number: number): Shown | undefined {
    return pictureOf(this.#box.enrolled(number));
  }

  keep(state: SessionState, person: Person): Promise<void> {
    return this.#keeping.step(state, person);
  }

  /** The newest goes on here; those that wait for the desk wait on; another's remains are destroyed. */
  async comeBack(): Promise<{ readonly state: SessionState; readonly person: Person } | undefined> {
    const { vault, policy, clock } = this.#parts;
    let newest: CameBack | undefined;
    for (const found of await cameBack(vault, policy.wipeMs, clock.now())) {
      const { state, person, box, keeping } = found;
      if (state.kind === "awaiting-control")
        this.#parked.set(state.data.packetId, {
          data: state.data,
          subject: person.subject,
          box,
          keeping,
          until: state.until,
        });
      else if (newest === undefined && (state.kind === "paused" || state.kind === "sealing")) newest = found;
      else await keeping.wipe();
    }
    if (newest === undefined) return undefined;
    this.#box = newest.box;
    this.#keeping = newest.keeping;
    return { state: newest.state, person: newest.person };
  }

  readCode(frame: FaceSample): Promise<string | undefined> {
    return this.#parts.readCode(frame);
  }

  find(
    text: string,
    way: "qr" | "typed" | "document" | "none",
  ): Promise<Found | "unknown" | "not-ours" | "unreadable"> {
    return this.#parts.find(text, way);
  }

  async seal(data: Data, subject: Subject | undefined): Promise<void> {
    if (subject === undefined)
      throw new OutsideFault(
        "input-missing",
        "Nobody's details belong to this reference; enter them at the desk.",
      );
    await this.#parts.seal(data, subject, this.#box, this.#devices(data));
  }

  /** After a power cut a device may not have been opened again: what it captured names it. */
  #identityOf(data: Data, kind: Kind, slot: Slot | undefined): DeviceIdentity | undefined {
    const kept = data.tries
      .filter(({ target }) => characteristicOf(target) === kind)
      .map(({ number }) => deviceOf(this.#box.enrolled(number)));
    return slot?.identity ?? kept.find((identity) => identity !== undefined);
  }

  #devices(data: Data): SealedDevices {
    const { camera, scanner, pad } = this.#parts.slots;
    const slots: Record<Kind, Slot | undefined> = { face: camera, finger: scanner, signature: pad };
    const records = (["face", "finger", "signature"] as const).flatMap((kind): readonly DeviceRecord[] => {
      const identity = this.#identityOf(data, kind, slots[kind]);
      const features = slots[kind]?.features;
      return identity === undefined || features === undefined ? [] : [{ identity, features }];
    });
    const screen = { driver: "screen", make: "Kiosk", model: "touch screen" };
    return {
      records,
      identityOf: (target) => {
        const kind = characteristicOf(target);
        return this.#identityOf(data, kind, slots[kind]) ?? screen;
      },
    };
  }

  /** Stays in the vault; the next person's begins beside it. */
  park(data: Data, subject: Subject | undefined, until: Milliseconds): Promise<void> {
    this.#parked.set(data.packetId, { data, subject, box: this.#box, keeping: this.#keeping, until });
    this.#anew();
    return Promise.resolve();
  }

  #anew(): void {
    this.#box = new SampleBox();
    this.#keeping = new Safekeeping(this.#parts.vault);
  }

  /** Who waits for the desk. Those whose time is over are destroyed first. */
  async parked(): Promise<readonly Parked[]> {
    const now = this.#parts.clock.now();
    for (const [packetId, { box, keeping, until }] of this.#parked)
      if (until <= now) {
        box.wipe();
        this.#parked.delete(packetId);
        await keeping.wipe();
      }
    return [...this.#parked.values()];
  }

  ticket(data: Data): Promise<TicketView> {
    return this.#parts.ticket(data);
  }

  async wipe(): Promise<void> {
    const keeping = this.#keeping;
    this.#box.wipe();
    this.#anew();
    await keeping.wipe();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#box.wipe();
    for (const { box } of this.#parked.values()) box.wipe();
    const { camera, scanner, pad } = this.#parts.slots;
    for (const slot of [camera, scanner, pad]) await slot?.close();
    await this.#parts.looker[Symbol.asyncDispose]();
  }
}
