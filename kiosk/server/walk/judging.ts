/** What becomes of a captured sample: judged, shown, and kept or taken again as the person says. */
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { equalBefore } from "../../session/acquire.ts";
import { bare, REST, type Live } from "../presentation.ts";
import type { AssessEffect, Judgement } from "../station.ts";
import type { Capturing } from "./capturing.ts";
import { isCurrent, type Scene } from "./scene.ts";
import type { Showcase } from "./showcase.ts";

interface Held {
  readonly number: number;
  readonly judgement: Judgement;
  /** The equally good attempt that is shown beside it. */
  readonly before?: number;
  readonly at: Milliseconds;
}

const fingerHint = (judgement: Judgement): Live["finger"]["hint"] => {
  const { hint } = judgement;
  return hint === undefined || hint === "sign" || hint === "sign-longer" || hint === "sign-inside"
    ? "place"
    : hint;
};

/** What a person says about a picture that is shown. */
export type Answer = "keep" | "earlier" | "again";

const signatureHint = ({ hint }: Judgement): Live["signature"]["hint"] =>
  hint === "sign-inside" ? hint : "sign-longer";

/** Of a finger's position, which names its hand first. */
const handOf = (target: string) => target.split("-", 1)[0];

export class Judging {
  readonly #scene: Scene;
  readonly #capturing: Capturing;
  readonly #showcase: Showcase;
  /** Good, and the person has not said yet whether it is to be kept. */
  #held: Held | undefined;
  /** Paths of pictures that the person has seen, by attempt. */
  readonly #seen = new Map<number, string>();

  constructor(scene: Scene, capturing: Capturing, showcase: Showcase) {
    this.#scene = scene;
    this.#capturing = capturing;
    this.#showcase = showcase;
  }

  forget(): void {
    this.#held = undefined;
    this.#seen.clear();
  }

  async assess(effect: AssessEffect): Promise<void> {
    const { number } = effect;
    const scene = this.#scene;
    const sample = this.#capturing.takeSample();
    if (sample === undefined) throw new Bug(`no sample for attempt ${number}`);
    if (sample.characteristic === "finger")
      scene.live({ finger: { ...scene.presentation.live.finger, hint: "hold" } });
    const judgement = await this.#judged(effect, sample);
    if (!isCurrent(scene, number)) return;
    if (sample.characteristic === "finger") return this.#finger(effect, judgement);
    this.#ask(number, sample.characteristic === "face" ? "face" : "signature", judgement);
  }

  /** A picture that cannot be read is a bad picture; the person comes again. */
  async #judged(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
    const { station, log } = this.#scene.options;
    try {
      return await station.judge(effect, sample);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      log.write("error", "a sample could not be judged", { code: id(error.code) });
      return { assessment: { sufficient: false, rank: [], reason: error.code } };
    }
  }

  async #finger({ number, target }: AssessEffect, judgement: Judgement): Promise<void> {
    const { clock, pace } = this.#scene.options;
    const print = this.#showcase.keep("fingers", judgement.picture);
    const { sufficient, duplicateOf } = judgement.assessment;
    const good = sufficient && duplicateOf === undefined;
    const hint = good
      ? "done"
      : duplicateOf === undefined
        ? fingerHint(judgement)
        : handOf(duplicateOf) === handOf(target)
          ? "same-finger"
          : "wrong-finger";
    this.#scene.live({ finger: { hint, ...(print === undefined ? {} : { print }) } });
    await clock.sleep(good ? pace.done : pace.instruction, this.#capturing.signal);
    this.#assessed(number, judgement);
  }

  #ask(number: number, part: "face" | "signature", judgement: Judgement): void {
    const scene = this.#scene;
    if (!judgement.assessment.sufficient) {
      if (part === "signature") scene.live({ signature: { hint: signatureHint(judgement) } });
      else this.#capturing.refused(judgement.amiss);
      return this.#assessed(number, judgement);
    }
    const picture = this.#showcase.keep(part, judgement.picture);
    if (picture === undefined) return this.#assessed(number, judgement);
    const before = this.#before(judgement);
    this.#held = {
      number,
      judgement,
      at: scene.options.clock.now(),
      ...(before && { before: before.number }),
    };
    this.#seen.set(number, picture);
    const earlier = before && { earlier: before.picture };
    // A sheet about the mirror has nothing to say any more.
    scene.prepare((now) => (now.overlay?.kind === "contest" ? bare(now) : now));
    const rest = part === "signature" ? { signature: REST.signature } : {};
    scene.live({ ...rest, asking: { part, picture, mayRepeat: true, ...earlier } });
  }

  /** Among equally good portraits the person chooses. */
  #before({ assessment }: Judgement): { readonly number: number; readonly picture: string } | undefined {
    const { state } = this.#scene;
    if (state.kind !== "face") return undefined;
    const number = equalBefore(state.acquiring.tries, assessment)?.number;
    const picture = number === undefined ? undefined : this.#seen.get(number);
    return number === undefined || picture === undefined ? undefined : { number, picture };
  }

  #assessed(number: number, { assessment }: Judgement): void {
    const scene = this.#scene;
    if (!isCurrent(scene, number)) return;
    scene.input({ kind: "assessed", number, at: scene.options.clock.now(), assessment });
  }

  /** This one, the earlier one, or another. */
  answer(said: Answer): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const scene = this.#scene;
    scene.prepare(({ live: { asking: _asking, ...live }, ...now }) => ({ ...now, live }));
    const { number, before, at, judgement } = held;
    const { assessment } = judgement;
    if (said === "earlier" && before !== undefined) {
      this.#showcase.show("face", this.#seen.get(before));
      return scene.input({ kind: "preferred", number, at, assessment, instead: before });
    }
    if (said !== "again") return this.#assessed(number, judgement);
    scene.input({ kind: "declined", number, at, assessment });
  }
}
