/** Who stands at the kiosk in a headless session: what the person and the operator do, as the session file says. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import type { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Policy } from "../../session/policy.ts";
import { ageOn } from "../../session/run/age.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import type { DeviceFacts, SessionEffect, SessionInput, SessionState } from "../../session/state.ts";
import { blockers } from "../../session/steps.ts";
import type { SessionFile } from "./session-file.ts";

/** Nobody comes: the time alone passes. */
export const letPass = async (clock: ReplayClock, time: Milliseconds, signal: AbortSignal): Promise<void> => {
  clock.resume();
  await clock.sleep(time, signal);
  clock.pause();
};

/** A scanner on which exactly these fingers are laid, in this order; whoever is asked for another lets the time pass. */
export class Presenting implements CaptureDevice {
  readonly #device: CaptureDevice;
  readonly #fingers: FingerPosition[];
  readonly #clock: ReplayClock;
  /** The finger that the session asks for. */
  asked: FingerPosition | undefined;

  constructor(device: CaptureDevice, fingers: readonly FingerPosition[], clock: ReplayClock) {
    this.#device = device;
    this.#fingers = [...fingers];
    this.#clock = clock;
  }

  get identity(): DeviceIdentity {
    return this.#device.identity;
  }

  status(): DeviceStatus {
    return this.#device.status();
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    if (this.#fingers[0] === this.asked) {
      this.#fingers.shift();
      return this.#device.capture(request, signal);
    }
    await letPass(this.#clock, request.deadline, signal);
    return signal.aborted ? { kind: "cancelled" } : { kind: "retry", reason: "nothing-presented" };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#device[Symbol.asyncDispose]();
  }
}

export interface Applicant {
  /** What a person does in a state that waits for one; undefined: nothing more. */
  next(state: SessionState): SessionInput | undefined;
  /** What a person says instead of presenting; undefined: it is presented. */
  instead(effect: Extract<SessionEffect, { kind: "capture" }>): SessionInput | undefined;
}

export interface ApplicantParts {
  readonly file: SessionFile;
  readonly packetId: string;
  readonly policy: Policy;
  readonly facts: DeviceFacts;
  readonly clock: Clock;
  /** Told which finger is asked for. */
  readonly scanner: { asked: FingerPosition | undefined };
}

/** In words, what the operator of this session has not decided. */
const undecided = (parts: readonly string[]): OutsideFault =>
  new OutsideFault(
    "policy-refused",
    `The policy wants an operator's decision on ${parts.join(", ")}. Enter it with its reason under operator.accepts.`,
  );

export const applicant = ({ file, packetId, policy, facts, clock, scanner }: ApplicantParts): Applicant => {
  const { operator, consent } = file;
  const atReview = (state: SessionState & { kind: "review" }, at: number): SessionInput => {
    if (state.data.mode === "unattended") return { kind: "confirm", at };
    const open = blockers(policy, state.data);
    const [part] = open;
    if (part === undefined) return { kind: "confirm", at };
    // A recorded session brings its papers as files: none is asked for.
    const reason = part === "documents" ? undefined : operator.accepts[part];
    if (reason === undefined) throw undecided(open);
    return { kind: "veto-accept", at, by: operator.id, part, reason };
  };
  return {
    next: (state) => {
      const at = clock.now();
      switch (state.kind) {
        case "idle":
          return { kind: "start", at, packetId, mode: file.mode, facts };
        case "reference":
          return {
            kind: "reference-given",
            at,
            reference: file.reference,
            age: ageOn(file.subject.birth, at),
          };
        case "consent": {
          const minor = (state.data.age ?? policy.ages.adult) < policy.ages.adult;
          return {
            kind: "consent-given",
            at,
            language: consent.language,
            by: minor ? "guardian" : "applicant",
          };
        }
        case "review":
          return atReview(state, at);
        case "awaiting-control":
          if (state.data.doubts.length > 0)
            throw new OutsideFault(
              "policy-refused",
              `The unattended session was left to the desk: ${state.data.doubts.map(({ part, doubt }) => `${part} ${doubt}`).join(", ")}. Enrol with mode "attended".`,
            );
          return { kind: "control-passed", at, by: operator.id, comparison: operator.comparison };
        case "ticket":
          return { kind: "ticket-taken", at };
        default:
          return undefined;
      }
    },
    instead: ({ target }) => {
      const at = clock.now();
      if (isFingerPosition(target)) scanner.asked = target;
      if (isFingerPosition(target) && !file.fingers.includes(target)) {
        const known = file.missingFingers.find(({ position }) => position === target);
        const finger = known ?? {
          position: target,
          reason: "not-recorded" as const,
          note: "The session's recording holds no print of this finger.",
        };
        return { kind: "finger-missing", at, finger };
      }
      if (target === "signature" && file.devices.pad === undefined)
        return { kind: "cannot-sign", at, reason: file.cannotSign ?? "physically-unable" };
      return undefined;
    },
  };
};
