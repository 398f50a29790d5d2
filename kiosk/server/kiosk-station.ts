/** The station of a kiosk: real drivers, the project's own models, packets and outbox. */
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { FaceLie } from "../../api/words/guidance.ts";
import type { FaceHint } from "../../api/words/hints.ts";
import type { SlipState, TicketFound, TicketView } from "../../api/words/kiosk-ticket.ts";
import type { CapturedSample, FaceSample } from "../../api/words/sample.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { examine } from "../session/run/examine.ts";
import { SampleBox } from "../session/run/sample-box.ts";
import type { Data, DeviceFacts, EndReason, PortraitTemplate, SessionState } from "../session/state.ts";
import { latestControl } from "../session/set-back.ts";
import type { Vault } from "../store/vault.ts";
import { unlessRefused } from "./owner-file.ts";
import { cameBack, Safekeeping, type CameBack, type Person } from "./safekeeping.ts";
import type {
  AssessEffect,
  DocumentReader,
  Judgement,
  Look,
  PaperDesk,
  PaperLook,
  PenWatcher,
  Shown,
  Station,
  StationDevice,
  StillLook,
} from "./station.ts";
import { remedyOf } from "./look/refused.ts";
import { AtDesk, type AtDeskParts } from "./station/at-desk.ts";
import { CameraStance } from "./station/camera-stance.ts";
import { hintOf } from "./station/hints.ts";
import { loggedParts, type LoggedParts } from "./station/identities.ts";
import { StationDevices } from "./station/devices.ts";
import { documentReader } from "./station/document-reader.ts";
import { paperDesk } from "./station/paper-desk.ts";
import type { Parked } from "./station/parked.ts";
import { pictureOf } from "./station/showing.ts";
import type { SlipPrinter } from "./slips.ts";
import { ticketNumber } from "./ticket.ts";

/** Between two attempts to wipe what a failing disk holds on to. */
const REWIPE_MS = 5000;

export interface Looker extends AsyncDisposable {
  /** Throws OutsideFault input-malformed for what is no picture. */
  paper(jpeg: Uint8Array): Promise<PaperLook>;
  look(frame: FaceSample, portrait: PortraitTemplate): Promise<Look>;
  /** A picture that was taken unseen. */
  still?(picture: FaceSample): Promise<StillLook>;
}

export interface KioskStationParts extends AtDeskParts {
  readonly looker: Looker;
  /** Unfinished sessions, encrypted. */
  readonly vault: Vault;
  /** The models in place, unless told otherwise: a thread judges for a kiosk, a bench remembers what it has examined. */
  readonly examine?: typeof examine;
  readCode(frame: FaceSample): Promise<string | undefined>;
  find: Station["find"];
  declared?: NonNullable<Station["declared"]>;
  ticket(data: Data): Promise<TicketView>;
  /** How far a packet is that was sealed here. */
  ticketState(number: string): Promise<TicketFound | undefined>;
  /** Where a ticket printer is joined. */
  readonly slips?: SlipPrinter;
}

export class KioskStation implements Station, AsyncDisposable {
  readonly #parts: KioskStationParts;
  readonly #devices: StationDevices;
  readonly #desk: AtDesk;
  readonly #stance = new CameraStance();
  #box = new SampleBox();
  #practice: Vault | undefined;
  #keeping: Safekeeping;
  /** Left the kiosk last: its slip may still be on the screen when the desk has decided already. */
  #left: string | undefined;
  readonly papers: PaperDesk;
  readonly readers: readonly DocumentReader[];

  constructor(parts: KioskStationParts) {
    this.#parts = parts;
    const { slots, looker } = parts;
    this.papers = paperDesk({
      slot: slots.paper ?? slots.camera,
      clock: parts.clock,
      look: (jpeg) => looker.paper(jpeg),
      sink: () => {
        const [box, keeping] = [this.#box, this.#keeping];
        return async (number, page) => {
          box.assessed(number, [], page);
          // The person left meanwhile: nothing comes back into a box that was wiped.
          if (box === this.#box) await keeping.put(number, box);
          else box.wipe();
        };
      },
    });
    this.readers = (slots.readers ?? []).map((slot) => documentReader(slot, parts.clock));
    this.#keeping = new Safekeeping(parts.vault);
    this.#devices = new StationDevices(slots, parts.clock);
    this.#desk = new AtDesk(parts);
  }

  get facts(): DeviceFacts {
    return this.#devices.facts;
  }

  frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    return this.#devices.frames(signal);
  }

  release(deadline: Milliseconds, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#devices.release(deadline, signal);
  }

  scan(...asked: Parameters<Station["scan"]>): Promise<CaptureOutcome> {
    return this.#devices.scan(...asked);
  }

  write(deadline: Milliseconds, signal: AbortSignal, pen: PenWatcher): Promise<CaptureOutcome> {
    return this.#devices.write(deadline, signal, pen);
  }

  repaired(device: StationDevice, signal: AbortSignal): Promise<void> {
    return this.#devices.repaired(device, signal);
  }

  async look(frame: FaceSample, portrait: PortraitTemplate): Promise<Look> {
    const look = await this.#parts.looker.look(frame, portrait);
    this.#stance.saw(look, this.#parts.clock.now());
    return look;
  }

  async amiss(picture: FaceSample): Promise<FaceHint | undefined> {
    const look = await this.#parts.looker.still?.(picture);
    if (look !== undefined) this.#stance.saw(look, this.#parts.clock.now());
    return look?.amiss;
  }

  /** How the camera seems to hang; undefined: upright, as far as faces have told. */
  get cameraLies(): FaceLie | undefined {
    return this.#stance.lies;
  }

  async judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
    const { policy, examine: judge = examine } = this.#parts;
    const [box, keeping] = [this.#box, this.#keeping];
    box.put(effect.number, sample);
    const assessment = await judge(effect, box, policy);
    const checks = box.checks(effect.number);
    // The person left meanwhile: nothing comes back into a box that was wiped.
    if (box === this.#box) await unlessRefused(keeping.put(effect.number, box));
    else box.wipe();
    const picture = this.shown(effect.number);
    const amiss = assessment.sufficient ? undefined : remedyOf(checks);
    const hint = hintOf(assessment, sample.characteristic);
    return {
      assessment,
      ...(hint === undefined ? {} : { hint }),
      ...(amiss === undefined ? {} : { amiss }),
      ...(picture === undefined ? {} : { picture }),
    };
  }

  discard(numbers: readonly number[]): void {
    for (const number of numbers) this.#box.discard(number);
    void unlessRefused(this.#keeping.discard(numbers));
  }

  shown(number: number): Shown | undefined {
    return pictureOf(this.#box.enrolled(number));
  }

  keep(state: SessionState, person: Person): Promise<void> {
    // What was parked is kept by its own keeping, or wiped by now; never by the next person's.
    const left = "data" in state && state.data.packetId === this.#left;
    return left ? Promise.resolve() : this.#keeping.step(state, person);
  }

  /** The newest goes on here; those that wait for the desk wait on; another's remains are destroyed. */
  async comeBack(): Promise<{ readonly state: SessionState; readonly person: Person } | undefined> {
    const { vault, policy, clock } = this.#parts;
    let newest: CameBack | undefined;
    const over = (state: SessionState, box: SampleBox, end?: EndReason) =>
      this.#parts.over?.(state, box, end);
    for (const found of await cameBack(vault, policy.wipeMs, clock.now(), over)) {
      const { state, person, box, keeping } = found;
      const waits = (data: Data, until: Milliseconds) => {
        const { subject, language } = person;
        this.#desk.sessions.add({ data, subject, language, box, keeping, until });
      };
      if (state.kind === "awaiting-control") waits(state.data, state.until);
      else if (newest === undefined && (state.kind === "paused" || state.kind === "sealing")) newest = found;
      else if (state.kind === "sealing") {
        // Confirmed, and another goes on in front of the kiosk: it is sealed beside it.
        const held = {
          code: "interrupted",
          sentence: "The kiosk stopped while it was sealed.",
          at: clock.now(),
        };
        waits({ ...state.data, held }, latestControl(policy, clock.now()));
      } else await keeping.wipe();
    }
    if (newest === undefined) return undefined;
    this.#box = newest.box;
    this.#keeping = newest.keeping;
    return { state: newest.state, person: newest.person };
  }

  readCode(frame: FaceSample): Promise<string | undefined> {
    return this.#parts.readCode(frame);
  }

  get declared(): Station["declared"] {
    return this.#parts.declared;
  }

  find(...asked: Parameters<Station["find"]>): ReturnType<Station["find"]> {
    return this.#parts.find(...asked);
  }

  async seal(data: Data, subject: Subject | undefined): Promise<void> {
    if (this.rehearsing) return;
    if (subject === undefined)
      throw new OutsideFault(
        "input-missing",
        "Nobody's details belong to this reference; enter them at the desk.",
      );
    await this.#desk.seal(data, subject, this.#box);
  }

  /** Stays in the vault; the next person's begins beside it. */
  park(data: Data, subject: Subject | undefined, until: Milliseconds): Promise<void> {
    this.#left = data.packetId;
    if (this.rehearsing) return this.wipe();
    const spoken = data.consent === undefined ? {} : { language: data.consent.language };
    this.#desk.sessions.add({ data, subject, ...spoken, box: this.#box, keeping: this.#keeping, until });
    this.#anew();
    return Promise.resolve();
  }

  #anew(): void {
    this.#box = new SampleBox();
    this.#keeping = new Safekeeping(this.#practice ?? this.#parts.vault);
  }

  get rehearsing(): boolean {
    return this.#practice !== undefined;
  }

  /** From now on nothing is stored or sealed: sessions live in that vault; undefined: in earnest again. */
  rehearse(practice: Vault | undefined): void {
    this.#practice = practice;
    this.#box.wipe();
    this.#anew();
  }

  /** Who waits for the desk. Those whose time is over are destroyed first. */
  parked(): Promise<readonly Parked[]> {
    return this.#desk.waiting();
  }

  /** What the log of the running session wants of devices and examinations. */
  logged(data: Data): LoggedParts {
    return loggedParts(data, this.#box, this.#parts.slots);
  }

  change(...decided: Parameters<AtDesk["change"]>): Promise<void> {
    return this.#desk.change(...decided);
  }

  sealParked(parked: Parked): Promise<void> {
    return this.#desk.sealParked(parked);
  }

  sealHeld(): Promise<void> {
    return this.rehearsing ? Promise.resolve() : this.#desk.sealHeld();
  }

  /** Ended at the desk. */
  drop(packetId: string, end: EndReason): Promise<void> {
    return this.#desk.drop(packetId, end);
  }

  /** Goes on here, with the person in front of the kiosk. Undefined: it waits no more. */
  adopt(packetId: string): Parked | undefined {
    const parked = this.#desk.sessions.take(packetId);
    if (parked === undefined) return undefined;
    this.#left = undefined;
    this.#box = parked.box;
    this.#keeping = parked.keeping;
    return parked;
  }

  /** What the running session holds, for the desk's eyes. */
  get box(): SampleBox {
    return this.#box;
  }

  ticket(data: Data): Promise<TicketView> {
    return this.#parts.ticket(data);
  }

  print(ticket: TicketView, language: string): Promise<Exclude<SlipState, "printing">> {
    const { slips } = this.#parts;
    if (slips === undefined) throw new Bug("no ticket printer, and asked to print");
    return slips.print(ticket, language);
  }

  get prints(): boolean {
    return this.#parts.slips !== undefined;
  }

  async ticketState(number: string): Promise<TicketFound | undefined> {
    const waiting = (await this.parked()).some(({ data }) => ticketNumber(data.packetId) === number);
    return waiting ? { state: "at-desk", what: "document" } : this.#parts.ticketState(number);
  }

  /** A disk that refuses is asked again until it does not: nothing of a person may stay because it was full. */
  async wipe(): Promise<void> {
    const keeping = this.#keeping;
    this.#box.wipe();
    this.#anew();
    for (;;)
      try {
        return await keeping.wipe();
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        await this.#parts.clock.sleep(REWIPE_MS);
      }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#box.wipe();
    this.#desk.sessions.close();
    const { camera, scanner, pad, paper, readers = [] } = this.#parts.slots;
    for (const slot of [camera, scanner, pad, paper, ...readers]) await slot?.close();
    await this.#parts.looker[Symbol.asyncDispose]();
  }
}
