/**
 * Behavioural twin of the Wacom STU pads, written from the protocol facts (README.md).
 *
 *   const pad = twinPad(trajectory, { clock });                 // or a list: one signature a capture
 *   const device = await wacomStu.open(pad, row, context);      // context.clock must be the same clock
 *   await device.capture({ deadline: 60_000 }, signal);         // the trajectory, in the pad's own units and whole ms
 */
import { inflateSync } from "node:zlib";
import type { Clock } from "../../../api/base/clock.ts";
import { Bug } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { PenPoint, PenTrajectory } from "../../../api/words/sample.ts";
import type { Microseconds, Milliseconds } from "../../../api/words/units.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { HidTransport, TransferOptions } from "../../transport/transport.ts";
import { copyOf } from "../../transport/copy.ts";
import { Mailbox } from "../../transport/wait.ts";
import {
  DEFAULT_BLOCK,
  ENCODING,
  ENCODING_FLAGS,
  PADS,
  REPORT,
  STATUS_CODES,
  VENDOR,
  capability,
  information,
  status,
  writePlainPen,
  writeTimedPen,
} from "./protocol.ts";
import type { PadModel } from "./protocol.ts";

const STU_430 = 0x00a4;
interface Extent {
  readonly maxX: number;
  readonly maxY: number;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly encodings: number;
}
/** Tablet units and screens; 540: 13.5 units a pixel, 430: 30. */
const EXTENTS: Readonly<Record<string, Extent>> = {
  "STU-300": { maxX: 9900, maxY: 2500, screenWidth: 396, screenHeight: 100, encodings: 3 },
  "STU-430": { maxX: 9600, maxY: 6000, screenWidth: 320, screenHeight: 200, encodings: 3 },
  "STU-430V": { maxX: 9600, maxY: 6000, screenWidth: 320, screenHeight: 200, encodings: 3 },
  "STU-500": { maxX: 10_160, maxY: 7620, screenWidth: 640, screenHeight: 480, encodings: 3 },
};
const COLOUR = { maxX: 10_800, maxY: 6480, screenWidth: 800, screenHeight: 480, encodings: 0x0d };
const MAX_PRESSURE = 1023;
const BUSY: Milliseconds = 30;

export interface PadTwinOptions {
  readonly clock: Clock;
  /** Default: the STU-430. */
  readonly productId?: number;
  /** From inking on to the first point. */
  readonly startAfter?: Milliseconds;
  /** A capture session that another program left open, by its number. */
  readonly session?: number;
}

const ENCRYPTED_LENGTH = 16;
const ERROR_STATE = 2;
const ERROR_PARAMETER = 4;

/** As the screen's memory holds it: one bit a pixel, or two or three bytes. */
export interface ShownPicture {
  readonly encoding: number;
  readonly bytes: Uint8Array;
}

const pictureOf = (
  encoding: number,
  sent: Uint8Array,
  { screenWidth, screenHeight, encodings }: Extent,
): ShownPicture | undefined => {
  const known = (
    [
      [ENCODING.oneBit, ENCODING_FLAGS.oneBit, 1],
      [ENCODING.oneBitDeflated, ENCODING_FLAGS.deflated, 1],
      [ENCODING.sixteenBit, ENCODING_FLAGS.sixteenBit, 16],
      [ENCODING.twentyFourBit, ENCODING_FLAGS.twentyFourBit, 24],
    ] as const
  ).find(([code, flag]) => code === encoding && (encodings & flag) !== 0);
  if (!known) return undefined;
  const length = Math.ceil((screenWidth * known[2]) / 8) * screenHeight;
  const bytes = encoding === ENCODING.oneBitDeflated ? inflated(sent, length) : sent;
  return bytes?.length === length ? { encoding, bytes: copyOf(bytes) } : undefined;
};

const inflated = (sent: Uint8Array, most: number): Uint8Array | undefined => {
  try {
    return inflateSync(sent, { maxOutputLength: most });
  } catch {
    return undefined;
  }
};

class Pad implements HidTransport {
  readonly kind = "hid";
  readonly vendorId = VENDOR;
  readonly productId: number;
  readonly #model: PadModel;
  readonly #options: PadTwinOptions;
  readonly #signatures: PenTrajectory[];
  readonly #extent;
  readonly #inputs = new Mailbox<{ bytes: Uint8Array; t: Microseconds }>();
  #timed = false;
  /** Who signs; nobody goes on when the ink is taken away. */
  #signing = 0;
  #busyUntil: Milliseconds = 0;
  #sequence = 0;
  #gone: TransferFault | undefined;
  #lastResult = 0;
  /** Between StartCapture and EndCapture. */
  #session: number | undefined;
  /** A picture on its way to the screen, and the one that is shown. */
  #coming: { readonly encoding: number; readonly blocks: Uint8Array[] } | undefined;
  #shown: ShownPicture | undefined;

  constructor(signatures: readonly PenTrajectory[], options: PadTwinOptions) {
    this.productId = options.productId ?? STU_430;
    const model = PADS.find(({ productId }) => productId === this.productId);
    if (!model) throw new Bug(`no STU pad has product id ${this.productId}`);
    this.#model = model;
    this.#options = options;
    this.#signatures = [...signatures];
    this.#extent = EXTENTS[model.model] ?? COLOUR;
    this.#session = options.session;
  }

  /** What stands on the screen beside ink; undefined: nothing. */
  get shown(): ShownPicture | undefined {
    return this.#shown;
  }

  unplug(): void {
    this.#end(new TransferFault("unplugged", "the twin was unplugged"));
  }

  #end(fault: TransferFault): void {
    this.#gone ??= fault;
    this.#inputs.clear();
    this.#inputs.fail(this.#gone);
  }

  /** One signature over the whole pad, its proportions kept. */
  #scaled({ maxX, maxY, maxPressure, points }: PenTrajectory): readonly PenPoint[] {
    const scale = Math.min(this.#extent.maxX / maxX, this.#extent.maxY / maxY);
    return points.map((point) => ({
      ...point,
      x: Math.round(point.x * scale),
      y: Math.round(point.y * scale),
      pressure: Math.round((point.pressure / maxPressure) * MAX_PRESSURE),
    }));
  }

  #report(point: PenPoint, inRange: boolean): void {
    const pen = { inRange, contact: point.contact, pressure: point.pressure, x: point.x, y: point.y };
    this.#sequence += 1;
    const t = Math.round(this.#options.clock.now() * 1000);
    if (this.#session !== undefined) {
      // Nobody here has the session's key: what comes then is nothing to read.
      const id = this.#timed ? REPORT.penDataTimeCountSequenceEncrypted : REPORT.penDataEncrypted;
      const sealed = seededRandom(`${this.#session} ${this.#sequence}`)("pen", ENCRYPTED_LENGTH);
      this.#inputs.put({ bytes: Uint8Array.of(id, ...sealed), t });
      return;
    }
    const bytes = this.#timed
      ? [
          REPORT.penDataTimeCountSequence,
          ...writeTimedPen({ ...pen, time: Math.floor(t / 1000), sequence: this.#sequence }),
        ]
      : [REPORT.penData, ...writePlainPen(pen)];
    this.#inputs.put({ bytes: Uint8Array.from(bytes), t });
  }

  async #sign(points: readonly PenPoint[]): Promise<void> {
    const { clock, startAfter = 800 } = this.#options;
    this.#signing += 1;
    const own = this.#signing;
    await clock.sleep(startAfter);
    const start = clock.now();
    for (const point of points) {
      const due = start + Math.floor(point.t / 1000);
      if (due > clock.now()) await clock.sleep(due - clock.now());
      if (this.#signing !== own || this.#gone) return;
      this.#report(point, true);
    }
    const last = points.at(-1);
    if (last) this.#report({ ...last, contact: false, pressure: 0 }, false);
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async getFeature(report: number): Promise<Uint8Array> {
    if (this.#gone) throw this.#gone;
    if (report === REPORT.status) {
      const idle = this.#session === undefined ? STATUS_CODES.ready : STATUS_CODES.capture;
      const code = this.#options.clock.now() < this.#busyUntil ? STATUS_CODES.image : idle;
      return status.encode({ code, lastResult: this.#lastResult, word: new Uint8Array(2) });
    }
    if (report === REPORT.information)
      return information.encode({
        model: this.#model.model,
        firmwareMajor: 1,
        firmwareMinor: 6,
        secure: 0,
        secureVersion: new Uint8Array(4),
      });
    if (report === REPORT.capability)
      return capability.encode({
        ...this.#extent,
        maxPressure: MAX_PRESSURE,
        rate: 200,
        resolution: 2540,
        reserved: new Uint8Array(2),
      });
    throw new TransferFault("stalled", `the twin has no feature ${report}`);
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async setFeature(report: number, payload: Uint8Array): Promise<void> {
    if (this.#gone) throw this.#gone;
    const [first = 0] = payload;
    this.#lastResult = 0;
    if (report === REPORT.clearScreen) {
      this.#busyUntil = this.#options.clock.now() + BUSY;
      this.#shown = undefined;
    } else if (report === REPORT.startImageData) this.#coming = { encoding: first, blocks: [] };
    else if (report === REPORT.imageDataBlock) this.#block(payload);
    else if (report === REPORT.endImageData) this.#commit(first);
    else if (report === REPORT.startCapture) this.#begin(payload);
    else if (report === REPORT.endCapture) {
      if (this.#session === undefined) this.#lastResult = ERROR_STATE;
      this.#session = undefined;
    } else if (report === REPORT.penDataOptionMode && this.#model.timed) this.#timed = first === 3;
    else if (report === REPORT.inkingMode) {
      this.#signing += 1;
      const next = first === 1 ? this.#signatures.shift() : undefined;
      if (next) void this.#sign(this.#scaled(next));
    } else throw new TransferFault("stalled", `the twin has no feature ${report}`);
  }

  /** StartCapture: the session's number, u32 big-endian; one at a time. */
  #begin(payload: Uint8Array): void {
    if (payload.length !== 4) this.#lastResult = ERROR_PARAMETER;
    else if (this.#session !== undefined) this.#lastResult = ERROR_STATE;
    else this.#session = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
  }

  #block(payload: Uint8Array): void {
    const { block = DEFAULT_BLOCK } = this.#model;
    const length = new DataView(payload.buffer, payload.byteOffset).getUint16(0, true);
    if (payload.length !== block + 2 || length > block) this.#lastResult = ERROR_PARAMETER;
    else if (this.#coming) this.#coming.blocks.push(copyOf(payload, 2, 2 + length));
    else this.#lastResult = ERROR_STATE;
  }

  /** A picture that is too short or too long for the screen is refused, and so is an encoding that the pad does not know. */
  #commit(abandon: number): void {
    const coming = this.#coming;
    this.#coming = undefined;
    if (!coming) this.#lastResult = ERROR_STATE;
    if (!coming || abandon !== 0) return;
    this.#busyUntil = this.#options.clock.now() + BUSY;
    const picture = pictureOf(coming.encoding, Buffer.concat(coming.blocks), this.#extent);
    if (picture) this.#shown = picture;
    else this.#lastResult = ERROR_PARAMETER;
  }

  write(report: number): Promise<void> {
    return Promise.reject(new TransferFault("stalled", `the twin takes no output ${report}`));
  }

  nextInput(
    options: TransferOptions = {},
  ): Promise<{ readonly bytes: Uint8Array; readonly t: Microseconds }> {
    return this.#inputs.take(this.#options.clock, options, "the next input report");
  }

  dropInput(): void {
    this.#inputs.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end(new TransferFault("cancelled", "the twin was closed"));
    return Promise.resolve();
  }
}

/** Each trajectory is one person who signs; after the last nobody does. */
export const twinPad = (
  signatures: PenTrajectory | readonly PenTrajectory[],
  options: PadTwinOptions,
): HidTransport & { unplug(): void; readonly shown: ShownPicture | undefined } =>
  new Pad("points" in signatures ? [signatures] : signatures, options);
