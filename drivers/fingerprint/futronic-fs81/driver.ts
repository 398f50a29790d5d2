/** Futronic FS81 module (1491:0020), experimental: its protocol is known from a single source. */
import type { CaptureOutcome, CaptureRequest, CaptureWatcher } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { capturedFinger } from "../finger-sample.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import { bulkEndpoint } from "../../transport/bulk-endpoint.ts";
import type { UsbTransport } from "../../transport/transport.ts";
import { activity, hasNoise } from "../plausible.ts";
import {
  BLOCK,
  CLEAR_BELOW,
  COMMAND,
  HEIGHT,
  PPI,
  PRESENT_ABOVE,
  WIDTH,
  readGeometry,
  upright,
} from "./protocol.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "futronic-fs81";
const MODEL = "Futronic FS81";
const FRAME = WIDTH * HEIGHT;
const TRANSFER_TIMEOUT = 1000;
const FRAME_PAUSE = 30;
/** From lighting the lamp to a frame that is worth measuring. */
const LAMP_SETTLES = 250;
const TIDY_TIMEOUT = 500;
/** A whole frame may still be queued, and one answer more. */
const MAX_DRAINED = Math.ceil(FRAME / BLOCK) + 2;

class Fs81 implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #usb: UsbTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  readonly #in: number;
  readonly #out: number;
  /** Answers carry no names: after a broken-off exchange the queue is emptied before anything is asked. */
  #astray = true;
  /** After a picture the sensor must be seen clear. */
  #occupied = false;

  constructor(usb: UsbTransport, context: DriverContext) {
    const firmware = `${usb.release >> 8}.${(usb.release & 0xff).toString(16).padStart(2, "0")}`;
    this.identity = { driver: ID, make: "Futronic", model: "FS81", firmware };
    this.#usb = usb;
    this.#context = context;
    this.#in = bulkEndpoint(usb, true, MODEL);
    this.#out = bulkEndpoint(usb, false, MODEL);
    this.#run = new CaptureRun(context.clock, MODEL);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  /** Asks for the geometry and reads whatever comes until that is the answer. */
  async start(signal?: AbortSignal): Promise<void> {
    const options = { timeout: TRANSFER_TIMEOUT, ...(signal ? { signal } : {}) };
    await this.#usb.clearHalt(this.#in);
    await this.#usb.write(this.#out, COMMAND.information, options);
    for (let blocks = 0; ; blocks += 1) {
      if (blocks === MAX_DRAINED) throw new TransferFault("garbage", "the module does not tell its geometry");
      if (readGeometry(await this.#usb.read(this.#in, BLOCK, options))) break;
    }
    for (const command of [COMMAND.status, COMMAND.settings]) {
      await this.#usb.write(this.#out, command, options);
      await this.#usb.read(this.#in, BLOCK, options);
    }
    this.#astray = false;
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        return await this.#capture(stop, request.watch);
      } catch (error) {
        this.#astray = true;
        throw error;
      } finally {
        await this.#lampOff();
      }
    });
  }

  /** Whatever lies on the platen, or nothing, once the lamp has settled. */
  captureTarget(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        if (this.#astray) await this.start(stop);
        await this.#usb.write(this.#out, COMMAND.lampOn, { timeout: TRANSFER_TIMEOUT, signal: stop });
        await this.#context.clock.sleep(LAMP_SETTLES, stop);
        await this.#frame(true, stop, true);
        return this.#captured(await this.#frame(false, stop, true));
      } catch (error) {
        this.#astray = true;
        throw error;
      } finally {
        await this.#lampOff();
      }
    });
  }

  async #lampOff(): Promise<void> {
    try {
      await this.#usb.write(this.#out, COMMAND.lampOff, { timeout: TIDY_TIMEOUT });
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      this.#astray = true;
    }
  }

  /** `anything`: targets may look like noise. */
  async #frame(first: boolean, signal: AbortSignal, anything = false): Promise<Uint8Array> {
    const options = { timeout: TRANSFER_TIMEOUT, signal };
    await this.#usb.write(this.#out, first ? COMMAND.firstFrame : COMMAND.nextFrame, options);
    const frame = await this.#usb.read(this.#in, FRAME, options);
    const fault =
      frame.length < FRAME
        ? new TransferFault("short-transfer", `${frame.length} of ${FRAME} bytes of a frame`)
        : !anything && hasNoise(frame, WIDTH)
          ? new TransferFault("garbage", "part of a frame is noise")
          : undefined;
    if (fault === undefined) return frame;
    frame.fill(0);
    throw fault;
  }

  /** A finger is there when two frames in a row show it; the second is the picture. */
  async #capture(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<CaptureOutcome> {
    if (this.#astray) await this.start(signal);
    await this.#usb.write(this.#out, COMMAND.lampOn, { timeout: TRANSFER_TIMEOUT, signal });
    let seen = 0;
    for (let first = true; ; first = false) {
      const frame = await this.#frame(first, signal);
      const active = activity(frame, WIDTH);
      if (active < CLEAR_BELOW) {
        if (this.#occupied) watch?.finger?.("gone");
        this.#occupied = false;
      }
      if (active > PRESENT_ABOVE && this.#occupied) watch?.finger?.("still-there");
      seen = active > PRESENT_ABOVE && !this.#occupied ? seen + 1 : 0;
      if (seen === 2) return this.#captured(frame);
      if (seen > 0) this.#show(frame, watch);
      frame.fill(0);
      await this.#context.clock.sleep(FRAME_PAUSE, signal);
      if (signal.aborted) return { kind: "cancelled" };
    }
  }

  #show(frame: Uint8Array, watch: CaptureWatcher | undefined): void {
    if (watch?.print === undefined) return;
    const pixels = upright(frame);
    watch.print({ width: WIDTH, height: HEIGHT, pixels });
    pixels.fill(0);
  }

  #captured(frame: Uint8Array): CaptureOutcome {
    this.#occupied = true;
    const image = { width: WIDTH, height: HEIGHT, pixels: upright(frame) };
    frame.fill(0);
    return capturedFinger(image, FACTS, this.identity, this.#context.clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#usb[Symbol.asyncDispose]();
  }
}

const FACTS = { ppi: PPI, bitDepth: 8, orientation: "rows-reversed" } as const;

const features: DeviceFeatures = {
  characteristic: "finger",
  evidence: "single-source",
  suitability: "demonstration",
  note: "Experimental: the protocol is known from a single source and was not confirmed on hardware; 500 dpi is nominal.",
  presentationAttackDetection: false,
  ppi: PPI,
  bitDepth: 8,
};

export const futronicFs81: DriverModule<"usb"> = {
  id: ID,
  characteristic: "finger",
  transport: "usb",
  matches: [{ transport: "usb", vendorId: 0x1491, productId: 0x0020, model: MODEL }],
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  open: (usb, _row, context) =>
    bringUp(
      MODEL,
      usb,
      () => new Fs81(usb, context),
      (device) => device.start(),
    ),
};
