/** Topaz serial pads (BSB models): they stream from the moment they have power, and take no commands here. */
import type { CaptureOutcome, CaptureRequest, CaptureWatcher } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { Bug } from "../../../api/base/faults.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { SerialTransport } from "../../transport/transport.ts";
import { MODELS } from "./models.ts";
import type { TopazModel } from "./models.ts";
import { TopazSplitter, readPacket, withoutSerial } from "./protocol.ts";
import { Strokes } from "./strokes.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "topaz";
const COMPLETE_AFTER = 1500;
const CONFIRM = 100;
/** Fewer points of contact are a slip of the pen. */
const LEAST_CONTACTS = 20;
/** So many bytes in a row without a packet: wrong speed or parity, or another device. */
const MOST_LOST = 400;

class Topaz implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #serial: SerialTransport;
  readonly #context: DriverContext;
  readonly #model: TopazModel;
  readonly #run: CaptureRun;
  /** A signature may be under way. */
  #within = false;

  constructor(serial: SerialTransport, model: TopazModel, context: DriverContext) {
    this.identity = { driver: ID, make: "Topaz", model: model.name };
    this.#serial = serial;
    this.#model = model;
    this.#context = context;
    this.#run = new CaptureRun(context.clock, `Topaz ${model.name}`);
  }

  async start(): Promise<void> {
    const { baud, format } = this.#model;
    await this.#serial.configure({ baud, parity: "odd", dataBits: format === 0 ? 8 : 7 });
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      const strokes = new Strokes(this.#model.area, COMPLETE_AFTER);
      try {
        if (this.#within) await this.#silence(stop);
        await this.#collect(strokes, stop, request.watch);
        return this.#outcome(strokes);
      } finally {
        strokes.wipe();
      }
    });
  }

  async #read(signal: AbortSignal, timeout?: Milliseconds): Promise<Uint8Array | undefined> {
    try {
      return await this.#serial.read({ signal, ...(timeout === undefined ? {} : { timeout }) });
    } catch (error) {
      if (error instanceof TransferFault && error.code === "timed-out" && timeout !== undefined)
        return undefined;
      throw error;
    }
  }

  /**
   * The pad writes whether somebody reads or not: who begins to read within a signature would get half of it. After a capture
   * that was broken off the pen must first have been away.
   */
  async #silence(signal: AbortSignal): Promise<void> {
    this.#serial.dropInput();
    while (await this.#read(signal, COMPLETE_AFTER));
    this.#within = false;
  }

  /** Until the pen has been away for a while; a pause of the line is asked about twice. */
  async #collect(strokes: Strokes, signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<void> {
    const splitter = new TopazSplitter(this.#model.format);
    this.#serial.dropInput();
    while (!strokes.complete) {
      const timeout = strokes.begun ? COMPLETE_AFTER : undefined;
      const data = (await this.#read(signal, timeout)) ?? (await this.#read(signal, CONFIRM));
      if (data === undefined) break;
      for (const raw of splitter.push(data)) {
        const packet = readPacket(raw, this.#model.format);
        if (packet?.kind === "pressure") strokes.press(packet.value);
        if (packet?.kind !== "position") continue;
        strokes.add(packet, this.#context.clock.now());
        const last = strokes.last;
        if (last !== undefined) watch?.pen?.(last, this.#extentOf(strokes));
      }
      this.#within = strokes.begun;
      if (splitter.lost > MOST_LOST)
        throw new TransferFault("garbage", `${splitter.lost} bytes belong to no packet`);
    }
    if (strokes.touching)
      throw new TransferFault("timed-out", "the pad fell silent while the pen touched it");
    this.#within = false;
  }

  #extentOf(strokes: Strokes): Pick<PenTrajectory, "maxX" | "maxY" | "maxPressure"> {
    const { left, right, top, bottom } = this.#model.area;
    return { maxX: right - left, maxY: bottom - top, maxPressure: strokes.maxPressure };
  }

  #outcome(strokes: Strokes): CaptureOutcome {
    if (strokes.contacts < LEAST_CONTACTS) return { kind: "retry", reason: "too-short" };
    const trajectory: PenTrajectory = { ...this.#extentOf(strokes), points: strokes.points() };
    const capturedAt = this.#context.clock.now();
    return {
      kind: "captured",
      sample: { characteristic: "signature", trajectory, device: this.identity, capturedAt },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#serial[Symbol.asyncDispose]();
  }
}

const features: DeviceFeatures = {
  characteristic: "signature",
  evidence: "several-independent-sources",
  suitability: "enrolment",
  note: "After two independent sources that agree, not yet confirmed on hardware; few of the pads tell pressure.",
  presentationAttackDetection: false,
  sizeUnstated: true,
};

export const topaz: DriverModule<"serial"> = {
  id: ID,
  characteristic: "signature",
  transport: "serial",
  matches: MODELS.map(({ name }) => ({ transport: "serial", model: `Topaz ${name}`, byNameOnly: true })),
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  withoutSerial,
  open(serial, row, context) {
    const model = MODELS.find(({ name }) => row.model === `Topaz ${name}`);
    if (!model) throw new Bug(`topaz knows no ${row.model}`);
    return bringUp(
      row.model,
      serial,
      () => new Topaz(serial, model, context),
      (device) => device.start(),
    );
  },
};
