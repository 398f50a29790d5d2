/** Suprema SFM serial modules (SFM3000 to SFM6000), grey pictures through "scan image". */
import type { CaptureOutcome, CaptureRequest, CaptureWatcher } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { capturedFinger } from "../finger-sample.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { drain } from "../../drain.ts";
import { ByteStream } from "../../transport/byte-stream.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { SerialTransport } from "../../transport/transport.ts";
import { copyOf } from "../../transport/copy.ts";
import { hasNoise } from "../plausible.ts";
import {
  COMMAND,
  END_CODE,
  GREY_IMAGE,
  LINE,
  MOST_IMAGE,
  PARAMETER,
  PPI,
  RESULT,
  readImage,
  readPacket,
  writePacket,
} from "./protocol.ts";
import type { SfmPacket } from "./protocol.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "suprema-sfm";
const MODEL = "Suprema SFM module";
const REPLY_TIMEOUT = 1500;
/** The module itself waits 10 s for a finger (parameter 62) and says so. */
const FINGER_TIMEOUT = 21_000;
/** Beside the time that the bytes themselves take. */
const IMAGE_GRACE = 2000;
/** Bytes a millisecond at 115 200 baud, ten bits each. */
const LINE_SPEED = 11.52;
const SILENCE = 80;
const MOST_DRAINED = 4096;

class Sfm implements CaptureDevice {
  readonly #serial: SerialTransport;
  readonly #stream: ByteStream;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  #identity: DeviceIdentity = { driver: ID, make: "Suprema", model: "SFM module" };
  #unread = false;

  constructor(serial: SerialTransport, context: DriverContext) {
    this.#serial = serial;
    this.#stream = new ByteStream(serial, context.clock);
    this.#context = context;
    this.#run = new CaptureRun(context.clock, MODEL);
  }

  get identity(): DeviceIdentity {
    return this.#identity;
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  /** Grey pictures are asked for in the module's working memory; its flash is not written. */
  async start(): Promise<void> {
    await this.#serial.configure(LINE);
    const { size } = await this.#ask({
      command: COMMAND.readParameter,
      param: 0,
      size: 0,
      flag: PARAMETER.firmware,
    });
    const firmware = Array.from({ length: 4 }, (_, i) => String.fromCharCode((size >>> (8 * i)) & 0xff)).join(
      "",
    );
    if (/^[\x20-\x7e]{4}$/u.test(firmware)) this.#identity = { ...this.#identity, firmware };
    await this.#ask({
      command: COMMAND.writeParameter,
      param: 0,
      size: GREY_IMAGE,
      flag: PARAMETER.imageFormat,
    });
  }

  async #send(packet: SfmPacket): Promise<void> {
    await this.#serial.write(writePacket(packet));
  }

  async #answer(command: number, timeout: number, signal?: AbortSignal): Promise<SfmPacket> {
    const got = await readPacket(this.#stream, { timeout, ...(signal ? { signal } : {}) });
    if (got.command === command) return got;
    throw new TransferFault("garbage", `an answer to ${got.command}, not to ${command}`);
  }

  async #ask(packet: SfmPacket): Promise<SfmPacket> {
    this.#stream.clear();
    await this.#send(packet);
    const got = await this.#answer(packet.command, REPLY_TIMEOUT);
    if (got.flag === RESULT.success) return got;
    throw new TransferFault(
      "stalled",
      `the module answers ${got.flag.toString(16)} to ${packet.command.toString(16)}`,
    );
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        return await this.#capture(stop, request.watch);
      } catch (error) {
        await this.#tidy(error);
        throw error;
      }
    });
  }

  /** A module that still waits for a finger is told to stop. */
  async #tidy(error: unknown): Promise<void> {
    this.#unread = true;
    if (!(error instanceof TransferFault) || error.code !== "cancelled") return;
    try {
      await this.#send({ command: COMMAND.cancel, param: 0, size: 0, flag: 0 });
    } catch (second) {
      if (!(second instanceof TransferFault)) throw second;
    }
  }

  async #capture(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<CaptureOutcome> {
    if (this.#unread) await this.#drain(signal);
    for (;;) {
      this.#stream.clear();
      await this.#send({ command: COMMAND.scanImage, param: 0, size: 0, flag: 0 });
      const size = await this.#scanned(signal, watch);
      if (size !== undefined) return this.#picture(size, signal);
    }
  }

  /** The size of the picture that follows; undefined: no finger came in the module's own time. */
  async #scanned(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<number | undefined> {
    for (;;) {
      const { flag, size } = await this.#answer(COMMAND.scanImage, FINGER_TIMEOUT, signal);
      switch (flag) {
        case RESULT["scan success"]:
          watch?.finger?.("there");
          continue;
        case RESULT.success:
          return size;
        case RESULT["time out"]:
        case RESULT["scan failed"]:
        case RESULT["try again"]:
          return undefined;
        default:
          throw new TransferFault("stalled", `the module answers ${flag.toString(16)} to "scan image"`);
      }
    }
  }

  async #picture(size: number, signal: AbortSignal): Promise<CaptureOutcome> {
    if (size === 0 || size > MOST_IMAGE) throw new TransferFault("garbage", `a picture of ${size} bytes`);
    const timeout = Math.ceil(size / LINE_SPEED) + IMAGE_GRACE;
    const data = await this.#stream.exactly(size + 1, { timeout, signal });
    try {
      return this.#sample(data, size);
    } finally {
      data.fill(0);
    }
  }

  #sample(data: Uint8Array, size: number): CaptureOutcome {
    if (data[size] !== END_CODE)
      throw new TransferFault("garbage", "the picture does not end where it should");
    const { width, height, pixels } = readImage(data.subarray(0, size));
    if (hasNoise(pixels, width)) throw new TransferFault("garbage", "part of the picture is noise");
    const image = { width, height, pixels: copyOf(pixels) };
    return capturedFinger(image, FACTS, this.#identity, this.#context.clock);
  }

  async #drain(signal: AbortSignal): Promise<void> {
    await drain((options) => this.#serial.read(options), { silence: SILENCE, most: MOST_DRAINED, signal });
    this.#stream.clear();
    this.#unread = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#serial[Symbol.asyncDispose]();
  }
}

const FACTS = { ppi: PPI, bitDepth: 8, orientation: "as-scanned" } as const;

const features: DeviceFeatures = {
  characteristic: "finger",
  evidence: "vendor-document",
  suitability: "verification",
  note: "After the vendor's published protocol, not yet confirmed on hardware; its sensors are smaller than 16 x 20 mm.",
  presentationAttackDetection: false,
  ppi: PPI,
  bitDepth: 8,
};

export const supremaSfm: DriverModule<"serial"> = {
  id: ID,
  characteristic: "finger",
  transport: "serial",
  matches: [{ transport: "serial", model: MODEL, byNameOnly: true }],
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  open: (serial, _row, context) =>
    bringUp(
      MODEL,
      serial,
      () => new Sfm(serial, context),
      (device) => device.start(),
    ),
};
