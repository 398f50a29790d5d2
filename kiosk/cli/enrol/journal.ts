/** What happened when: the steps of one enrolment as the table and the report show them. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { Check, MeasureResult } from "../../../api/words/quality.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import type { Data, SessionState } from "../../session/state.ts";
import type { Try } from "../../session/acquire.ts";
import type { StepView } from "../report/view.ts";

export const fingerTitle = (position: FingerPosition): string => {
  const [hand = "", finger = ""] = position.split("-");
  return `${hand.charAt(0).toUpperCase()}${hand.slice(1)} ${finger}`;
};

const scoreWords = (result: MeasureResult | undefined): string =>
  result?.kind === "assessed" ? String(result.scalar) : "-";

/** How many of the criteria hold; what could not be judged does not. */
const criteriaWords = (checks: readonly Check[]): string => {
  const limited = checks.filter(({ limit }) => limit !== undefined);
  return `${limited.filter(({ passed }) => passed === true).length} of ${limited.length} hold`;
};

const attemptWords = (data: Data, target: string): string => {
  const count = data.tries.filter((tried) => tried.target === target).length;
  return count === 1 ? "first attempt" : `${count} attempts`;
};

/** Wall-clock time by the part of the session it was spent in. */
export class Journal {
  readonly #spent = new Map<string, number>();
  #since = performance.now();

  /** Time since the last call belongs to `part`. */
  spend(part: string): void {
    const now = performance.now();
    this.#spent.set(part, (this.#spent.get(part) ?? 0) + now - this.#since);
    this.#since = now;
  }

  /** Books the time of a session step to what the state was about. */
  follow(state: SessionState): void {
    this.spend("acquiring" in state ? state.acquiring.target : state.kind);
  }

  ms(part: string): number {
    return this.#spent.get(part) ?? 0;
  }

  step(name: string, part: string, outcome: string, quality = "-"): StepView {
    return { name, outcome, quality, milliseconds: this.ms(part) };
  }

  /** The rows of what was captured; to be asked before the box is wiped. */
  captured(data: Data, box: SampleBox): readonly StepView[] {
    const enrolled = (tried: Try | undefined) =>
      tried === undefined ? undefined : box.enrolled(tried.number);
    const face = enrolled(data.face);
    const fingers = data.fingers.map(({ position, chosen }): StepView => {
      const found = enrolled(chosen);
      const words =
        found?.kind === "finger"
          ? `${found.finger.template.minutiae.length} minutiae, ${attemptWords(data, position)}`
          : "not captured";
      const quality = found?.kind === "finger" ? scoreWords(found.finger.quality) : "-";
      return this.step(fingerTitle(position), position, words, quality);
    });
    const missing = data.missing.map(({ position, reason }) =>
      this.step(fingerTitle(position), position, `not recorded: ${reason}`),
    );
    const signature = data.signature?.kind === "signed" ? enrolled(data.signature.attempt) : undefined;
    return [
      this.step(
        "Face",
        "face",
        face?.kind === "face"
          ? `portrait ${face.face.master.width} x ${face.face.master.height}, ${attemptWords(data, "face")}`
          : "not captured",
        face?.kind === "face" ? criteriaWords(face.face.checks) : "-",
      ),
      ...fingers,
      ...missing,
      this.step(
        "Signature",
        "signature",
        signature?.kind === "signature"
          ? `${signature.signature.image.width} x ${signature.signature.image.height} px`
          : `none: ${data.signature?.kind === "cannot-sign" ? data.signature.reason : "not captured"}`,
      ),
    ];
  }
}
