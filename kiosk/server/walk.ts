/**
 * One kiosk, one person at a time: drives the session machine, carries out its effects on the station, and says what the
 * screen shows. All that a page can see is `view()`; all that it can do is `act()`.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import { id } from "../../api/base/log.ts";
import { step } from "../../api/base/machine.ts";
import type { KioskView } from "../../api/words/kiosk-http.ts";
import type { KioskCommand } from "../../api/words/kiosk-command.ts";
import type { Screen } from "../../api/words/kiosk-screen.ts";
import type { TypedParticulars } from "../../api/words/kiosk-reference.ts";
import type { Subject } from "../../api/words/subject.ts";
import { sessionMachine, type SessionMachine } from "../session/machine.ts";
import type { Data, SessionEffect, SessionInput, SessionState } from "../session/state.ts";
import { Ink } from "./ink.ts";
import { Mirror } from "./mirror.ts";
import { atRest, bare, type Live, type Presentation } from "./presentation.ts";
import type { Person } from "./safekeeping.ts";
import { screenOf, stepOf, stepsOf } from "./screen.ts";
import type { PaperFrame, Shown } from "./station.ts";
import { wantedOf, type OfferedService, type ServiceTerms } from "./services.ts";
import { Capturing } from "./walk/capturing.ts";
import { issueTicket, park, printSlip, seal, wipe } from "./walk/finishing.ts";
import { Judging, type Answer } from "./walk/judging.ts";
import { Papers } from "./walk/papers.ts";
import { passSecond } from "./walk/passing.ts";
import { Publishing } from "./walk/publishing.ts";
import { References } from "./walk/references.ts";
import { newUuid, type Scene, type WalkOptions } from "./walk/scene.ts";
import { Showcase } from "./walk/showcase.ts";

const SECOND_MS = 1000;
/** Between two tries to seal what was set aside. */
const HELD_MS = 10_000;

async function* nothing(): AsyncIterable<never> {
  // Where papers are shown at the desk, no camera looks at any.
}

export class Walk implements Scene {
  readonly options: WalkOptions;
  readonly mirror: Mirror;
  /** What the camera above the papers sees. */
  readonly paperMirror: Mirror<PaperFrame>;
  readonly ink = new Ink();
  boot: string;
  readonly #machine: SessionMachine;
  readonly #closing = new AbortController();
  readonly #publishing: Publishing;
  readonly #showcase: Showcase;
  readonly #capturing: Capturing;
  readonly #judging: Judging;
  readonly #references: References;
  readonly #papers: Papers;
  #state: SessionState = { kind: "idle" };
  #now: Presentation;
  #session: string;
  #unkept: string | undefined;
  #heldAt = 0;
  /** Beside the session, which knows no names. */
  subject: Subject | undefined;

  constructor(options: WalkOptions) {
    this.options = options;
    this.boot = newUuid(options.random, "boot");
    this.#session = newUuid(options.random, "session");
    this.#machine = sessionMachine(options.policy);
    this.#now = atRest(options.languages[0]?.tag ?? "fr");
    this.#publishing = new Publishing(options.clock);
    this.#showcase = new Showcase(options.random);
    this.#capturing = new Capturing(this, this.#showcase);
    this.#judging = new Judging(this, this.#capturing, this.#showcase);
    this.#references = new References(this, this.#closing.signal);
    this.mirror = new Mirror(
      (signal) => options.station.frames(signal),
      (error) => this.#capturing.cameraFailed(error),
    );
    this.paperMirror = new Mirror<PaperFrame>(
      (signal) => options.station.papers?.frames(signal) ?? nothing(),
      (error) => this.#papers.failed(error),
    );
    this.#papers = new Papers(this, this.#showcase, this.paperMirror);
    void this.#watch();
  }

  get state(): SessionState {
    return this.#state;
  }
  get presentation(): Presentation {
    return this.#now;
  }
  /** Revision at which the screen last became another one. */
  get turn(): number {
    return this.#publishing.turn;
  }

  screen(): Screen {
    return screenOf(this.#state, this.#now, this.options, this.subject, this.#showcase.pictures);
  }

  view(): KioskView {
    const screen = this.screen();
    const { overlay, language, comfort } = this.#now;
    const at = stepOf(screen, this.#state);
    return {
      revision: this.#publishing.revision,
      boot: this.boot,
      session: this.#session,
      screen,
      ...(overlay === undefined ? {} : { overlay }),
      ...(at === undefined ? {} : { step: at }),
      steps: stepsOf(this.#state, this.options.policy, this.terms),
      language,
      comfort,
      mission: this.options.notice?.() ?? this.options.mission,
      virtual: this.options.virtual,
    };
  }

  picture(name: string): Shown | undefined {
    return this.#showcase.picture(name);
  }

  get services(): readonly OfferedService[] {
    return this.options.services?.() ?? [];
  }

  /** Of the session that runs, or chosen for the next; where nobody chose, the first. */
  get service(): string | undefined {
    const running = "data" in this.#state ? this.#state.data.service : undefined;
    return running ?? this.#now.service ?? this.services[0]?.view.id;
  }

  get chosen(): OfferedService | undefined {
    return this.services.find(({ view }) => view.id === this.service);
  }

  /** What a session is begun with. */
  get terms(): ServiceTerms {
    const { without, papers } = this.options;
    return (
      this.chosen?.terms ?? {
        ...(without === undefined ? {} : { without }),
        ...(papers === undefined ? {} : { wanted: papers.map(wantedOf) }),
      }
    );
  }

  /** Pages that are open. */
  get listeners(): number {
    return this.#publishing.listeners;
  }

  onChange(listener: () => void): () => void {
    return this.#publishing.onChange(listener);
  }

  prepare(change: (now: Presentation) => Presentation): void {
    const next = change(this.#now);
    if (next.place !== this.#now.place) this.#publishing.another();
    this.#now = next;
  }

  present(change: (now: Presentation) => Presentation): void {
    this.prepare(change);
    this.#publish();
  }

  live(change: Partial<Live>): void {
    this.present((now) => ({ ...now, live: { ...now.live, ...change } }));
  }

  #publish(): void {
    const screen = this.screen();
    const code = screen.kind === "reference" || (screen.kind === "status" && screen.found === undefined);
    this.mirror.show(screen.kind === "face" || (code && this.options.ways.includes("qr")));
    this.#publishing.publish(screen, this.#now, this.#session);
  }

  touch(): void {
    this.#publishing.touch();
  }

  input(input: SessionInput): void {
    const next = step(this.#machine, this.#state, input);
    const before = this.#state;
    this.#state = next.state;
    if (before.kind !== next.state.kind) this.#publishing.another();
    this.#keepState();
    this.options.follow?.({ before, after: next.state, effects: next.effects });
    for (const effect of next.effects) this.#carryOut(effect);
    this.#publish();
  }

  #keepState(): void {
    const { language } = this.#now;
    const person = { language, ...(this.subject === undefined ? {} : { subject: this.subject }) };
    if ("data" in this.#state && this.#state.kind !== "ticket")
      void this.guard(this.#kept(this.options.station.keep(this.#state, person)));
  }

  /** The session goes on while the disk refuses; said once each time that it begins. */
  async #kept(work: Promise<void>): Promise<void> {
    try {
      await work;
      this.#unkept = undefined;
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      if (error.code !== this.#unkept)
        this.options.log.write("error", "session-not-kept", { code: id(error.code) });
      this.#unkept = error.code;
    }
  }

  /** Goes on with what a power cut left; the person shows the reference again. */
  async comeBack(): Promise<void> {
    const back = await this.options.station.comeBack();
    if (back === undefined) return;
    this.goOn(back.state, back.person);
    if (back.state.kind === "sealing") this.input({ kind: "seal-again", at: this.options.clock.now() });
    this.#publish();
    this.#references.readCodes();
  }

  /** Another session takes the kiosk; the station holds its samples already. */
  goOn(state: SessionState, person: Person): void {
    this.#state = state;
    this.subject = person.subject;
    this.#session = newUuid(this.options.random, "session");
    this.#now = { ...atRest(person.language), place: "session" };
    if ("data" in state) this.#showcase.recall(state.data, this.options.station);
  }

  /** Whether the session takes this input as it is now. */
  accepts(input: SessionInput): boolean {
    return this.#machine(this.#state, input) !== undefined;
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.kind) {
      case "capture":
        return this.#capturing.start(effect);
      case "assess":
        return void this.guard(this.#judging.assess(effect));
      case "ask-paper":
        return this.#papers.start(effect);
      case "cancel-capture":
        this.#capturing.stop();
        this.#papers.forget();
        return this.#judging.forget();
      case "discard":
        return this.options.station.discard(effect.numbers);
      case "show":
        if (effect.message === "same-finger-twice") this.live({ finger: { hint: "same-finger" } });
        return;
      case "tell-operator":
      case "tell-ticket-holder":
        return this.#tell(effect);
      case "device-fault":
        return this.#capturing.awaitRepair(effect.target, effect.code);
      case "park":
        void this.guard(park(this, effect.until));
        // The slip says nothing of the person, and the desk may have wiped the session before the slip is gone.
        return this.#forget();
      case "seal":
        return void this.guard(seal(this));
      case "issue-ticket":
        return void this.guard(issueTicket(this));
      case "wipe":
        this.#forget();
        return void this.guard(wipe(this));
    }
  }

  #tell(effect: Extract<SessionEffect, { kind: "tell-operator" | "tell-ticket-holder" }>): void {
    const what =
      effect.kind === "tell-operator" ? `${effect.warning.what} ${effect.warning.doubt}` : effect.reason;
    this.options.log.write("warn", `session: ${effect.kind}`, { what: id(what) });
  }

  async guard(work: Promise<void>): Promise<void> {
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

  /** A signature drawn on the screen. */
  sign(command: Extract<KioskCommand, { kind: "sign" }>): Promise<void> {
    return this.#capturing.sign(command);
  }

  /** Keep or again: what the person says about the picture that is shown. */
  answer(said: Answer): void {
    if (this.#state.kind === "documents") this.#papers.answer(said !== "again");
    else this.#judging.answer(said);
  }

  /** The page of a paper that is shown is kept; `more`: another one follows. */
  keepPage(more: boolean): void {
    this.#papers.answer(true, more);
  }

  noPaper(): void {
    this.#papers.absent();
  }

  /** Nothing of the person stays in this program. */
  #forget(): void {
    this.ink.clear();
    this.#showcase.forget();
    this.#capturing.forget();
    this.#judging.forget();
    this.#papers.forget();
    this.subject = undefined;
  }

  /** A person begins, alone or with an operator; samples of an earlier one are not here any more. */
  start(mode: Data["mode"] = "unattended"): void {
    const { station, clock, random } = this.options;
    if (this.options.closure?.() !== undefined || this.chosen?.view.closed !== undefined) return this.reset();
    this.input({
      kind: "start",
      at: clock.now(),
      packetId: newUuid(random, "packet"),
      mode,
      facts: station.facts,
      ...this.terms,
    });
    this.present((now) => ({ ...now, place: "session" }));
    this.#references.readCodes();
  }

  /** A reference was shown or typed. */
  refer(...reference: Parameters<References["refer"]>): Promise<void> {
    return this.#references.refer(...reference);
  }

  /** Name and birth, typed where nobody can be asked whose the reference is. */
  declare(particulars: TypedParticulars): void {
    this.#references.declare(particulars);
  }

  /** The ticket of an earlier day: how far is that application? */
  askStatus(): void {
    this.present((now) => ({ ...bare(now), place: "status" }));
    this.#references.readCodes();
  }

  giveTicket(text: string): Promise<void> {
    return this.#references.giveTicket(text);
  }

  /** The slip once more: paper has been put in. */
  printAgain(): void {
    void this.guard(printSlip(this));
  }

  /** Every page loads itself anew: what it fetched once has changed. */
  renew(): void {
    this.boot = newUuid(this.options.random, "boot");
    this.reset();
  }

  /** The kiosk is nobody's again. What waits for the desk waits elsewhere. */
  reset(): void {
    this.#capturing.stop();
    this.#forget();
    this.#state = { kind: "idle" };
    this.#session = newUuid(this.options.random, "session");
    this.#now = atRest(this.options.languages[0]?.tag ?? "fr");
    this.#publish();
  }

  async #watch(): Promise<void> {
    const { clock } = this.options;
    const passing = {
      scene: this,
      publishing: this.#publishing,
      reset: () => this.reset(),
      leave: () => this.leave(),
    };
    while (!this.#closing.signal.aborted) {
      await clock.sleep(SECOND_MS, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      passSecond(passing);
      this.#sealHeld();
    }
  }

  /** What could not be sealed may be sealed by now. */
  #sealHeld(): void {
    const now = this.options.clock.now();
    if (Math.abs(now - this.#heldAt) < HELD_MS) return;
    this.#heldAt = now;
    void this.guard(this.options.station.sealHeld());
  }

  /** Everything is wiped, and the person sees it. */
  leave(): void {
    this.#now = bare(this.#now);
    switch (this.#state.kind) {
      case "idle":
      case "ended":
      case "ticket":
      case "awaiting-control":
        return this.reset();
      case "sealing":
        return this.input({ kind: "set-aside", at: this.options.clock.now() });
      default:
        this.input({ kind: "abandon", at: this.options.clock.now() });
    }
  }

  close(): void {
    this.#closing.abort();
    this.#capturing.stop();
    this.#papers.stop();
    this.mirror.show(false);
  }
}
