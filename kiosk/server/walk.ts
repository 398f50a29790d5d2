/**
 * One kiosk, one person at a time: drives the session machine, carries out its effects on the station, and says what the
 * screen shows. All that a page can see is `view()`; all that it can do is `act()`.
 */
import type { Clock } from "../../api/base/clock.ts";
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import { id, type Log } from "../../api/base/log.ts";
import { step } from "../../api/base/machine.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { CaptureOutcome, DeviceFaultCode } from "../../api/words/capture.ts";
import type { KioskView, LanguageOffer, Screen } from "../../api/words/kiosk-http.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { sessionMachine, type SessionMachine } from "../session/machine.ts";
import type { Data, SessionEffect, SessionInput, SessionState } from "../session/state.ts";
import { partOf } from "../session/steps.ts";
import { takeFace } from "./face-run.ts";
import { Mirror } from "./mirror.ts";
import { stretched, type Pace } from "./pace.ts";
import { atRest, bare, REST, type Live, type Presentation } from "./presentation.ts";
import { screenOf, stepOf, stepsOf, type Pictures, type Surroundings } from "./screen.ts";
import { TARGET_DEVICES, type AssessEffect, type Judgement, type Shown, type Station } from "./station.ts";

export interface WalkOptions extends Surroundings {
  readonly station: Station;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: Log;
  readonly pace: Pace;
  readonly languages: readonly LanguageOffer[];
  readonly mission: string;
  readonly virtual: boolean;
}

type CaptureEffect = Extract<SessionEffect, { kind: "capture" }>;

const uuidOf = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export class Walk {
  readonly options: WalkOptions;
  readonly mirror: Mirror;
  readonly boot: string;
  readonly #machine: SessionMachine;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #state: SessionState = { kind: "idle" };
  #now: Presentation;
  #session: string;
  #subject: Subject | undefined;
  /** Between capture and judgement; afterwards the station holds what is kept. */
  #sample: CapturedSample | undefined;
  #shown = new Map<string, Shown>();
  #pictures: Pictures = {};
  #running: AbortController | undefined;
  #held: { readonly number: number; readonly judgement: Judgement; readonly at: Milliseconds } | undefined;
  #strokes: ((sample: CapturedSample) => void) | undefined;
  #revision = 1;
  #turn = 1;
  #turnKey = "";
  #touchedAt: Milliseconds;
  #since: Milliseconds;

  constructor(options: WalkOptions) {
    this.options = options;
    this.boot = this.#uuid("boot");
    this.#session = this.#uuid("session");
    this.#machine = sessionMachine(options.policy);
    this.#now = atRest(options.languages[0]?.tag ?? "fr");
    this.#touchedAt = options.clock.now();
    this.#since = this.#touchedAt;
    this.mirror = new Mirror(
      (signal) => options.station.frames(signal),
      (error) => this.#cameraFailed(error),
    );
    void this.#watch();
  }

  #uuid(label: string): string {
    return uuidOf(this.options.random(label, 16));
  }

  get state(): SessionState {
    return this.#state;
  }
  get presentation(): Presentation {
    return this.#now;
  }
  /** Revision at which the screen last became another one. */
  get turn(): number {
    return this.#turn;
  }

  screen(): Screen {
    return screenOf(this.#state, this.#now, this.options, this.#subject, this.#pictures);
  }

  view(): KioskView {
    const screen = this.screen();
    const { overlay, language, comfort } = this.#now;
    const at = stepOf(screen, this.#state);
    return {
      revision: this.#revision,
      boot: this.boot,
      session: this.#session,
      screen,
      ...(overlay === undefined ? {} : { overlay }),
      ...(at === undefined ? {} : { step: at }),
      steps: stepsOf(this.#state, this.options.policy),
      language,
      comfort,
      mission: this.options.mission,
      virtual: this.options.virtual,
    };
  }

  picture(name: string): Shown | undefined {
    return this.#shown.get(name);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Changes what the screen adds to the session. */
  present(change: (now: Presentation) => Presentation): void {
    const next = change(this.#now);
    if (next.place !== this.#now.place) this.#since = this.options.clock.now();
    this.#now = next;
    this.#publish();
  }

  #live(change: Partial<Live>): void {
    this.present((now) => ({ ...now, live: { ...now.live, ...change } }));
  }

  #last = "";
  #publish(): void {
    const screen = this.screen();
    this.mirror.show(screen.kind === "face" || (screen.kind === "reference" && screen.ways.includes("qr")));
    const { live: _live, ...rest } = this.#now;
    const key = JSON.stringify([screen, rest, this.#session]);
    if (key === this.#last) return;
    this.#last = key;
    this.#revision += 1;
    const turn = `${screen.kind}|${screen.kind === "finger" ? screen.position : ""}|${this.#session}`;
    if (turn !== this.#turnKey) {
      this.#turnKey = turn;
      this.#turn = this.#revision;
      this.#since = this.options.clock.now();
      this.touch();
    }
    for (const listener of this.#listeners) listener();
  }

  touch(): void {
    this.#touchedAt = this.options.clock.now();
  }

  /** Steps the session machine and carries out what it asks for. */
  input(input: SessionInput): void {
    const next = step(this.#machine, this.#state, input);
    const before = this.#state.kind;
    this.#state = next.state;
    if (before !== next.state.kind) this.#since = this.options.clock.now();
    this.#keepState();
    for (const effect of next.effects) this.#carryOut(effect);
    this.#publish();
  }

  #keepState(): void {
    const { language } = this.#now;
    const person = { language, ...(this.#subject === undefined ? {} : { subject: this.#subject }) };
    if ("data" in this.#state && this.#state.kind !== "ticket")
      void this.#guard(this.options.station.keep(this.#state, person));
  }

  /** Goes on with what a power cut left; the person shows the reference again. */
  async comeBack(): Promise<void> {
    const back = await this.options.station.comeBack();
    if (back === undefined) return;
    const { state, person } = back;
    this.#state = state;
    this.#subject = person.subject;
    this.#now = { ...atRest(person.language), place: "session" };
    if ("data" in state) this.#recall(state.data);
    if (state.kind === "sealing") this.input({ kind: "seal-again", at: this.options.clock.now() });
    this.#publish();
    this.#readCodes();
  }

  #recall(data: Data): void {
    const recall = (part: keyof Pictures, number: number | undefined) =>
      number === undefined ? undefined : this.#keep(part, this.options.station.shown(number));
    recall("face", data.face?.number);
    recall("fingers", data.fingers.at(-1)?.chosen?.number);
    recall("signature", data.signature?.kind === "signed" ? data.signature.attempt.number : undefined);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.kind) {
      case "capture":
        return this.#capture(effect);
      case "assess":
        return void this.#guard(this.#assess(effect));
      case "cancel-capture":
        this.#running?.abort();
        this.#held = undefined;
        return;
      case "discard":
        return this.options.station.discard(effect.numbers);
      case "show":
        if (effect.message === "same-finger-twice") this.#live({ finger: { hint: "same-finger" } });
        return;
      case "tell-operator":
      case "tell-ticket-holder":
        this.options.log.write("warn", `session: ${effect.kind}`, {
          what: id(
            effect.kind === "tell-operator"
              ? `${effect.warning.what} ${effect.warning.doubt}`
              : effect.reason,
          ),
        });
        return;
      case "device-fault":
        return this.#deviceFault(effect.target, effect.code);
      case "park":
        return void this.#guard(this.#park(effect.until));
      case "seal":
        return void this.#guard(this.#seal());
      case "issue-ticket":
        return void this.#guard(this.#ticket());
      case "wipe":
        return void this.#guard(this.#wipe());
    }
  }

  /** Our own mistakes end the program; they are not swallowed by a promise nobody waits for. */
  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof OutsideFault) {
        this.options.log.write("error", "station failed", { code: id(error.code) });
        return;
      }
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #isCurrent(number: number): boolean {
    return "acquiring" in this.#state && this.#state.acquiring.number === number;
  }

  #capture(effect: CaptureEffect): void {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { number } = effect;
    const work = async () => {
      const outcome = await this.#outcome(effect, running.signal);
      if (running.signal.aborted || !this.#isCurrent(number)) return;
      const at = this.options.clock.now();
      if (outcome.kind === "captured") {
        this.#sample = outcome.sample;
        this.input({ kind: "captured", number, at });
      } else if (outcome.kind === "retry") {
        this.input({ kind: "retry", number, at, reason: outcome.reason });
      } else if (outcome.kind === "failed") {
        this.input({ kind: "device-failed", number, at, code: outcome.fault.code });
      }
    };
    void this.#guard(work());
  }

  async #outcome(effect: CaptureEffect, signal: AbortSignal): Promise<CaptureOutcome> {
    const { station, clock, pace } = this.options;
    const deadline = stretched(effect.deadline, this.#now.comfort);
    if (effect.target === "face") {
      this.#live({ face: REST.face });
      this.mirror.show(true);
      const look = (frame: Parameters<Station["look"]>[0]) => station.look(frame, effect.portrait, signal);
      const show = (face: Live["face"]) => this.#live({ face });
      const present = () => this.touch();
      const sample = await takeFace(
        { mirror: this.mirror, clock, pace, look, show, present },
        deadline,
        signal,
      );
      return sample === undefined
        ? { kind: "retry", reason: "nothing-presented" }
        : { kind: "captured", sample };
    }
    if (effect.target === "signature") {
      this.#live({ signature: REST.signature });
      return this.options.signing === "pad" ? station.write(deadline, signal) : this.#onScreen(signal);
    }
    const { hint } = this.#now.live.finger;
    // What was wrong last time stands while the finger comes again; only a good one is followed by a fresh start.
    if (hint === "done" || hint === "hold") this.#live({ finger: REST.finger });
    return station.scan(effect.target, deadline, signal);
  }

  #onScreen(signal: AbortSignal): Promise<CaptureOutcome> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ kind: "cancelled" }), { once: true });
      this.#strokes = (sample) => resolve({ kind: "captured", sample });
    });
  }

  /** A signature drawn on the screen. */
  strokes(sample: CapturedSample): void {
    this.#strokes?.(sample);
    this.#strokes = undefined;
  }

  async #assess(effect: AssessEffect): Promise<void> {
    const { number } = effect;
    const { station, clock, pace } = this.options;
    const sample = this.#sample;
    this.#sample = undefined;
    if (sample === undefined) throw new Bug(`no sample for attempt ${number}`);
    if (sample.characteristic === "finger") this.#live({ finger: { hint: "hold" } });
    const judgement = await station.judge(effect, sample);
    if (!this.#isCurrent(number)) return;
    if (sample.characteristic === "finger") {
      const print = this.#keep("fingers", judgement.picture);
      const good = judgement.assessment.sufficient;
      const hint = good ? "done" : fingerHint(judgement);
      this.#live({ finger: { hint, ...(print === undefined ? {} : { print }) } });
      await clock.sleep(good ? pace.done : pace.instruction, this.#running?.signal);
      return this.#assessed(number, judgement);
    }
    if (!judgement.assessment.sufficient) {
      if (sample.characteristic === "signature") this.#live({ signature: { hint: "sign-longer" } });
      return this.#assessed(number, judgement);
    }
    const part = sample.characteristic === "face" ? "face" : "signature";
    const picture = this.#keep(part, judgement.picture);
    if (picture === undefined) return this.#assessed(number, judgement);
    this.#held = { number, judgement, at: clock.now() };
    this.#live({ asking: { part, picture, mayRepeat: true } });
  }

  #assessed(number: number, judgement: Judgement): void {
    if (!this.#isCurrent(number)) return;
    const { assessment } = judgement;
    this.input({ kind: "assessed", number, at: this.options.clock.now(), assessment });
  }

  /** Keep or again: what the person says about the picture that is shown. */
  answer(keep: boolean): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const { asking: _asking, ...live } = this.#now.live;
    this.#now = { ...this.#now, live };
    if (keep) return this.#assessed(held.number, held.judgement);
    const { assessment } = held.judgement;
    this.input({ kind: "declined", number: held.number, at: held.at, assessment });
  }

  #keep(part: keyof Pictures, picture: Shown | undefined): string | undefined {
    if (picture === undefined) return undefined;
    const name = this.#uuid("picture");
    this.#shown.set(name, picture);
    const path = `/api/pictures/${name}`;
    this.#pictures = { ...this.#pictures, [part]: path };
    return path;
  }

  #cameraFailed(error: unknown): void {
    this.options.log.write("error", "camera failed", {
      why: id(error instanceof Error ? error.name : "unknown"),
    });
    if (this.#state.kind !== "face" || this.#state.acquiring.phase !== "capturing") return;
    const { number } = this.#state.acquiring;
    this.#running?.abort();
    this.input({ kind: "device-failed", number, at: this.options.clock.now(), code: "stalled" });
  }

  #deviceFault(target: CaptureEffect["target"], code: DeviceFaultCode): void {
    const device = TARGET_DEVICES[partOf(target)];
    this.options.log.write("error", "device fault", { device: id(device), code: id(code) });
    const waiting = new AbortController();
    this.#running = waiting;
    const work = async () => {
      await this.options.station.repaired(device, waiting.signal);
      if (
        waiting.signal.aborted ||
        !("acquiring" in this.#state) ||
        this.#state.acquiring.phase !== "faulted"
      )
        return;
      this.input({ kind: "device-ready", at: this.options.clock.now() });
    };
    void this.#guard(work());
  }

  async #seal(): Promise<void> {
    if (this.#state.kind !== "sealing") return;
    const { data } = this.#state;
    try {
      await this.options.station.seal(data, this.#subject);
      this.input({ kind: "sealed", at: this.options.clock.now() });
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      this.options.log.write("error", "sealing failed", { code: id(error.code) });
      this.input({ kind: "seal-failed", at: this.options.clock.now(), code: error.code });
    }
  }

  async #park(until: Milliseconds): Promise<void> {
    if (this.#state.kind === "awaiting-control")
      await this.options.station.park(this.#state.data, this.#subject, until);
  }

  async #ticket(): Promise<void> {
    if (!("data" in this.#state)) return;
    const { doubts } = this.#state.data;
    const ticket = await this.options.station.ticket(this.#state.data);
    const deskReason = doubts.length > 0 ? "asked" : "profile";
    this.present((now) => ({ ...now, ticket, deskReason }));
  }

  async #wipe(): Promise<void> {
    this.#forget();
    if (this.#state.kind === "ended") await this.options.station.wipe(this.#state.packetId);
    this.present((now) => ({ ...now, wiped: true }));
  }

  /** Nothing of the person stays in this program. */
  #forget(): void {
    this.#sample = undefined;
    this.#shown = new Map();
    this.#pictures = {};
    this.#held = undefined;
    this.#strokes = undefined;
  }

  /** A person begins; samples of an earlier one are not here any more. */
  start(): void {
    const { station, clock } = this.options;
    this.input({
      kind: "start",
      at: clock.now(),
      packetId: this.#uuid("packet"),
      mode: "unattended",
      facts: station.facts,
    });
    this.present((now) => ({ ...now, place: "session" }));
    this.#readCodes();
  }

  /** While a code may be shown, every frame is looked at for one. */
  #readCodes(): void {
    if (!this.options.ways.includes("qr")) return;
    const work = async () => {
      let frame = undefined as Parameters<Station["readCode"]>[0] | undefined;
      let last: string | undefined;
      while (
        (this.#state.kind === "reference" || this.#state.kind === "paused") &&
        !this.#closing.signal.aborted
      ) {
        frame = await this.mirror.next(
          frame,
          AbortSignal.any([this.#closing.signal, AbortSignal.timeout(2000)]),
        );
        if (frame === undefined || this.screen().kind !== "reference") continue;
        const text = await this.options.station.readCode(frame);
        if (text === undefined || text === last) continue;
        last = text;
        await this.refer(text, "qr");
      }
    };
    void this.#guard(work());
  }

  /** A reference was shown or typed. */
  async refer(text: string, way: Parameters<Station["find"]>[1]): Promise<void> {
    this.touch();
    const found = await this.options.station.find(text, way);
    if (this.#state.kind !== "reference" && this.#state.kind !== "paused") return;
    if (typeof found === "string") {
      this.present((now) => ({ ...now, problem: found }));
      return;
    }
    if (this.#state.kind === "paused") return this.#resume(found.reference);
    this.#subject = found.subject;
    const { problem: _problem, ...rest } = this.#now;
    this.#now = rest;
    this.input({
      kind: "reference-given",
      at: this.options.clock.now(),
      reference: found.reference,
      ...(found.age === undefined ? {} : { age: found.age }),
    });
  }

  #resume(reference: string): void {
    this.input({ kind: "resume", at: this.options.clock.now(), by: { kind: "reference", reference } });
    const own = this.#state.kind !== "paused";
    this.present(({ problem: _problem, ...now }) => (own ? now : { ...now, problem: "unknown" }));
  }

  /** The kiosk is nobody's again. What waits for the desk waits elsewhere. */
  reset(): void {
    this.#running?.abort();
    this.#forget();
    this.#subject = undefined;
    this.#state = { kind: "idle" };
    this.#session = this.#uuid("session");
    this.#now = atRest(this.options.languages[0]?.tag ?? "fr");
    this.#publish();
  }

  async #watch(): Promise<void> {
    const { clock } = this.options;
    while (!this.#closing.signal.aborted) {
      await clock.sleep(1000, this.#closing.signal);
      if (!this.#closing.signal.aborted) this.#second();
    }
  }

  /** What passes by itself: questions after silence, endings, the machine's own clock. */
  #second(): void {
    const { clock, pace } = this.options;
    const now = clock.now();
    const here = now - this.#since;
    const { place, comfort } = this.#now;
    if (this.#state.kind !== "idle" && place === "session") this.input({ kind: "tick", at: now });
    if (this.#state.kind === "sealing" && this.#state.fault !== undefined && here >= pace.sealAgain) {
      this.#since = now;
      this.input({ kind: "seal-again", at: now });
    }
    const kind = this.screen().kind;
    if (kind === "attract") return;
    if (kind === "thanks" && here >= stretched(pace.thanks, comfort)) return this.reset();
    if (kind === "wiped" && this.#now.wiped && here >= stretched(pace.wiped, comfort)) return this.reset();
    if ((kind === "desk" || kind === "ticket") && here >= stretched(pace.slip, comfort)) return this.reset();
    if (kind === "sealing" || kind === "paused" || kind === "desk" || kind === "ticket") return;
    if (this.#state.kind === "paused") return;
    if (kind === "thanks" || kind === "wiped") return;
    this.#silence(now);
  }

  #silence(now: Milliseconds): void {
    const { pace } = this.options;
    const { overlay, comfort } = this.#now;
    if (overlay?.kind === "still-there") {
      if (now >= overlay.until) this.leave();
      return;
    }
    if (now - this.#touchedAt < stretched(pace.quiet, comfort)) return;
    const span = stretched(pace.answer, comfort);
    this.present((before) => ({ ...before, overlay: { kind: "still-there", until: now + span, span } }));
  }

  /** Everything is wiped, and the person sees it. */
  leave(): void {
    this.#now = bare(this.#now);
    switch (this.#state.kind) {
      case "idle":
      case "ended":
      case "ticket":
      case "awaiting-control":
      case "sealing":
        return this.reset();
      default:
        this.input({ kind: "abandon", at: this.options.clock.now() });
    }
  }

  close(): void {
    this.#closing.abort();
    this.#running?.abort();
    this.mirror.show(false);
  }
}

const fingerHint = (judgement: Judgement): Live["finger"]["hint"] => {
  const { hint } = judgement;
  return hint === undefined || hint === "sign" || hint === "sign-longer" || hint === "sign-inside"
    ? "place"
    : hint;
};
