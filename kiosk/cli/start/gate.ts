/**
 * Decides, every few seconds, whether a session may start: from the one health model, and from what the issuer publishes
 * of the kiosk's service. The screen, the operator and Prometheus are shown the same answer.
 */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id, type Log } from "../../../api/base/log.ts";
import type { FaceLie } from "../../../api/words/guidance.ts";
import type { Closure } from "../../../api/words/kiosk-service.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import type { Slot } from "../../server/slot.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import type { Policy } from "../../session/policy.ts";
import {
  healthOf,
  prometheus,
  type CalibrationReading,
  type Health,
  type Readings,
} from "../../store/health.ts";
import { closureOf } from "./closure.ts";
import type { Runtime } from "../runtime/runtime.ts";

const LOOK_MS = 10_000;

type DeviceReading = Readings["devices"][number];

/** What is known of a device's calibration; undefined: the policy does not ask for it. */
export type CalibrationOf = (slot: Slot) => CalibrationReading | undefined;

const deviceReading = (
  purpose: DeviceReading["purpose"],
  slot: Slot,
  calibrationOf: CalibrationOf | undefined,
): DeviceReading => {
  const calibration = calibrationOf?.(slot);
  return {
    model: slot.identity?.model ?? `the ${purpose} device`,
    purpose,
    present: slot.condition !== "gone",
    faulted: slot.condition === "faulted",
    ...(calibration === undefined ? {} : { calibration }),
  };
};

const DAY = 86_400_000;

/** From when on sessions are refused to a device whose calibration has not been in force since `since`; 0: never was. */
const refusedFrom = (
  { without, graceDays }: NonNullable<Policy["calibration"]>,
  since: number,
): { readonly refusesFrom?: number } => {
  if (without === "refuse") return { refusesFrom: since };
  return graceDays === undefined || since === 0 ? {} : { refusesFrom: since + graceDays * DAY };
};

/** As the policy demands it. A touch screen in a pad's place has no driver and is never asked for it. */
export const calibrationOf =
  ({ calibration }: Policy, records: CalibrationRecords): CalibrationOf =>
  ({ identity }) => {
    if (calibration === undefined) return undefined;
    const newest = identity === undefined ? undefined : records.decisiveOf(identity);
    if (newest === undefined) return refusedFrom(calibration, 0);
    const failed = newest.verdict === "failed";
    const at = Date.parse(failed ? newest.calibratedAt : newest.expires);
    return { ...(failed ? { failedAt: at } : { ends: at }), ...refusedFrom(calibration, at) };
  };

export interface GateParts {
  readonly runtime: Runtime;
  readonly slots: StationSlots;
  readonly clock: Clock;
  readonly log: Log;
  /** Nobody is in front of the kiosk: a device that was gone or at fault may be tried again. */
  readonly idle: () => boolean;
  readonly calibrationOf?: CalibrationOf;
  /** How the camera seems to hang; undefined: upright. */
  readonly cameraLies?: () => FaceLie | undefined;
  /** How many sessions could not be sealed and wait for that. */
  readonly held?: () => Promise<number>;
}

/** Whoever stood there left while it was at fault: nobody else would try it again. */
const away = ({ condition }: Slot): boolean => condition === "gone" || condition === "faulted";

export class Gate {
  readonly #parts: GateParts;
  #readings: Readings | undefined;
  #closure: Closure | undefined;
  #told = "";

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  closure(): Closure | undefined {
    return this.#closure;
  }

  /** Undefined before the first look. */
  health(): Health | undefined {
    return this.#readings === undefined ? undefined : healthOf(this.#readings);
  }

  /** Prometheus text format; empty before the first look. */
  metrics(): string {
    return this.#readings === undefined ? "" : prometheus(this.#readings);
  }

  async look(): Promise<void> {
    const { runtime, slots, calibrationOf, clock } = this.#parts;
    await this.#tryAgain();
    const now = clock.now();
    const lies = this.#parts.cameraLies?.();
    const devices = [
      { ...deviceReading("face", slots.camera, calibrationOf), ...(lies === undefined ? {} : { lies }) },
      deviceReading("finger", slots.scanner, calibrationOf),
      ...(slots.pad === undefined ? [] : [deviceReading("signature", slots.pad, calibrationOf)]),
    ];
    const offers = runtime.published.standing(now);
    const closed = offers.filter(({ opening }) => opening.kind === "closed");
    const held = (await this.#parts.held?.()) ?? 0;
    this.#readings = {
      ...(await runtime.readings()),
      devices,
      ...(held === 0 ? {} : { held }),
      suspendedServices: closed.map(({ name, opening }) => ({
        name: name["en"] ?? Object.values(name)[0] ?? "",
        ...(opening.kind === "closed" && opening.resumes !== undefined
          ? { until: new Date(opening.resumes).toISOString().slice(0, 10) }
          : {}),
      })),
      // Nothing is published of passports, and there is no catalogue: they are open.
      availableServices: offers.length === 0 ? 1 : offers.length - closed.length,
    };
    this.#closure = this.#closureAt(now);
    this.#tell();
  }

  async watch(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        log.write("error", "health-unknown", { code: id(error.code) });
        this.#closure = { reason: "kiosk" };
      }
      await clock.sleep(LOOK_MS, signal);
    }
  }

  async #tryAgain(): Promise<void> {
    const { slots, idle } = this.#parts;
    if (!idle()) return;
    if (away(slots.camera)) await slots.camera.works("face");
    if (away(slots.scanner)) await slots.scanner.works("right-index");
    if (slots.pad && away(slots.pad)) await slots.pad.works("signature");
  }

  #closureAt(now: number): Closure | undefined {
    const suspended = closureOf(this.#parts.runtime.published.standing(now));
    if (suspended !== undefined) return suspended;
    return this.health()?.mayStart === false ? { reason: "kiosk" } : undefined;
  }

  /** Said once each time that it changes. */
  #tell(): void {
    const bad = (this.health()?.lines ?? []).filter(({ level }) => level !== "good");
    const told = bad.map(({ part, level }) => `${part} ${level}`).join(" ");
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.log.write(bad.length === 0 ? "info" : "warn", "health", { parts: id(told) });
  }
}
