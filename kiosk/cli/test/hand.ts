/** The applicant's hand: does at each screen what a willing person does, or what the scenario says instead. */
import type { Clock } from "../../../api/base/clock.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import type { KioskView } from "../../../api/words/kiosk-http.ts";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import { newUuid } from "../../server/walk/scene.ts";
import type { BenchKiosk } from "./assembly.ts";
import type { Deed, Scenario } from "./scenario.ts";
import { matches, overlayName, screenName, type Trace } from "./trace.ts";

/** A person needs so long to read a screen and reach it. */
const READING_MS = 800;

export interface HandParts {
  readonly scenario: Scenario;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly trace: Trace;
  /** For a signature on the screen. */
  readonly signature: () => PenTrajectory | undefined;
  /** The person leaves the room. */
  readonly deserts: () => void;
}

/** Done besides what the screen asks for. */
const BESIDES = new Set<Deed["do"]>(["unhurried", "language", "help", "call-staff"]);

const FIELD = { width: 900, height: 400 } as const;

/** What the person is shown; a live hint is no new question. */
const questionOf = ({ screen, overlay, session }: KioskView): string => {
  if (screen.kind === "face") return `face ${session}`;
  if (screen.kind === "finger") return `finger ${screen.position} ${overlay?.kind ?? ""} ${session}`;
  return JSON.stringify([screen, overlay?.kind, session]);
};

const strokes = ({ points, maxX, maxY, maxPressure }: PenTrajectory): KioskCommand => ({
  kind: "sign",
  ...FIELD,
  points: points.map(({ x, y, pressure, t, contact }) => ({
    x: x / maxX,
    y: y / maxY,
    pressure: pressure / maxPressure,
    t: Math.round(t / 1000),
    contact,
  })),
});

export class Hand {
  readonly #parts: HandParts;
  readonly #times = new Map<string, number>();
  readonly #done = new Set<Deed>();
  readonly #stop = new AbortController();
  #kiosk: BenchKiosk | undefined;
  #gone = false;
  #busy = false;
  #answered = "";
  #wake: (() => void) | undefined;

  constructor(parts: HandParts) {
    this.#parts = parts;
    void this.#live();
  }

  /** Stands before this kiosk now; undefined: it is switched off. */
  at(kiosk: BenchKiosk | undefined): void {
    this.#kiosk = kiosk;
    kiosk?.walk.onChange(() => this.#wake?.());
    this.#wake?.();
  }

  /** Reads what is shown, or is about to, and does something perhaps. */
  get busy(): boolean {
    const kiosk = this.#gone ? undefined : this.#kiosk;
    return this.#busy || (kiosk !== undefined && questionOf(kiosk.walk.view()) !== this.#answered);
  }

  did(deed: Deed): boolean {
    return this.#done.has(deed);
  }

  stop(): void {
    this.#stop.abort();
    this.#wake?.();
  }

  /** Everybody goes away: nobody touches anything any more. */
  leaveForGood(): void {
    this.#gone = true;
    this.#parts.deserts();
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #live(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const kiosk = this.#kiosk;
      const question = kiosk === undefined ? "" : questionOf(kiosk.walk.view());
      if (kiosk === undefined || this.#gone || question === this.#answered) {
        await this.#changed();
        continue;
      }
      this.#answered = question;
      this.#busy = true;
      await this.#answer(kiosk, question);
      this.#busy = false;
    }
  }

  async #answer(kiosk: BenchKiosk, question: string): Promise<void> {
    const { scenario, clock } = this.#parts;
    const view = kiosk.walk.view();
    const name =
      view.overlay === undefined ? screenName(view.screen) : `overlay:${overlayName(view.overlay)}`;
    const place = name.startsWith("finger:")
      ? name.split(":").slice(0, 2).join(":")
      : name.startsWith("face:")
        ? "face"
        : name;
    const nth = (this.#times.get(place) ?? 0) + 1;
    this.#times.set(place, nth);
    const wanted = scenario.applicant.does.filter(
      (one) =>
        matches(place, one.on) && (one.nth === undefined || one.nth === this.#nthOf(one.on, place, nth)),
    );
    for (const one of wanted) {
      await clock.sleep(one.after * 1000, this.#stop.signal);
      if (!this.#still(kiosk, question)) return;
      this.#done.add(one);
      await this.#do(kiosk, one);
      if (!BESIDES.has(one.do)) return;
    }
    const usual = this.#usual(view);
    if (usual === undefined) return;
    await clock.sleep(READING_MS, this.#stop.signal);
    if (this.#still(kiosk, question)) await this.#send(kiosk, usual);
  }

  /** "finger" counts every finger screen, "finger:left-index" those of that finger. */
  #nthOf(on: string, place: string, nth: number): number {
    if (on === place) return nth;
    let all = 0;
    for (const [name, count] of this.#times) if (matches(name, on)) all += count;
    return all;
  }

  #still(kiosk: BenchKiosk, question: string): boolean {
    return (
      !this.#stop.signal.aborted &&
      !this.#gone &&
      kiosk === this.#kiosk &&
      questionOf(kiosk.walk.view()) === question
    );
  }

  async #send(kiosk: BenchKiosk, command: KioskCommand): Promise<void> {
    const { trace, random } = this.#parts;
    const key = newUuid(random, "hand");
    trace.add(`does ${command.kind}`);
    const { outcome } = await kiosk.acts.act({ key, revision: kiosk.walk.view().revision, command });
    if (outcome !== "done") trace.add(`does ${command.kind} ${outcome}`);
  }

  #refers(one?: Deed): KioskCommand {
    const { applicant, appointment } = this.#parts.scenario;
    const way = one?.way ?? applicant.way;
    return { kind: "give-reference", way, text: one?.text ?? applicant.gives ?? appointment ?? "" };
  }

  /** What a willing person does; undefined: waits. */
  #usual({ screen, overlay }: KioskView): KioskCommand | undefined {
    if (overlay !== undefined)
      return overlay.kind === "still-there" ? { kind: "still-here" } : { kind: "close" };
    const { applicant } = this.#parts.scenario;
    switch (screen.kind) {
      case "attract":
        // Once: a scenario is one person's.
        return this.#times.get("attract") === 1 ? { kind: "begin" } : undefined;
      case "language":
        return { kind: "choose-language", language: applicant.language };
      case "service":
        return { kind: "choose-service", service: applicant.service };
      case "identifier":
        return { kind: "no-number", reason: "not-at-hand" };
      case "payment":
        return { kind: "give-payment", text: applicant.receipt };
      case "notice":
        return { kind: "understood" };
      case "reference":
        // A code is held to the camera; what is not taken once is not given again and again.
        if (applicant.way === "qr" || (screen.problem !== undefined && screen.resumes !== true))
          return undefined;
        return this.#refers();
      case "consent":
        return { kind: "agree", textVersion: screen.textVersion };
      case "face-review":
      case "signature-review":
        return { kind: "keep" };
      case "signature":
        return screen.surface === "screen" ? this.#signs() : undefined;
      case "review":
        return { kind: "confirm" };
      case "ticket":
        return { kind: "done" };
      case "desk":
        return screen.ticket === undefined ? undefined : { kind: "done" };
      default:
        return undefined;
    }
  }

  #signs(): KioskCommand {
    const written = this.#parts.signature();
    return written === undefined ? { kind: "cannot-sign" } : strokes(written);
  }

  async #do(kiosk: BenchKiosk, one: Deed): Promise<void> {
    const { screen } = kiosk.walk.view();
    const send = (command: KioskCommand) => this.#send(kiosk, command);
    switch (one.do) {
      case "nothing":
        return;
      case "go-away":
        this.#parts.trace.add("does go-away");
        return this.leaveForGood();
      case "agree":
        return screen.kind === "consent"
          ? send({ kind: "agree", textVersion: screen.textVersion })
          : undefined;
      case "again":
        return send({ kind: "again", ...(one.what === undefined ? {} : { what: one.what }) });
      case "unable":
        if (screen.kind !== "finger") return;
        await send({ kind: "open", overlay: "unable" });
        return send({ kind: "unable", position: screen.position, reason: one.reason ?? "amputated" });
      case "skip":
        return send({ kind: "skip" });
      case "no-payment":
        return send({ kind: "no-payment" });
      case "help":
        return send({ kind: "open", overlay: "help" });
      case "leave":
        await send({ kind: "open", overlay: "leave" });
        return send({ kind: "leave" });
      case "unhurried":
        return send({ kind: "comfort", comfort: { unhurried: true } });
      case "language":
        await send({ kind: "open", overlay: "language" });
        return send({ kind: "choose-language", language: one.language ?? "fr" });
      case "refer":
        return send(this.#refers(one));
      case "sign":
        return send(this.#signs());
      default:
        return send({ kind: one.do });
    }
  }
}
