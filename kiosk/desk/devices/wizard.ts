/** The one calibration that is under way at the desk: who does it, on what, and how far it is. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { DeskLanguage } from "../../../api/words/desk-http.ts";
import type { CalibrationStep, Measurement } from "../../../api/words/calibration.ts";
import type { Signer } from "../../../api/formats/cms/signer.ts";
import { padPattern } from "../../../models/calibration/pad-pattern.ts";
import { encodeRgbPng } from "../../../models/image.ts";
import { Calibration } from "../../devices/calibration.ts";
import { certify } from "../../devices/certificate.ts";
import type { Instrument } from "../../devices/instrument.ts";
import { picturesOf, pictureOfStep, type StepPicture } from "../../devices/pictures.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import type { CalibrationTarget } from "../../devices/reference.ts";
import { STEP_PLANS } from "../../devices/steps.ts";
import type { Speeches } from "../speech.ts";
import type { PlaceName } from "./self-tests.ts";

/** As the page shows it; each pad gets its own. */
const PATTERN = { width: 480, height: 300 } as const;

/** With what the value is of, a place or a setting, by itself: the page says it in its language. */
const particular = (one: Measurement) => {
  const [, ...of] = one.id.split(" ");
  return of.length === 0 ? one : { ...one, of: of.join(" ").split(", ") };
};

export interface WizardParts {
  readonly clock: Clock;
  readonly records: CalibrationRecords;
  readonly kiosk: string;
  readonly software: string;
  readonly signer: () => Signer;
  readonly validDays?: number;
  readonly speeches: Speeches;
  /** Something changed that a page shows. */
  readonly changed: () => void;
}

export interface Beginning {
  readonly place: PlaceName;
  readonly instrument: Instrument;
  readonly targets: readonly CalibrationTarget[];
  readonly ranges: readonly number[];
  readonly by: string;
}

interface UnderWay {
  readonly place: PlaceName;
  readonly by: string;
  readonly calibration: Calibration;
  readonly stop: AbortController;
}

export class Wizard implements AsyncDisposable {
  readonly #parts: WizardParts;
  #now: UnderWay | undefined;

  constructor(parts: WizardParts) {
    this.#parts = parts;
  }

  begin({ place, instrument, targets, ranges, by }: Beginning): void {
    const calibration = new Calibration({ instrument, targets, ranges, now: () => this.#parts.clock.now() });
    this.#now = { place, by, calibration, stop: new AbortController() };
    this.#parts.changed();
  }

  get underWay(): boolean {
    return this.#now !== undefined;
  }

  #demand(): UnderWay {
    if (this.#now === undefined) throw new OutsideFault("usage", "No calibration is under way; begin one.");
    return this.#now;
  }

  /** The next capture of a step, or its measurement. */
  async advance(step: CalibrationStep): Promise<void> {
    const { calibration, stop } = this.#demand();
    await calibration.advance(step, stop.signal);
    this.#parts.changed();
  }

  leaveOut(step: CalibrationStep, reason: string): void {
    this.#demand().calibration.leaveOut(step, reason);
    this.#parts.changed();
  }

  judge(seen: boolean): void {
    this.#demand().calibration.judge("screen", seen);
    this.#parts.changed();
  }

  /** Signed and kept; gives its id. Throws OutsideFault key-missing or key-expired: nothing is lost then. */
  async finish(language: DeskLanguage): Promise<{ readonly id: string; readonly verdict: string }> {
    const { calibration, by } = this.#demand();
    const { records, kiosk, software, signer, clock, validDays } = this.#parts;
    const made = await certify(
      {
        calibration,
        operator: by,
        kiosk,
        software,
        signer: signer(),
        speech: this.#parts.speeches[language],
        now: clock.now(),
        ...(validDays === undefined ? {} : { validDays }),
      },
      await picturesOf(calibration.states()),
    );
    await records.add(made);
    const { verdict, rehearsal } = made.certificate;
    await this.#end(verdict !== "passed" && rehearsal === undefined);
    return { id: made.certificate.id, verdict: made.certificate.verdict };
  }

  /** The device is given back, whatever happens. */
  abandon(): Promise<void> {
    return this.#end(true);
  }

  /** `release`: what was written into it is certified by nobody; its automatics find their values again. */
  async #end(release: boolean): Promise<void> {
    const now = this.#now;
    this.#now = undefined;
    now?.stop.abort();
    const instrument = now?.calibration.instrument;
    try {
      if (release) await instrument?.controls?.release();
    } catch (error) {
      // A camera that is gone has forgotten it anyway.
      if (!(error instanceof OutsideFault)) throw error;
    } finally {
      await instrument?.[Symbol.asyncDispose]();
      this.#parts.changed();
    }
  }

  /** What the pad's screen should show in that step. */
  async pattern(step: string): Promise<StepPicture | undefined> {
    const plan = this.#now?.calibration.states().find((one) => one.step === step);
    const marks = plan === undefined ? undefined : this.#now?.calibration.marksOf(plan.step);
    if (marks === undefined) return undefined;
    return { mediaType: "image/png", bytes: await encodeRgbPng(padPattern(marks, PATTERN)) };
  }

  async picture(step: string): Promise<StepPicture | undefined> {
    const state = this.#now?.calibration.states().find((one) => one.step === step);
    return state === undefined ? undefined : pictureOfStep(state);
  }

  /** What the page draws. */
  view() {
    if (this.#now === undefined) return undefined;
    const { place, by, calibration } = this.#now;
    const { identity, rehearsal } = calibration.instrument;
    return {
      place,
      by,
      device: identity,
      ...(rehearsal === undefined ? {} : { rehearsal }),
      verdict: calibration.verdict(),
      steps: calibration.states().map(({ step, outcome, advice, target, pictures }) => ({
        step,
        outcome:
          outcome.kind === "measured"
            ? { ...outcome, measurements: outcome.measurements.map(particular) }
            : outcome,
        advice,
        target,
        taken: calibration.pending(step).length,
        captures: STEP_PLANS[step].captures.length,
        next: STEP_PLANS[step].captures[calibration.pending(step).length],
        needs: STEP_PLANS[step].needs,
        pattern: calibration.marksOf(step) !== undefined,
        judged: step === "screen" && outcome.kind === "measured",
        // The page asks again only for another picture.
        picture: pictures[0]?.slice(0, 16),
      })),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}
