/** ZFM-20, AS608, R30x and R503 serial modules: pictures of four bits, for demonstration only. */
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
import {
  COMMAND,
  HEIGHT,
  IMAGE_BYTES,
  LINE,
  PACKET,
  PPI,
  REPLY,
  WIDTH,
  expand,
  readPacket,
  writePacket,
} from "./protocol.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "zfm";
const MODEL = "ZFM-20 family module";
const REPLY_TIMEOUT = 1500;
const POLL_PAUSE = 60;
const SILENCE = 80;
const MOST_DRAINED = 4096;

class Zfm implements CaptureDevice {
  readonly identity: DeviceIdentity = { driver: ID, make: "ZhianTec and others", model: MODEL };
  readonly #serial: SerialTransport;
  readonly #stream: ByteStream;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  /** A picture that was broken off may still be coming. */
  #unread = false;
  #fingerOn = false;

  constructor(serial: SerialTransport, context: DriverContext) {
    this.#serial = serial;
    this.#stream = new ByteStream(serial, context.clock);
    this.#context = context;
    this.#run = new CaptureRun(context.clock, MODEL);
  }

  async start(): Promise<void> {
    await this.#serial.configure(LINE);
    await this.#ask(Uint8Array.of(COMMAND.verifyPassword, 0, 0, 0, 0));
    await this.#ask(Uint8Array.of(COMMAND.readParameters));
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  /** Gives the code and what follows it; `also`: other codes than ok that are no fault. */
  async #ask(command: Uint8Array, also: readonly number[] = [], signal?: AbortSignal): Promise<number> {
    this.#stream.clear();
    await this.#serial.write(writePacket({ kind: PACKET.command, payload: command }));
    const options = { timeout: REPLY_TIMEOUT, ...(signal ? { signal } : {}) };
    const { kind, payload } = await readPacket(this.#stream, options);
    const [code = 0xff] = payload;
    if (kind !== PACKET.acknowledge)
      throw new TransferFault("garbage", `packet ${kind} where a reply is due`);
    if (code === REPLY.ok || also.includes(code)) return code;
    const name = Object.entries(REPLY).find(([, value]) => value === code)?.[0] ?? `code ${code}`;
    throw new TransferFault("stalled", `the module answers "${name}"`);
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

  /** Polls until a picture was taken; after the last one the finger must have been seen to leave. */
  async #capture(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<CaptureOutcome> {
    if (this.#unread) await this.#drain(signal);
    const polite = [REPLY["no finger"], REPLY["image failed"]];
    for (;;) {
      const code = await this.#ask(Uint8Array.of(COMMAND.takeImage), polite, signal);
      if (code === REPLY.ok && !this.#fingerOn) break;
      if (code === REPLY.ok) watch?.finger?.("still-there");
      if (code === REPLY["no finger"]) {
        if (this.#fingerOn) watch?.finger?.("gone");
        this.#fingerOn = false;
      }
      await this.#context.clock.sleep(POLL_PAUSE, signal);
      if (signal.aborted) return { kind: "cancelled" };
    }
    watch?.finger?.("there");
    await this.#ask(Uint8Array.of(COMMAND.sendImage), [], signal);
    const packed = await this.#image(signal);
    const image = { width: WIDTH, height: HEIGHT, pixels: expand(packed) };
    packed.fill(0);
    this.#fingerOn = true;
    return capturedFinger(image, FACTS, this.identity, this.#context.clock);
  }

  async #image(signal: AbortSignal): Promise<Uint8Array> {
    const packed = new Uint8Array(IMAGE_BYTES);
    try {
      await this.#fill(packed, signal);
      return packed;
    } catch (error) {
      packed.fill(0);
      throw error;
    }
  }

  async #fill(packed: Uint8Array, signal: AbortSignal): Promise<void> {
    let at = 0;
    for (;;) {
      const { kind, payload } = await readPacket(this.#stream, { timeout: REPLY_TIMEOUT, signal });
      if (kind !== PACKET.data && kind !== PACKET.last)
        throw new TransferFault("garbage", `packet ${kind} within a picture`);
      if (at + payload.length > IMAGE_BYTES) throw new TransferFault("garbage", "a picture that is too long");
      packed.set(payload, at);
      at += payload.length;
      payload.fill(0);
      if (kind === PACKET.last) break;
    }
    if (at < IMAGE_BYTES)
      throw new TransferFault("short-transfer", `${at} of ${IMAGE_BYTES} bytes of a picture`);
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

const FACTS = { ppi: PPI, bitDepth: 4, orientation: "as-scanned" } as const;

const features: DeviceFeatures = {
  characteristic: "finger",
  evidence: "several-independent-sources",
  suitability: "demonstration",
  note: "For demonstration only: its pictures have four bits a pixel, below what ISO/IEC 19794-4 asks for; 500 dpi is nominal.",
  presentationAttackDetection: false,
  ppi: PPI,
  bitDepth: 4,
};

export const zfm: DriverModule<"serial"> = {
  id: ID,
  characteristic: "finger",
  transport: "serial",
  // A serial adapter says nothing of what hangs on it: the configuration names this driver.
  matches: [{ transport: "serial", model: MODEL, byNameOnly: true }],
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  open: (serial, _row, context) =>
    bringUp(
      MODEL,
      serial,
      () => new Zfm(serial, context),
      (device) => device.start(),
    ),
};
