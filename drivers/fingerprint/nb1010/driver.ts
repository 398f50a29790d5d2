/** NextBiometrics NB-1010-U, a press sensor of 256 x 180 pixels. It has no events: the finger level is asked for. */
import type { CaptureOutcome, CaptureRequest, CaptureWatcher } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { capturedFinger } from "../finger-sample.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { drain } from "../../drain.ts";
import { bulkEndpoint } from "../../transport/bulk-endpoint.ts";
import type { TransferOptions, UsbTransport } from "../../transport/transport.ts";
import {
  AREA_MM,
  FINGER_THRESHOLD,
  HEIGHT,
  PPI,
  READS,
  REPLY,
  REPLY_LENGTH,
  ROWS_LENGTH,
  WIDTH,
  askFingerLevel,
  capture,
  prepare,
  readReply,
  readRows,
} from "./protocol.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "nb1010";
const MODEL = "NextBiometrics NB-1010-U";
const TRANSFER_TIMEOUT = 1000;
const POLL_PAUSE = 50;
const DRAIN_TIMEOUT = 50;
const MAX_DRAINED = READS + 2;

class Nb1010 implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #usb: UsbTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  readonly #in: number;
  readonly #out: number;
  /** After a fault, rows of the picture that was broken off may still come. */
  #unread = false;

  constructor(usb: UsbTransport, context: DriverContext) {
    const firmware = `${usb.release >> 8}.${(usb.release & 0xff).toString(16).padStart(2, "0")}`;
    this.identity = { driver: ID, make: "NextBiometrics", model: "NB-1010-U", firmware };
    this.#usb = usb;
    this.#context = context;
    this.#in = bulkEndpoint(usb, true, MODEL);
    this.#out = bulkEndpoint(usb, false, MODEL);
    this.#run = new CaptureRun(context.clock, MODEL);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        return await this.#capture(stop, request.watch);
      } catch (error) {
        this.#unread = true;
        throw error;
      }
    });
  }

  async #ask(command: Uint8Array, code: number, signal: AbortSignal): Promise<{ readonly level: number }> {
    const options = { timeout: TRANSFER_TIMEOUT, signal };
    await this.#usb.write(this.#out, command, options);
    return readReply(await this.#usb.read(this.#in, REPLY_LENGTH, options), code);
  }

  async #capture(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<CaptureOutcome> {
    if (this.#unread) await this.#drain(signal);
    for (;;) {
      const { level } = await this.#ask(askFingerLevel, REPLY.fingerLevel, signal);
      if (level > FINGER_THRESHOLD) break;
      await this.#context.clock.sleep(POLL_PAUSE, signal);
      if (signal.aborted) return { kind: "cancelled" };
    }
    watch?.finger?.("there");
    await this.#ask(prepare, REPLY.done, signal);
    await this.#ask(capture, REPLY.done, signal);
    const pixels = new Uint8Array(WIDTH * HEIGHT);
    try {
      for (let index = 0; index < READS; index += 1) await this.#rows(pixels, index, signal);
    } catch (error) {
      pixels.fill(0);
      throw error;
    }
    const image = { width: WIDTH, height: HEIGHT, pixels };
    return capturedFinger(image, FACTS, this.identity, this.#context.clock);
  }

  async #rows(pixels: Uint8Array, index: number, signal: AbortSignal): Promise<void> {
    const packet = await this.#usb.read(this.#in, ROWS_LENGTH, { timeout: TRANSFER_TIMEOUT, signal });
    try {
      pixels.set(readRows(packet, index), index * 2 * WIDTH);
    } finally {
      packet.fill(0);
    }
  }

  async #drain(signal: AbortSignal): Promise<void> {
    await this.#usb.clearHalt(this.#in);
    const read = (options: TransferOptions) => this.#usb.read(this.#in, ROWS_LENGTH, options);
    await drain(read, { silence: DRAIN_TIMEOUT, most: MAX_DRAINED, signal });
    this.#unread = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#usb[Symbol.asyncDispose]();
  }
}

const FACTS = { ppi: PPI, bitDepth: 8, areaMm: AREA_MM, orientation: "as-scanned" } as const;

const features: DeviceFeatures = {
  characteristic: "finger",
  evidence: "replayed-on-real-recording",
  suitability: "demonstration",
  note: "The NB-1010-U scans about 12 x 17 mm, far below the 16 x 20 mm that BSI TR-03121 asks of an enrolment scanner.",
  presentationAttackDetection: false,
  ppi: PPI,
  bitDepth: 8,
  areaMm: AREA_MM,
};

export const nb1010: DriverModule<"usb"> = {
  id: ID,
  characteristic: "finger",
  transport: "usb",
  matches: [{ transport: "usb", vendorId: 0x298d, productId: 0x1010, model: MODEL }],
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  open: (usb, _row, context) => bringUp(MODEL, usb, () => new Nb1010(usb, context)),
};
