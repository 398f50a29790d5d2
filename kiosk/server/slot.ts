/**
 * A place for a device: opened when first needed, opened again after a fault. What stands in it is the real driver,
 * whether over a cable, a recording or a twin.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome, CaptureRequest } from "../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity } from "../../api/words/device.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { Claims } from "../devices/claims.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Target } from "../session/acquire.ts";

/** What a slot's device is asked to capture: a session's target, or a paper. */
export type SlotTarget = Target | "document";

export interface SlotParts {
  readonly features: DeviceFeatures;
  /** Throws OutsideFault when the device is not there. */
  open(target: SlotTarget): Promise<CaptureDevice>;
  /** A twin shows one person one thing: it is made anew for each capture. */
  readonly each?: boolean;
  /** Told when a capture begins; what it gives is told how that ended. */
  readonly noted?: (target: SlotTarget) => (outcome: CaptureOutcome["kind"]) => void;
  /** What a pad with a screen shows while it is written on; not for recordings, which hold their own. */
  readonly screen?: NonNullable<CaptureRequest["screen"]>;
}

export type SlotCondition = "untried" | "works" | "gone" | "faulted";

/** A slot has one device: one claim. */
const PLACE = "the device";
const ENROLMENT = "an enrolment";

export class Slot implements AsyncDisposable {
  readonly features: DeviceFeatures;
  readonly #parts: SlotParts;
  #device: CaptureDevice | undefined;
  #identity: DeviceIdentity | undefined;
  #condition: SlotCondition = "untried";
  readonly #claims = new Claims();
  #trouble: string | undefined;

  constructor(parts: SlotParts) {
    this.#parts = parts;
    this.features = parts.features;
  }

  /** Of the device that stood here last; undefined before the first. */
  get identity(): DeviceIdentity | undefined {
    return this.#identity;
  }

  /** As of the last time that something was asked of it. */
  get condition(): SlotCondition {
    return this.#condition;
  }

  async #opened(target: SlotTarget): Promise<CaptureDevice> {
    if (this.#parts.each === true) await this.close();
    this.#condition = "gone";
    this.#device ??= await this.#claims.open(PLACE, ENROLMENT, () => this.#parts.open(target));
    this.#condition = "works";
    this.#identity = this.#device.identity;
    return this.#device;
  }

  /** Never throws for what a device does: what cannot be opened has failed. */
  async capture(
    target: SlotTarget,
    deadline: Milliseconds,
    signal: AbortSignal,
    besides: Pick<CaptureRequest, "watch" | "look"> = {},
  ): Promise<CaptureOutcome> {
    try {
      const device = await this.#opened(target);
      const { screen, noted } = this.#parts;
      const over = noted?.(target);
      const deadlineMs = Math.max(1, Math.round(deadline));
      const request = { deadline: deadlineMs, ...besides, ...(screen && { screen }) };
      const outcome = await device.capture(request, signal);
      over?.(outcome.kind);
      if (outcome.kind === "failed") {
        this.#condition = outcome.fault.code === "unplugged" ? "gone" : "faulted";
        await this.close();
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      return { kind: "failed", fault: { code: "unplugged", detail: error.message } };
    }
  }

  /** Whether it can be opened now. */
  async works(target: SlotTarget): Promise<boolean> {
    try {
      await this.#opened(target);
      return true;
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      this.#trouble = error.message;
      return false;
    }
  }

  /** Who has it, when it is not the enrolment. */
  get lentTo(): string | undefined {
    const owner = this.#claims.ownerOf(PLACE);
    return owner === ENROLMENT ? undefined : owner;
  }

  /** Why it could not be opened last. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Another owner's until it is disposed of: an enrolment that wants it meanwhile is told who has it. */
  async lend(owner: string): Promise<CaptureDevice> {
    await this.close();
    const device = await this.#claims.open(PLACE, owner, () => this.#parts.open("face"));
    this.#identity = device.identity;
    return device;
  }

  async close(): Promise<void> {
    const device = this.#device;
    this.#device = undefined;
    await device?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
