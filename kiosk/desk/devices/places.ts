/** The places of the kiosk in which devices stand, as the desk sees them: state in words, self-tests, borrowing for a wizard. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CalibratedCharacteristic, CalibrationPermits } from "../../../api/words/calibration.ts";
import { DRIVERS } from "../../../drivers/index.ts";
import { instrumentOf, type Instrument } from "../../devices/instrument.ts";
import { permitsAt } from "../../devices/pad-width.ts";
import type { Slot } from "../../server/slot.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import type { PlaceName, SelfTest, SelfTests } from "./self-tests.ts";

export const KIND_OF: Readonly<Record<PlaceName, CalibratedCharacteristic>> = {
  camera: "face",
  scanner: "finger",
  pad: "signature",
};

const LOOK_MS = 3000;

const permitsOf = (driver: string): CalibrationPermits =>
  DRIVERS.find(({ id }) => id === driver)?.calibration ?? {};

export class Places {
  readonly #slots: StationSlots;
  readonly #clock: Clock;
  readonly #idle: () => boolean;
  readonly #tests: SelfTests;
  #looking: Promise<Uint8Array | undefined> | undefined;
  #frame: Uint8Array | undefined;

  /** `idle`: nobody is in front of the kiosk. */
  constructor(slots: StationSlots, tests: SelfTests, clock: Clock, idle: () => boolean) {
    this.#slots = slots;
    this.#tests = tests;
    this.#clock = clock;
    this.#idle = idle;
  }

  slot(name: PlaceName): Slot | undefined {
    return this.#slots[name];
  }

  lastTest(name: PlaceName): Promise<SelfTest | undefined> {
    return this.#tests.last(name);
  }

  #demand(name: PlaceName): Slot {
    const slot = this.slot(name);
    if (slot === undefined)
      throw new OutsideFault(
        "device-missing",
        `No ${name} belongs to this kiosk; plug one in and start the kiosk again.`,
      );
    if (!this.#idle())
      throw new OutsideFault("policy-refused", "Somebody is enrolling at the kiosk; wait until it is free.");
    return slot;
  }

  /** Opens the device anew, as after it was pulled and another put in its place. */
  async selfTest(name: PlaceName): Promise<SelfTest> {
    const slot = this.#demand(name);
    const started = performance.now();
    await slot.close();
    const ok = await slot.works(
      name === "camera" ? "face" : name === "scanner" ? "right-index" : "signature",
    );
    const { identity } = slot;
    const words =
      ok && identity !== undefined
        ? `${identity.make} ${identity.model}, firmware ${identity.firmware ?? "not told"}: opened and answered.`
        : (slot.trouble ?? "It does not answer. Check its cable, then see below what is plugged in.");
    const test = { at: this.#clock.now(), ok, words, ms: Math.round(performance.now() - started) };
    await this.#tests.keep(name, test);
    return test;
  }

  /** The device is the wizard's until the instrument is disposed of; an enrolment that wants it is told so. */
  async borrow(name: PlaceName, owner: string): Promise<Instrument> {
    const slot = this.#demand(name);
    const device = await slot.lend(owner);
    return instrumentOf({
      device,
      features: slot.features,
      characteristic: KIND_OF[name],
      // Without its width no kiosk starts with a pad that does not state it.
      permits: permitsAt(permitsOf(device.identity.driver), slot.features.sizeUnstated === true),
    });
  }

  /** The camera's newest frame, JPEG; while it is busy the one before. Undefined: it never gave one. */
  live(name: PlaceName): Promise<Uint8Array | undefined> {
    // One look at a time: pages ask every second, and a camera may be slower.
    this.#looking ??= this.#look(name).finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(name: PlaceName): Promise<Uint8Array | undefined> {
    const slot = this.slot(name);
    if (name !== "camera" || slot === undefined || !this.#idle() || slot.lentTo !== undefined)
      return this.#frame;
    const outcome = await slot.capture("face", LOOK_MS, AbortSignal.timeout(LOOK_MS));
    if (outcome.kind === "captured" && outcome.sample.characteristic === "face")
      this.#frame = outcome.sample.bytes;
    return this.#frame;
  }
}
