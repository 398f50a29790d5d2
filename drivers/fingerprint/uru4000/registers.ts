/** The reader's registers and its bring-up, over vendor control requests. */
import { createCipheriv } from "node:crypto";
import type { Clock } from "../../../api/base/clock.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions, UsbTransport } from "../../transport/transport.ts";
import { AUTHENTICATION_KEY, REGISTER, REGISTER_REQUEST, STATUS } from "./protocol.ts";

const CONTROL_TIMEOUT = 5000;
const POWER_UP_TRIES = 100;
const POWER_UP_PAUSE = 10;

const setup = (register: number) =>
  ({ type: "vendor", request: REGISTER_REQUEST, value: register, index: 0 }) as const;

export class Registers {
  readonly #usb: UsbTransport;
  readonly #clock: Clock;

  constructor(usb: UsbTransport, clock: Clock) {
    this.#usb = usb;
    this.#clock = clock;
  }

  async read(register: number, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    const got = await this.#usb.controlIn(setup(register), length, { timeout: CONTROL_TIMEOUT, ...options });
    if (got.length < length)
      throw new TransferFault(
        "short-transfer",
        `register ${register.toString(16)}: ${got.length} of ${length} bytes`,
      );
    return got;
  }

  write(register: number, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    return this.#usb.controlOut(setup(register), data, { timeout: CONTROL_TIMEOUT, ...options });
  }

  async status(): Promise<number> {
    return (await this.read(REGISTER.hardwareStatus, 1))[0] ?? 0;
  }

  setStatus(value: number): Promise<void> {
    return this.write(REGISTER.hardwareStatus, Uint8Array.of(value));
  }

  mode(mode: number, options: TransferOptions = {}): Promise<void> {
    return this.write(REGISTER.mode, Uint8Array.of(mode), options);
  }

  /** The Microsoft reader v2 powers up only for a host that knows the key: AES-128 of its challenge, one block, no padding. */
  async #authenticate(): Promise<void> {
    const challenge = await this.read(REGISTER.challenge, 16);
    const cipher = createCipheriv("aes-128-ecb", AUTHENTICATION_KEY, null).setAutoPadding(false);
    await this.write(REGISTER.response, Buffer.concat([cipher.update(challenge), cipher.final()]));
  }

  /** Both bits set: the reader hangs from an earlier session until its low nibble is written back. */
  async #reboot(status: number): Promise<number> {
    let now = status;
    for (let tries = 0; (now & STATUS.rebootNeeded) === STATUS.rebootNeeded; tries += 1) {
      if (tries === POWER_UP_TRIES)
        throw new TransferFault("timed-out", "the reader does not leave its reboot state");
      await this.setStatus(now & STATUS.wanted);
      now = await this.status();
      if ((now & STATUS.poweredDown) === 0) return now | STATUS.poweredDown;
      await this.#clock.sleep(POWER_UP_PAUSE);
    }
    return now;
  }

  /** Powers the reader up; afterwards it sends the event "scan power on". */
  async powerUp(authenticated: boolean): Promise<void> {
    const first = await this.status();
    const status = await this.#reboot(first);
    if ((status & STATUS.poweredDown) === 0) await this.setStatus(status | STATUS.poweredDown);
    for (let tries = 0; tries < POWER_UP_TRIES; tries += 1) {
      await this.setStatus(status & STATUS.wanted);
      if (((await this.status()) & STATUS.poweredDown) === 0) return;
      await this.#clock.sleep(POWER_UP_PAUSE);
      if (authenticated) await this.#authenticate();
    }
    throw new TransferFault("timed-out", "the reader does not power up");
  }

  /** Gives the key with which a picture was scrambled: the reader's answer to our seed, exclusive-or the seed. */
  async scrambleKey(keyNumber: number, seed: Uint8Array, options: TransferOptions): Promise<number> {
    await this.write(REGISTER.scrambleSeed, Uint8Array.of(keyNumber, ...seed), options);
    const answer = await this.read(REGISTER.scrambleKey, 4, options);
    return answer.reduce((key, byte, i) => key | ((byte ^ (seed[i] ?? 0)) << (8 * i)), 0) >>> 0;
  }
}
