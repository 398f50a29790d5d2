/**
 * Behavioural twin of the U.are.U 4500 and its family, written from the protocol facts (README.md).
 *
 *   const scanner = twinScanner([rightIndex, leftIndex], { clock });   // GreyImage 384 x 290, 512 dpi, ridges dark
 *   const device = await uru4000.open(scanner, uru4000.matches[2], context);   // context.clock must be the same clock
 *   await device.capture({ deadline: 30_000 }, signal);   // rightIndex, as a reader would deliver it: see asCaptured
 *   await device.capture({ deadline: 30_000 }, signal);   // leftIndex
 *   await device.capture({ deadline: 30_000 }, signal);   // nobody presents a finger: retry at the deadline
 *
 * drivers/virtual.ts joins the twin, its driver and a clock in one call; drivers/record-twin.ts writes recordings with it.
 */
import { copyOf } from "../../transport/copy.ts";
import { createCipheriv } from "node:crypto";
import type { Clock } from "../../../api/base/clock.ts";
import { Bug } from "../../../api/base/faults.ts";
import { seededRandom } from "../../../api/base/random.ts";
import type { RandomSource } from "../../../api/base/random.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { asStored, encodeLines } from "./encode.ts";
import { UsbModel } from "../../transport/model-usb.ts";
import type { SendToHost, UsbBehaviour } from "../../transport/model-usb.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { UsbSetup } from "../../transport/transport.ts";
import {
  AUTHENTICATION_KEY,
  BLOCK,
  EVENT,
  EVENT_LENGTH,
  HEADER_LENGTH,
  MODE,
  PICTURE_WIDTH,
  REGISTER,
  REGISTER_REQUEST,
  VARIANTS,
  pictureHeader,
} from "./protocol.ts";

const HEIGHT = 290;
const INTERRUPT = 0x81;
const BULK = 0x82;
const U_ARE_U_4500 = 0x000a;

/** As a real reader cut its picture: plain lines between scrambled ones, and one line that is not sent. */
const BLOCKS = [
  { flags: BLOCK.scrambled, lines: 72 },
  { flags: 0, lines: 1 },
  { flags: BLOCK.scrambled, lines: 49 },
  { flags: BLOCK.notPresent, lines: 1 },
  { flags: 0, lines: 1 },
  { flags: BLOCK.scrambled, lines: 49 },
  { flags: 0, lines: 1 },
  { flags: BLOCK.scrambled, lines: 116 },
] as const;

export interface ScannerTwinOptions {
  readonly clock: Clock;
  /** Default: the U.are.U 4500. */
  readonly productId?: number;
  /** From "await finger" to the finger. */
  readonly presentAfter?: Milliseconds;
  /** From "await finger off" to no finger. */
  readonly liftAfter?: Milliseconds;
  /** A picture's time on the wire. */
  readonly pictureTime?: Milliseconds;
  /** Some readers flag lines as scrambled and send them plain. */
  readonly plain?: boolean;
  readonly random?: RandomSource;
}

/** The stored picture with what the wire loses: the line that is not sent, and the last byte of each scrambled block. */
const withLosses = (stored: Uint8Array, plain: boolean): Uint8Array => {
  const out = copyOf(stored);
  let row = 0;
  for (const { flags, lines } of BLOCKS) {
    const end = (row + lines) * PICTURE_WIDTH;
    if (flags & BLOCK.notPresent) out.copyWithin(row * PICTURE_WIDTH, end, end + lines * PICTURE_WIDTH);
    else if (flags & BLOCK.scrambled && !plain) out[end - 1] = 0;
    row += lines;
  }
  return out;
};

const isRotated = (productId: number): boolean =>
  VARIANTS.find((variant) => variant.productId === productId)?.rotated ?? true;

/** What a faultless driver makes of a picture that the twin was given: five pixels and one line of it are lost on the wire. */
export const asCaptured = (
  image: GreyImage,
  options: { productId?: number; plain?: boolean } = {},
): GreyImage => {
  const rotated = isRotated(options.productId ?? U_ARE_U_4500);
  const seen = withLosses(asStored(image, HEIGHT, rotated), options.plain ?? false);
  const pixels = seen.map((value) => 0xff - value);
  return { width: image.width, height: image.height, pixels: rotated ? pixels.reverse() : pixels };
};

/** Header and lines as they go over the wire. */
const transferOf = (stored: Uint8Array, key: number, plain: boolean): Uint8Array => {
  const sent = encodeLines(stored, BLOCKS, plain ? [] : [key]);
  const empty = Array.from({ length: 15 - BLOCKS.length }, () => ({ flags: 0, lines: 0 }));
  const header = pictureHeader.encode({
    unknown0: Uint8Array.of(0x10, 0x40, 0x80, 0x01),
    lines: sent.reduce((sum, part) => sum + part.length, 0) / PICTURE_WIDTH,
    keyNumber: 0,
    unknown7: new Uint8Array(9),
    blocks: [...BLOCKS, ...empty],
    unknown46: new Uint8Array(HEADER_LENGTH - 46),
  });
  return Buffer.concat([header, ...sent]);
};

class Reader4500 implements UsbBehaviour {
  readonly identity;
  readonly #send: SendToHost;
  readonly #options: ScannerTwinOptions;
  readonly #images: GreyImage[];
  readonly #variant;
  readonly #random: RandomSource;
  #status = 0x01;
  #mode: number = MODE.off;
  #key = 0;
  #seed: Uint8Array = new Uint8Array(4);
  #challenge = new Uint8Array(16);
  #trusted: boolean;

  constructor(images: readonly GreyImage[], options: ScannerTwinOptions, send: SendToHost) {
    const productId = options.productId ?? U_ARE_U_4500;
    const variant = VARIANTS.find((one) => one.productId === productId);
    if (!variant) throw new Bug(`no reader of this family has product id ${productId}`);
    this.#variant = variant;
    this.#options = options;
    this.#images = [...images];
    this.#send = send;
    this.#random = options.random ?? seededRandom("uru4000 twin");
    this.#trusted = !variant.authenticated;
    this.identity = {
      vendorId: variant.vendorId,
      productId,
      release: 0x0103,
      endpoints: [
        { address: INTERRUPT, type: "interrupt", maxPacketSize: 64 },
        { address: BULK, type: "bulk", maxPacketSize: 64 },
      ],
    } as const;
  }

  #event(code: number): void {
    const packet = new Uint8Array(EVENT_LENGTH);
    packet.set([code >> 8, code & 0xff]);
    this.#send(INTERRUPT, packet);
  }

  #later(delay: Milliseconds, act: () => void): void {
    void this.#options.clock.sleep(delay).then(act);
  }

  controlIn(setup: UsbSetup, length: number): Uint8Array {
    const registers: Record<number, () => Uint8Array> = {
      [REGISTER.hardwareStatus]: () => Uint8Array.of(this.#status),
      [REGISTER.information]: () => Uint8Array.from(Buffer.from("1a0a1a0a01150000002000108b211130", "hex")),
      [REGISTER.scrambleKey]: () => this.#seed.map((byte, i) => byte ^ ((this.#key >>> (8 * i)) & 0xff)),
      [REGISTER.challenge]: () => (this.#challenge = Uint8Array.from(this.#random("challenge", 16))),
    };
    const read =
      setup.type === "vendor" && setup.request === REGISTER_REQUEST ? registers[setup.value] : undefined;
    if (!read) throw new TransferFault("stalled", `the twin has no register ${setup.value.toString(16)}`);
    return read().subarray(0, length);
  }

  controlOut(setup: UsbSetup, data: Uint8Array): void {
    const first = data[0] ?? 0;
    if (setup.value === REGISTER.hardwareStatus) this.#setStatus(first);
    else if (setup.value === REGISTER.mode) this.#setMode(first);
    else if (setup.value === REGISTER.scrambleSeed) this.#seed = copyOf(data, 1, 5);
    else if (setup.value === REGISTER.response) this.#answered(data);
    else throw new TransferFault("stalled", `the twin has no register ${setup.value.toString(16)}`);
  }

  #answered(response: Uint8Array): void {
    const cipher = createCipheriv("aes-128-ecb", AUTHENTICATION_KEY, null).setAutoPadding(false);
    const right = Buffer.concat([cipher.update(this.#challenge), cipher.final()]);
    this.#trusted = Buffer.compare(right, response) === 0;
  }

  /** Writing the power bit away powers the sensor up; a reader that does not trust its host keeps it. */
  #setStatus(value: number): void {
    const powersUp = (this.#status & 0x80) !== 0 && (value & 0x80) === 0;
    this.#status = powersUp && !this.#trusted ? this.#status : value;
    if (powersUp && this.#trusted) this.#later(1, () => this.#event(EVENT.scanPowerOn));
  }

  #setMode(mode: number): void {
    this.#mode = mode;
    const { presentAfter = 900, liftAfter = 500, pictureTime = 128 } = this.#options;
    const still = (act: () => void) => () => {
      if (this.#mode === mode) act();
    };
    if (mode === MODE.awaitFingerOn && this.#images.length > 0)
      this.#later(
        presentAfter,
        still(() => this.#event(EVENT.fingerOn)),
      );
    if (mode === MODE.awaitFingerOff)
      this.#later(
        liftAfter,
        still(() => this.#event(EVENT.fingerOff)),
      );
    if (mode === MODE.capture)
      this.#later(
        pictureTime,
        still(() => this.#scan()),
      );
  }

  #scan(): void {
    const image = this.#images.shift();
    if (!image) return;
    const { plain = false } = this.#options;
    this.#key = Buffer.from(this.#random("key", 4)).readUInt32LE();
    this.#send(BULK, transferOf(asStored(image, HEIGHT, this.#variant.rotated), this.#key, plain));
  }
}

/** Each picture is one finger that comes, stays and leaves; after the last nobody comes. */
export const twinScanner = (images: readonly GreyImage[], options: ScannerTwinOptions): UsbModel =>
  new UsbModel((send) => new Reader4500(images, options, send), options.clock);
