/** The devices of a scenario in their places: twins or recordings behind the real drivers, faults between them. */
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import type { DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { GreyImage, PenTrajectory } from "../../../api/words/sample.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { openFixture, type Fixture } from "../../../drivers/fixture.ts";
import type { Place, PlannedFault } from "../../../drivers/transport/fault-plan.ts";
import { faulty, Injector } from "../../../drivers/transport/faulty.ts";
import type { SyntheticPerson } from "../../../models/synthetic/person/person.ts";
import { withPadWidth } from "../../devices/pad-width.ts";
import { Slot } from "../../server/slot.ts";
import type { StationSlots } from "../../server/station/identities.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import { SCANNER_NAMES, SCANNERS, type ScannerName, type TwinOptions } from "../people/scanners.ts";
import {
  CAMERA_NAMES,
  CAMERAS,
  PAD_NAMES,
  padWidthOf,
  PADS,
  type CameraName,
  type PadName,
} from "../people/surfaces.ts";
import { printFor, signatureFor } from "./cast.ts";
import { demandKind, type BenchDevice } from "./recordings.ts";
import type { Remembered } from "./remembered.ts";
import type { Fault, Scenario, Skin } from "./scenario.ts";
import { takesOf } from "./scenes.ts";
import type { Trace } from "./trace.ts";

/** Five frames a second: enough for the guidance, and quick to play. */
const FRAME_MS = 200;
/** The last scene stands this long. */
const LAST_SECONDS = 900;

type Mishap = Extract<Fault, { layer: "device" }>;

interface Injected {
  readonly injector: Injector;
  /** Grows while the device is open. */
  readonly faults: PlannedFault[];
}

export interface EquipmentParts {
  readonly scenario: Scenario;
  /** Of the scenario's file: recordings are relative to it. */
  readonly folder: string;
  readonly person: SyntheticPerson;
  readonly clock: Clock;
  readonly remembered: Remembered;
  readonly trace: Trace;
}

const isMishap = (fault: Fault): fault is Mishap => fault.layer === "device";

const plannedOf = (fault: Mishap): PlannedFault => ({
  ...(fault.place === undefined ? {} : { place: fault.place as Place }),
  nth: fault.nth,
  mishap: fault.do,
  ...(fault.bytes === undefined ? {} : { bytes: fault.bytes }),
  ...(fault.ms === undefined ? {} : { delay: fault.ms }),
  seed: fault.seed,
});

/** What lies on the glass when the nth capture begins, and the finger that is asked for. */
const laidAt = (
  scenario: Scenario,
  nth: number,
  asked: FingerPosition,
): { finger: FingerPosition; skin: Skin } | undefined => {
  const laid = scenario.applicant.fingers[nth] ?? "good";
  if (laid === "nothing") return undefined;
  if (typeof laid === "object") return { finger: laid.finger ?? asked, skin: laid.skin };
  return laid in FINGER_POSITIONS
    ? { finger: laid as FingerPosition, skin: "good" }
    : { finger: asked, skin: laid as Skin };
};

/** Counts its captures, so that what is presented next is presented once. */
class Counted implements CaptureDevice {
  readonly #device: CaptureDevice;
  readonly #begun: () => void;
  readonly #ended: (outcome: CaptureOutcome) => void;
  readonly #closed: () => void;

  constructor(
    device: CaptureDevice,
    begun: () => void,
    ended: (outcome: CaptureOutcome) => void,
    closed: () => void,
  ) {
    this.#device = device;
    this.#begun = begun;
    this.#ended = ended;
    this.#closed = closed;
  }

  get identity(): DeviceIdentity {
    return this.#device.identity;
  }
  status(): DeviceStatus {
    return this.#device.status();
  }
  async capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    this.#begun();
    const outcome = await this.#device.capture(request, signal);
    this.#ended(outcome);
    return outcome;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed();
    await this.#device[Symbol.asyncDispose]();
  }
}

/** Devices of one scenario. They outlive the kiosk's program: a restart finds them as they were. */
export class Equipment {
  /** Devices that are not plugged in now. */
  readonly gone = new Set<BenchDevice>();
  /** The applicant has gone away: nobody stands before the camera, nothing is laid on. */
  deserted = false;
  readonly #parts: EquipmentParts;
  readonly #openings = { camera: 0, scanner: 0, pad: 0 };
  readonly #captures = { camera: 0, scanner: 0, pad: 0 };
  readonly #open: Record<BenchDevice, Set<Fixture>> = {
    camera: new Set(),
    scanner: new Set(),
    pad: new Set(),
  };
  /** Of the device that is open; its list of faults grows while it is. */
  readonly #injected: Partial<Record<BenchDevice, Injected>> = {};
  readonly #pending: Record<BenchDevice, Mishap[]> = { camera: [], scanner: [], pad: [] };
  /** Every mishap that some opening of its device had before it. */
  readonly #laid: { readonly mishap: Mishap; readonly planned: PlannedFault; readonly injector: Injector }[] =
    [];
  /** What stands in each place now. */
  readonly #standing: { camera: CameraName; scanner: ScannerName; pad: PadName };
  #curtain: number | undefined;

  constructor(parts: EquipmentParts) {
    this.#parts = parts;
    const { camera, scanner, pad } = parts.scenario.devices;
    this.#standing = { camera, scanner, pad: pad === "screen" ? "wacom-stu" : pad };
  }

  /** Another device is plugged in at that place. Throws OutsideFault where it is of another kind. */
  swap(place: BenchDevice, name: string): void {
    const known: readonly string[] = { camera: CAMERA_NAMES, scanner: SCANNER_NAMES, pad: PAD_NAMES }[place];
    if (!known.includes(name))
      throw new OutsideFault(
        "recording-mismatch",
        `${name} is no ${place}; choose among ${known.join(", ")}.`,
      );
    Object.assign(this.#standing, { [place]: name });
    this.unplug(place);
    this.gone.delete(place);
  }

  /** Somebody pulls the plug: a capture that runs fails, none is opened until it is back. */
  unplug(device: BenchDevice): void {
    this.gone.add(device);
    for (const { transport } of this.#open[device])
      if ("unplug" in transport && typeof transport.unplug === "function")
        (transport as { unplug(): void }).unplug();
    this.#open[device].clear();
  }

  /** At the device's next transfer, or at its first when it is opened again. */
  strike(fault: Mishap): void {
    const open = this.#injected[fault.device];
    if (open === undefined) this.#pending[fault.device].push(fault);
    else this.#lay(fault, open, { nth: open.injector.transfers + 1, place: undefined });
  }

  #lay(
    mishap: Mishap,
    { injector, faults }: Injected,
    next?: { readonly nth: number; readonly place: undefined },
  ): void {
    const planned = plannedOf({ ...mishap, ...next });
    faults.push(planned);
    this.#laid.push({ mishap, planned, injector });
  }

  /** Whether that mishap met a transfer. */
  happened(mishap: Fault): boolean {
    return this.#laid.some((one) => one.mishap === mishap && !one.injector.missed.includes(one.planned));
  }

  #twin(): TwinOptions {
    const { clock, scenario } = this.#parts;
    return { clock, seed: scenario.seed };
  }

  async #frames(): Promise<readonly Uint8Array[]> {
    const { remembered, scenario, clock } = this.#parts;
    const { face } = scenario.person;
    const { camera, gives } = scenario.applicant;
    const own = scenario.appointment ?? "";
    const frames: Uint8Array[] = [];
    const scenes = this.deserted ? (["nobody"] as const) : camera;
    for (const [number, one] of scenes.entries()) {
      const scene = typeof one === "string" ? one : one.show;
      const text = (typeof one === "string" ? undefined : one.text) ?? gives ?? own;
      const takes = await takesOf(remembered, face, scene, text);
      const seconds = number === scenes.length - 1 ? LAST_SECONDS : typeof one === "string" ? 3 : one.for;
      for (let at = 0; at < (seconds * 1000) / FRAME_MS; at += 1) {
        const take = takes[at % takes.length];
        if (take !== undefined) frames.push(take);
      }
    }
    this.#curtain ??= clock.now();
    return this.deserted ? frames : frames.slice(Math.floor((clock.now() - this.#curtain) / FRAME_MS));
  }

  async #camera(): Promise<Fixture> {
    return CAMERAS[this.#standing.camera].device(await this.#frames(), FRAME_MS, this.#twin());
  }

  async #scanner(asked: FingerPosition): Promise<Fixture> {
    const { scenario, remembered, person } = this.#parts;
    const { scanner } = this.#standing;
    const laid = this.deserted ? undefined : laidAt(scenario, this.#captures.scanner, asked);
    const print: GreyImage | undefined =
      laid === undefined ? undefined : await printFor(remembered, person, laid.finger, laid.skin, scanner);
    return SCANNERS[scanner].device(print === undefined ? [] : [print], this.#twin());
  }

  async #pad(): Promise<Fixture> {
    const { scenario, person } = this.#parts;
    const { pad } = this.#standing;
    const how = this.deserted ? "nothing" : (scenario.applicant.pen[this.#captures.pad] ?? "name");
    const written: PenTrajectory | undefined = how === "nothing" ? undefined : signatureFor(person, how, pad);
    return PADS[pad].device(written === undefined ? [] : [written], this.#twin());
  }

  #recording(device: BenchDevice): string | undefined {
    const { scenario, folder } = this.#parts;
    const given = scenario.devices.recordings[device];
    return given === undefined ? undefined : path.resolve(folder, given);
  }

  async #fixture(device: BenchDevice, target: string): Promise<Fixture> {
    const recording = this.#recording(device);
    if (recording !== undefined) return openFixture(recording, { clock: this.#parts.clock, reenacted: true });
    if (device === "camera") return this.#camera();
    if (device === "pad") return this.#pad();
    return this.#scanner(isFingerPosition(target) ? target : "right-index");
  }

  #demandPlugged(device: BenchDevice): void {
    if (this.gone.has(device))
      throw new OutsideFault("device-missing", `The ${device} is not plugged in; plug it in again.`);
  }

  async #opened(device: BenchDevice, target: string): Promise<CaptureDevice> {
    const { scenario, trace } = this.#parts;
    this.#demandPlugged(device);
    this.#openings[device] += 1;
    const planned = scenario.faults
      .filter(isMishap)
      .filter(
        (fault) =>
          fault.device === device && fault.from === undefined && fault.opening === this.#openings[device],
      );
    const struck = this.#pending[device].splice(0);
    const fixture = await this.#fixture(device, target);
    // Pulled while it was made ready.
    this.#demandPlugged(device);
    this.#open[device] = new Set([fixture]);
    const { module, row, context, transport } = fixture;
    const faults: PlannedFault[] = [];
    const injector = new Injector(faults, context.clock);
    const injected = { injector, faults };
    for (const mishap of planned) this.#lay(mishap, injected);
    for (const mishap of struck) this.#lay(mishap, injected, { nth: 1, place: undefined });
    this.#injected[device] = injected;
    return new Counted(
      withPadWidth(
        await module.open(faulty(transport, injector), row, context),
        padWidthOf(this.#standing.pad),
      ),
      () => {
        this.#captures[device] += 1;
      },
      (outcome) => {
        if (outcome.kind === "failed") trace.add(`device ${device} failed ${outcome.fault.code}`);
        else if (device !== "camera") trace.add(`device ${device} ${outcome.kind}`);
      },
      () => {
        if (this.#injected[device]?.injector === injector) delete this.#injected[device];
      },
    );
  }

  /** Throws OutsideFault for a recording that is not there, or of another kind of device. */
  async slots(): Promise<StationSlots> {
    const { scenario } = this.#parts;
    const slot = async (device: BenchDevice): Promise<Slot> => {
      const { module, row } = await this.#fixture(device, "right-index");
      demandKind(device, module, this.#recording(device));
      return new Slot({
        features: module.featuresOf(row),
        each: device !== "camera" && this.#recording(device) === undefined,
        open: (target) => this.#opened(device, target),
      });
    };
    const camera = await slot("camera");
    const scanner = await slot("scanner");
    this.#curtain = undefined;
    return {
      camera,
      scanner,
      ...(scenario.devices.pad === "screen" ? {} : { pad: await slot("pad") }),
    };
  }
}
