/** One calibration under way: steps done, left out or impossible, and what they say of the device in the end. */
import { createHash } from "node:crypto";
import { Bug, OutsideFault } from "../../api/base/faults.ts";
import {
  CALIBRATION_STEPS,
  type CalibrationStep,
  type CalibrationVerdict,
  type StepOutcome,
  type StepRecord,
} from "../../api/words/calibration.ts";
import type { CapturedSample, RgbImage } from "../../api/words/sample.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { measured } from "../../models/calibration/judge.ts";
import type { PadMark } from "../../models/calibration/pad-pattern.ts";
import type { Instrument } from "./instrument.ts";
import { targetOf, type CalibrationTarget } from "./reference.ts";
import { writeAndReadBack } from "./settings.ts";
import { tuneCamera } from "./tune.ts";
import { STEP_PLANS, type Measured, type Taken } from "./steps.ts";

export interface StepState extends StepRecord {
  /** What to do about what was found. */
  readonly advice?: string;
  readonly samples: readonly CapturedSample[];
  readonly picture?: RgbImage;
}

export interface CalibrationParts {
  readonly instrument: Instrument;
  readonly targets: readonly CalibrationTarget[];
  /** Grey levels of each recent print of this scanner. */
  readonly ranges: readonly number[];
  readonly now: () => Milliseconds;
}

export const verdictOf = (records: readonly StepRecord[]): CalibrationVerdict => {
  const outcomes = records.map(({ outcome }) => outcome);
  if (outcomes.some((outcome) => outcome.kind === "measured" && !outcome.passed)) return "failed";
  if (outcomes.some(({ kind }) => kind === "not-done")) return "incomplete";
  // A device of which nothing could be tested has not passed anything.
  return outcomes.some(({ kind }) => kind === "measured") ? "passed" : "incomplete";
};

const hashOf = (sample: CapturedSample): string => {
  const hash = createHash("sha256");
  if (sample.characteristic === "finger") hash.update(sample.image.pixels);
  else if (sample.characteristic === "face") hash.update(sample.bytes);
  else hash.update(JSON.stringify("trajectory" in sample ? sample.trajectory : sample.lines));
  return hash.digest("hex");
};

const NOT_SAID = "The driver does not say that its hardware permits this.";
const NOT_YET = "Not done yet.";

export class Calibration {
  readonly instrument: Instrument;
  readonly startedAt: Milliseconds;
  readonly #parts: CalibrationParts;
  readonly #states = new Map<CalibrationStep, StepState>();
  readonly #pending = new Map<CalibrationStep, readonly Taken[]>();

  constructor(parts: CalibrationParts) {
    this.#parts = parts;
    this.instrument = parts.instrument;
    this.startedAt = parts.now();
    for (const step of this.steps)
      this.#states.set(step, { step, outcome: this.#initial(step), pictures: [], samples: [] });
  }

  get steps(): readonly CalibrationStep[] {
    return CALIBRATION_STEPS[this.instrument.characteristic];
  }

  #initial(step: CalibrationStep): StepOutcome {
    const permit = this.instrument.permits[step];
    if (permit === undefined) return { kind: "not-testable", reason: NOT_SAID };
    return permit === "permitted"
      ? { kind: "not-done", reason: NOT_YET }
      : { kind: "not-testable", reason: permit.notTestable };
  }

  states(): readonly StepState[] {
    return [...this.#states.values()];
  }

  verdict(): CalibrationVerdict {
    return verdictOf(this.states());
  }

  #demand(step: CalibrationStep): void {
    const state = this.#states.get(step);
    if (state === undefined)
      throw new OutsideFault(
        "usage",
        `${step} is no step of this device; its steps are ${this.steps.join(", ")}.`,
      );
    if (state.outcome.kind === "not-testable")
      throw new OutsideFault(
        "policy-refused",
        `${step} is not testable on this device: ${state.outcome.reason}`,
      );
  }

  /** The target that a step is measured against. Throws OutsideFault policy-refused: none is owned, or it has ended. */
  targetFor(step: CalibrationStep): CalibrationTarget | undefined {
    const { needs, uses } = STEP_PLANS[step];
    const kind = needs ?? uses;
    const target = kind === undefined ? undefined : targetOf(this.#parts.targets, kind, this.#parts.now());
    if (needs !== undefined && target === undefined)
      throw new OutsideFault(
        "policy-refused",
        `${step} needs a certified ${needs} target; enter its reference file, or leave the step out.`,
      );
    return target;
  }

  leaveOut(step: CalibrationStep, reason: string): void {
    this.#demand(step);
    this.#states.set(step, { step, outcome: { kind: "not-done", reason }, pictures: [], samples: [] });
  }

  /** What was captured of a step so far, and is not measured yet. */
  pending(step: CalibrationStep): readonly Taken[] {
    return this.#pending.get(step) ?? [];
  }

  /** Captures what the step asks for, one after the other, and measures it. */
  async run(
    step: CalibrationStep,
    signal: AbortSignal,
    ask: (what: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    this.#pending.delete(step);
    const { captures, stream } = STEP_PLANS[step];
    const rounds = stream === true ? 1 : Math.max(1, captures.length);
    for (let at = 0; at < rounds; at += 1) {
      const what = captures[at];
      if (what !== undefined) await ask(what);
      await this.advance(step, signal);
    }
  }

  /**
   * The next capture of a step; with the last of them it is measured, in place of what was. Frames of one stream are
   * taken at once. Throws OutsideFault in words when the device fails, or the target is not seen: the step begins anew.
   */
  async advance(step: CalibrationStep, signal: AbortSignal): Promise<void> {
    this.#demand(step);
    const target = this.targetFor(step);
    const plan = STEP_PLANS[step];
    const taken = [...this.pending(step)];
    if (taken.length === 0) await this.instrument.turnTo?.(step);
    do {
      const what = plan.captures[taken.length];
      if (what !== undefined)
        taken.push({ what, sample: await this.instrument.capture(step, what, signal, this.marksOf(step)) });
    } while (plan.stream === true && taken.length < plan.captures.length);
    if (taken.length < plan.captures.length) {
      this.#pending.set(step, taken);
      return;
    }
    this.#pending.delete(step);
    if (step === "tuning") return this.#tune(taken, target, signal);
    const found: Measured =
      step === "settings"
        ? { measurements: await writeAndReadBack(this.instrument.controls) }
        : await plan.measure({
            taken,
            target,
            ppi: this.instrument.features.ppi,
            ranges: this.#parts.ranges,
            now: this.#parts.now(),
            marks: this.marksOf(step),
          });
    this.#keep(step, found, taken, target);
    return undefined;
  }

  /** What the pad shows while that step is done; undefined: nothing. */
  marksOf(step: CalibrationStep): readonly PadMark[] | undefined {
    return STEP_PLANS[step].shows?.(this.instrument.lot ?? `${this.startedAt}`);
  }

  async #tune(
    [first]: readonly Taken[],
    target: CalibrationTarget | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (first === undefined || target?.kind !== "colour")
      throw new Bug("tuned without a picture of its target");
    const { sample, ...found } = await tuneCamera(this.instrument, target, first.sample, signal);
    this.#keep("tuning", found, [{ what: first.what, sample }], target);
  }

  /** What a person saw, where no program can: whether the pad's picture is whole. It stands beside what the pen told. */
  judge(step: "screen", seen: boolean): void {
    this.#demand(step);
    const state = this.#states.get(step);
    if (state?.outcome.kind !== "measured")
      throw new OutsideFault(
        "policy-refused",
        "Touch the crosses on the pad first; then say how they looked.",
      );
    const others = state.outcome.measurements.filter(({ id }) => id !== "screen-seen");
    const measurements = [...others, measured("screen-seen", seen ? 1 : 0, 0)];
    const passed = measurements.every((one) => one.passed !== false);
    this.#states.set(step, { ...state, outcome: { kind: "measured", passed, measurements } });
  }

  #keep(
    step: CalibrationStep,
    found: Measured,
    taken: readonly Taken[],
    target: CalibrationTarget | undefined,
  ): void {
    const { measurements, picture, advice } = found;
    const passed = measurements.every((one) => one.passed !== false);
    const state: StepState = {
      step,
      outcome: { kind: "measured", passed, measurements },
      pictures: taken.map(({ sample }) => hashOf(sample)),
      samples: taken.map(({ sample }) => sample),
      ...(target === undefined
        ? {}
        : {
            target: {
              id: target.id,
              certificate: target.certificate.number,
              expires: target.certificate.expires,
            },
          }),
      ...(picture === undefined ? {} : { picture }),
      ...(advice === undefined ? {} : { advice }),
    };
    this.#states.set(step, state);
  }
}
