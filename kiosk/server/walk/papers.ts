/** One paper after the other under a camera: looked at until it can be read, shown, and kept as the person says. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { paperInHand } from "../../session/papers.ts";
import type { SessionEffect } from "../../session/state.ts";
import type { Mirror } from "../mirror.ts";
import { stretched } from "../pace.ts";
import { REST } from "../presentation.ts";
import type { PaperFrame, PaperLook } from "../station.ts";
import type { Scene } from "./scene.ts";
import type { Showcase } from "./showcase.ts";

type AskPaper = Extract<SessionEffect, { kind: "ask-paper" }>;

interface Held {
  readonly ask: AskPaper;
  readonly frame: PaperFrame;
  readonly legible: boolean;
}

export class Papers {
  readonly #scene: Scene;
  readonly #showcase: Showcase;
  readonly #mirror: Mirror<PaperFrame>;
  #running: AbortController | undefined;
  #held: Held | undefined;

  constructor(scene: Scene, showcase: Showcase, mirror: Mirror<PaperFrame>) {
    this.#scene = scene;
    this.#showcase = showcase;
    this.#mirror = mirror;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#mirror.show(false);
  }

  forget(): void {
    this.stop();
    this.#held = undefined;
  }

  start(ask: AskPaper): void {
    const scene = this.#scene;
    this.forget();
    scene.live({ paper: REST.paper });
    // Nobody can take it here: the desk asks for it.
    if (scene.options.station.papers === undefined)
      return queueMicrotask(() => {
        this.#absent(ask);
      });
    const running = new AbortController();
    this.#running = running;
    this.#mirror.show(true);
    void scene.guard(this.#watch(ask, running.signal));
  }

  /** Twice in succession: a hand that is still laying the paper down is not photographed. */
  async #watch(ask: AskPaper, signal: AbortSignal): Promise<void> {
    const scene = this.#scene;
    const { station, clock, pace } = scene.options;
    let frame: PaperFrame | undefined;
    let [steady, told, since]: [boolean, Milliseconds, Milliseconds | undefined] = [false, 0, undefined];
    while (!signal.aborted) {
      frame = await this.#mirror.next(frame, signal);
      if (frame === undefined || station.papers === undefined) return;
      const look = await this.#look(frame);
      if (signal.aborted) return;
      const now = clock.now();
      if (look.present) {
        scene.touch();
        since ??= now;
      }
      if (look.legible && steady) return this.#ask({ ask, frame, legible: true });
      steady = look.legible;
      if (since !== undefined && now - since > stretched(pace.paper, scene.presentation.comfort))
        return this.#ask({ ask, frame, legible: false });
      // An instruction stands long enough to be followed.
      if (!look.legible && now - told < pace.instruction) continue;
      if (scene.presentation.live.paper.hint !== look.hint) told = now;
      scene.live({ paper: { hint: look.hint } });
    }
  }

  /** A picture that cannot be read is a bad picture; the next one comes at once. */
  async #look(frame: PaperFrame): Promise<PaperLook> {
    const { station, log } = this.#scene.options;
    try {
      return (await station.papers?.look(frame)) ?? { hint: "lay", legible: false, present: false };
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("error", "a paper's picture could not be read", { code: id(error.code) });
      return { hint: "still", legible: false, present: false };
    }
  }

  #ask(held: Held): void {
    this.stop();
    const { bytes, mediaType } = held.frame.picture;
    const picture = this.#showcase.keep("documents", { mediaType, bytes: Uint8Array.from(bytes) });
    if (picture === undefined) return;
    this.#held = held;
    this.#scene.live({ asking: { part: "documents", picture, mayRepeat: true } });
  }

  #notAsking(): void {
    this.#scene.prepare(({ live: { asking: _asking, ...live }, ...now }) => ({ ...now, live }));
  }

  /** Keep, perhaps with another page to come; or the same page once more. */
  answer(keep: boolean, more = false): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#notAsking();
    if (keep) void this.#scene.guard(this.#keep(held, more));
    else this.start(held.ask);
  }

  async #keep({ ask, frame, legible }: Held, more: boolean): Promise<void> {
    const scene = this.#scene;
    const { station, clock, log } = scene.options;
    const { paper, number } = ask;
    const running = new AbortController();
    this.#running = running;
    try {
      await station.papers?.keep(number, paper, frame, legible);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("error", "a page could not be kept", { code: id(error.code) });
      if (!running.signal.aborted) this.start(ask);
      return;
    }
    // The person left meanwhile.
    if (running.signal.aborted || scene.state.kind !== "documents") return;
    scene.input({ kind: "page-kept", paper, page: { number, legible }, more, at: clock.now() });
  }

  #absent(ask: AskPaper): void {
    const { state, options } = this.#scene;
    if (state.kind !== "documents") return;
    if (paperInHand(state.data, options.policy.ages.adult)?.id !== ask.paper) return;
    this.#scene.input({ kind: "paper-absent", paper: ask.paper, at: options.clock.now() });
  }

  /** The paper that is asked for is not here. */
  absent(): void {
    const { state, options } = this.#scene;
    if (state.kind !== "documents") return;
    const paper = paperInHand(state.data, options.policy.ages.adult);
    this.stop();
    if (paper !== undefined) this.#absent({ kind: "ask-paper", paper: paper.id, number: 0 });
  }

  /** The camera gave nothing more: papers are shown at the desk. */
  failed(error: unknown): void {
    const { log } = this.#scene.options;
    log.write("error", "paper camera failed", { why: id(error instanceof Error ? error.name : "unknown") });
    this.absent();
  }
}
