/**
 * Drives the pure session machine: does what its effects say with real devices and models, and answers with inputs.
 * Whoever runs a session (the command line, the server) gives it a host for what people do and see.
 */
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { step } from "../../../api/base/machine.ts";
import type { Clock } from "../../../api/base/clock.ts";
import { DEVICE_FAULTS } from "../../../api/words/capture.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import type { Target } from "../acquire.ts";
import { sessionMachine } from "../machine.ts";
import type { Policy } from "../policy.ts";
import type { SessionEffect, SessionInput, SessionState } from "../state.ts";
import { examine } from "./examine.ts";
import { SampleBox } from "./sample-box.ts";
import { characteristicOf } from "./station.ts";

export interface SessionDevices {
  readonly face: CaptureDevice;
  readonly finger: CaptureDevice;
  /** Absent where nobody signs. */
  readonly signature?: CaptureDevice;
}

type CaptureEffect = Extract<SessionEffect, { kind: "capture" }>;

export interface SessionHost {
  /** Every step, for a screen or a progress line. */
  observe(state: SessionState, effects: readonly SessionEffect[]): void;
  /** What a person does now; asked only in states that wait for one. Undefined: nothing more will come. */
  next(state: SessionState): SessionInput | undefined;
  /** What a person says instead of presenting ("this finger is missing"); undefined: the device captures. */
  instead(effect: CaptureEffect): SessionInput | undefined;
  /** Makes the record durable: packet sealed and in the outbox. Throws OutsideFault when it cannot. */
  seal(state: SessionState & { readonly kind: "sealing" }, box: SampleBox): Promise<void>;
}

export interface DriveParts {
  readonly policy: Policy;
  readonly devices: SessionDevices;
  readonly clock: Clock;
  readonly host: SessionHost;
  readonly signal: AbortSignal;
}

const deviceFor = (devices: SessionDevices, target: Target): CaptureDevice => {
  const device = devices[characteristicOf(target)];
  if (device === undefined)
    throw new OutsideFault(
      "device-missing",
      `There is no device for the ${target}. Connect one, or record why not.`,
    );
  return device;
};

const capture = async (parts: DriveParts, effect: CaptureEffect, box: SampleBox): Promise<SessionInput> => {
  const device = deviceFor(parts.devices, effect.target);
  const { number } = effect;
  const outcome = await device.capture({ deadline: effect.deadline }, parts.signal);
  const at = parts.clock.now();
  switch (outcome.kind) {
    case "captured":
      box.put(number, outcome.sample);
      return { kind: "captured", number, at };
    case "retry":
      return { kind: "retry", number, at, reason: outcome.reason };
    case "failed":
      return { kind: "device-failed", number, at, code: outcome.fault.code };
    default:
      return { kind: "abandon", at };
  }
};

/** The effects that need an answer; undefined: this one only tells. */
const perform = async (
  parts: DriveParts,
  state: SessionState,
  effect: SessionEffect,
  box: SampleBox,
): Promise<SessionInput | undefined> => {
  switch (effect.kind) {
    case "capture":
      return parts.host.instead(effect) ?? (await capture(parts, effect, box));
    case "assess": {
      const assessment = await examine(effect, box, parts.policy);
      return { kind: "assessed", number: effect.number, at: parts.clock.now(), assessment };
    }
    case "discard":
      for (const number of effect.numbers) box.discard(number);
      return undefined;
    case "seal":
      if (state.kind !== "sealing") throw new Bug(`seal in state ${state.kind}`);
      await parts.host.seal(state, box);
      return { kind: "sealed", at: parts.clock.now() };
    case "wipe":
      box.wipe();
      return undefined;
    case "device-fault":
      throw new OutsideFault("device-failed", `${effect.target}: ${DEVICE_FAULTS[effect.code]}`);
    default:
      return undefined;
  }
};

/** Runs one session from idle to its end, or to a state in which nobody comes any more. */
export const driveSession = async (parts: DriveParts): Promise<SessionState> => {
  const machine = sessionMachine(parts.policy);
  const box = new SampleBox();
  let state: SessionState = { kind: "idle" };
  try {
    let input = parts.host.next(state);
    while (input !== undefined) {
      const taken: { readonly state: SessionState; readonly effects: readonly SessionEffect[] } = step(
        machine,
        state,
        input,
      );
      state = taken.state;
      parts.host.observe(state, taken.effects);
      let answer: SessionInput | undefined;
      for (const effect of taken.effects) answer = (await perform(parts, state, effect, box)) ?? answer;
      input = answer ?? (state.kind === "ended" ? undefined : parts.host.next(state));
    }
    return state;
  } finally {
    box.wipe();
  }
};
