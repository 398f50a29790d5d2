/** DigitalPersona U.are.U 4000/4000B/4500 and the Microsoft readers of the same family. */
import { copyOf } from "../../transport/copy.ts";
import type { CaptureOutcome, CaptureRequest, CaptureWatcher } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { id as logId } from "../../../api/base/log.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule, IdRow } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { UsbTransport } from "../../transport/transport.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { within } from "../../transport/wait.ts";
import { capturedFinger } from "../finger-sample.ts";
import type { ScannerFacts } from "../finger-sample.ts";
import { EventFeed } from "./events.ts";
import { assemble, looksScrambled, readPicture } from "./picture.ts";
import type { Picture } from "./picture.ts";
import {
  AREA_MM,
  BLOCK,
  EVENT,
  MODE,
  PICTURE_TRANSFER,
  PICTURE_WIDTH,
  PPI,
  REGISTER,
  REGISTER_REQUEST,
  VARIANTS,
} from "./protocol.ts";
import type { Variant } from "./protocol.ts";
import { Registers } from "./registers.ts";
import { skip, unscramble } from "./scramble.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "uru4000";
const SEED = "uru4000 scramble seed";
const POWER_ON_WAIT = 300;
const POWER_ON_TRIES = 3;
/** A picture takes about 130 ms on the wire. */
const PICTURE_WAIT = 3000;
const CLOSE_WAIT = 1000;

const endpointOf = (usb: UsbTransport, type: "interrupt" | "bulk"): number => {
  const found = usb.endpoints.find((endpoint) => endpoint.type === type && (endpoint.address & 0x80) !== 0);
  if (found) return found.address;
  throw new OutsideFault(
    "device-failed",
    `The reader has no ${type} endpoint. Another device answers under its identity.`,
  );
};

/** Replayed on a real recording; the data sheet is of this one. */
const PROVEN = 0x000a;

class Uru4000 implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #usb: UsbTransport;
  readonly #variant: Variant;
  readonly #context: DriverContext;
  readonly #registers: Registers;
  readonly #interrupt: number;
  readonly #bulk: number;
  #events: EventFeed;
  readonly #run: CaptureRun;
  /** After a picture the reader must see the finger leave. */
  #fingerOn = false;
  /** The reader failed, or announced that its next scan will fail: it is powered up anew before the next capture. */
  #worn = false;

  constructor(usb: UsbTransport, variant: Variant, context: DriverContext) {
    const { make, model } = variant;
    const firmware = `${usb.release >> 8}.${(usb.release & 0xff).toString(16).padStart(2, "0")}`;
    this.identity = { driver: ID, make, model, firmware };
    this.#usb = usb;
    this.#variant = variant;
    this.#context = context;
    this.#registers = new Registers(usb, context.clock);
    this.#bulk = endpointOf(usb, "bulk");
    this.#interrupt = endpointOf(usb, "interrupt");
    this.#events = new EventFeed(usb, this.#interrupt, context.clock);
    this.#run = new CaptureRun(context.clock, `${make} ${model}`);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  /** Powers the reader up and waits for its word that it has power. */
  async start(): Promise<void> {
    if (this.#events.ended) this.#events = new EventFeed(this.#usb, this.#interrupt, this.#context.clock);
    this.#events.forget();
    for (let tries = 1; ; tries += 1) {
      await this.#registers.powerUp(this.#variant.authenticated);
      try {
        await this.#events.until(EVENT.scanPowerOn, { timeout: POWER_ON_WAIT }, this.#other);
        break;
      } catch (error) {
        const patient =
          error instanceof TransferFault && error.code === "timed-out" && tries < POWER_ON_TRIES;
        if (!patient) throw error;
      }
    }
    await this.#registers.read(REGISTER.information, 16);
    this.#worn = false;
    this.#fingerOn = false;
  }

  readonly #other = (event: number): void => {
    if (event === EVENT.fingerOff) this.#fingerOn = false;
    if (event !== EVENT.death) return;
    this.#worn = true;
    this.#context.log.write("warn", "uru4000 announces that its next scan will fail", { driver: logId(ID) });
  };

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

  /** Nobody waits for a finger any more: the sensor's light goes out. After a fault the reader is brought up anew. */
  async #tidy(error: unknown): Promise<void> {
    if (!(error instanceof TransferFault)) return;
    if (error.code !== "cancelled") this.#worn = true;
    try {
      if (error.code === "stalled") await this.#usb.clearHalt(this.#bulk);
      if (error.code === "cancelled") await this.#registers.mode(MODE.off, { timeout: CLOSE_WAIT });
    } catch (second) {
      if (!(second instanceof TransferFault)) throw second;
      this.#worn = true;
    }
  }

  async #capture(signal: AbortSignal, watch: CaptureWatcher | undefined): Promise<CaptureOutcome> {
    if (this.#worn) await this.start();
    if (this.#fingerOn) {
      watch?.finger?.("still-there");
      await this.#events.until(EVENT.fingerOff, { signal }, this.#other);
      watch?.finger?.("gone");
    }
    this.#fingerOn = false;
    this.#events.forget();
    await this.#registers.mode(MODE.awaitFingerOn, { signal });
    await this.#events.until(EVENT.fingerOn, { signal }, this.#other);
    watch?.finger?.("there");
    const transfer = await this.#scan(signal);
    try {
      const picture = readPicture(transfer);
      if (looksScrambled(picture)) {
        await this.#unscramble(picture, signal);
        if (looksScrambled(picture)) throw new TransferFault("garbage", "the picture cannot be unscrambled");
      }
      const image = assemble(picture, this.#variant.rotated);
      const captured = capturedFinger(image, this.#facts(), this.identity, this.#context.clock);
      try {
        await this.#registers.mode(MODE.awaitFingerOff, { signal });
      } catch (error) {
        image.pixels.fill(0);
        throw error;
      }
      this.#fingerOn = true;
      return captured;
    } finally {
      transfer.fill(0);
    }
  }

  #facts(): ScannerFacts {
    const { rotated, productId } = this.#variant;
    const orientation = rotated ? "turned-180" : "as-scanned";
    return { ppi: PPI, bitDepth: 8, orientation, ...(productId === PROVEN ? { areaMm: AREA_MM } : {}) };
  }

  /** The read must be waiting before the reader is told to scan. */
  async #scan(signal: AbortSignal): Promise<Uint8Array> {
    const stop = new AbortController();
    const cancel = () => stop.abort();
    signal.addEventListener("abort", cancel, { once: true });
    const reading = this.#usb.read(this.#bulk, PICTURE_TRANSFER, {
      timeout: PICTURE_WAIT,
      signal: stop.signal,
    });
    reading.catch(() => undefined);
    try {
      await this.#registers.mode(MODE.capture, { signal });
      return await reading;
    } finally {
      stop.abort();
      signal.removeEventListener("abort", cancel);
    }
  }

  async #unscramble({ keyNumber, blocks, stream }: Picture, signal: AbortSignal): Promise<void> {
    const newKey = (number: number) =>
      this.#registers.scrambleKey(number, this.#context.random(SEED, 4), { signal });
    let number = keyNumber;
    let key = await newKey(number);
    let from = 0;
    for (const { flags, lines } of blocks) {
      if (flags & BLOCK.changeKey) {
        number = (number + 1) & 0xff;
        key = await newKey(number);
      }
      const length = lines * PICTURE_WIDTH;
      const present = (flags & BLOCK.notPresent) === 0;
      if (flags & BLOCK.scrambled && present) key = unscramble(stream, from, from + length, key);
      else if ((flags & BLOCK.noKeyUpdate) === 0) key = skip(key, length);
      if (present) from += length;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!(await this.#run.close())) return;
    const { clock, log } = this.#context;
    try {
      // A recording may end with this write unanswered, and a reader may be gone: it is not waited for.
      await within(
        clock,
        this.#registers.mode(MODE.off),
        { timeout: CLOSE_WAIT },
        "switching the reader off",
      );
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      log.write("info", "uru4000 was not switched off", { why: logId(error.code) });
    } finally {
      await this.#events.stop();
      await this.#usb[Symbol.asyncDispose]();
    }
  }
}

const featuresOf = ({ productId, model }: IdRow): DeviceFeatures => {
  const common = {
    characteristic: "finger",
    suitability: "verification",
    presentationAttackDetection: false,
    ppi: PPI,
    bitDepth: 8,
  } as const;
  const limit = "below the 16 x 20 mm that BSI TR-03121 asks of an enrolment scanner";
  if (productId === PROVEN)
    return {
      ...common,
      evidence: "replayed-on-real-recording",
      note: `The ${model} scans 14.6 x 18.1 mm, ${limit}.`,
      areaMm: AREA_MM,
    };
  const note = `Taken to be as the U.are.U 4500 (512 dpi, ${limit}); not confirmed on a ${model}.`;
  return { ...common, evidence: "single-source", note };
};

/** Every seed that the recorded driver wrote, in order. */
const recordedSeeds = (recording: readonly UsbExchange[]): RandomSource => {
  const seeds = recording
    .filter(
      ({ setup }) =>
        setup?.[0] === 0x40 &&
        setup[1] === REGISTER_REQUEST &&
        setup[2] === REGISTER.scrambleSeed &&
        setup[3] === 0,
    )
    .map(({ sent }) => copyOf(sent, 1, 5));
  return (label, length) => {
    const seed = label === SEED ? seeds.shift() : undefined;
    if (seed?.length === length) return seed;
    throw new TransferFault("recording-ended", `the recording holds no more bytes for "${label}"`);
  };
};

export const uru4000: DriverModule<"usb"> = {
  id: ID,
  characteristic: "finger",
  transport: "usb",
  matches: VARIANTS.map(({ vendorId, productId, make, model }) => ({
    transport: "usb",
    vendorId,
    productId,
    model: `${make} ${model}`,
  })),
  twin,
  featuresOf,
  calibration,
  explain,
  recordedRandom: recordedSeeds,
  open(usb, _row, context) {
    const variant = VARIANTS.find((one) => one.vendorId === usb.vendorId && one.productId === usb.productId);
    if (!variant) throw new Bug("uru4000 was given another device");
    return bringUp(
      `${variant.make} ${variant.model}`,
      usb,
      () => new Uru4000(usb, variant, context),
      (device) => device.start(),
    );
  },
};
