/** Transactions with a PTP camera: command, perhaps data, response; one at a time. */
import { drain } from "../../drain.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions, UsbTransport } from "../../transport/transport.ts";
import {
  CONTAINER,
  HEAD_LENGTH,
  OPERATION,
  RESPONSE,
  parameters,
  readHead,
  writeContainer,
} from "./protocol.ts";
import type { Container } from "./protocol.ts";

/** A multiple of every packet size. */
const CHUNK = 512 * 1024;
const BUSY_TRIES = 40;
const BUSY_PAUSE = 50;
const DRAIN_TIMEOUT = 100;
const MOST_DRAINED = 200;

export interface PtpEndpoints {
  readonly out: number;
  readonly in: number;
  readonly packet: number;
}

export interface Answer {
  readonly code: number;
  readonly data: Uint8Array;
}

const refused = (code: number, answer: number): TransferFault =>
  new TransferFault("stalled", `the camera answers ${answer.toString(16)} to ${code.toString(16)}`);

export class PtpSession {
  /** A transaction was broken off: the session must be begun anew. */
  astray = false;
  readonly #usb: UsbTransport;
  readonly #endpoints: PtpEndpoints;
  readonly #sleep: (ms: number) => Promise<void>;
  #transaction = 0;

  constructor(usb: UsbTransport, endpoints: PtpEndpoints, sleep: (ms: number) => Promise<void>) {
    this.#usb = usb;
    this.#endpoints = endpoints;
    this.#sleep = sleep;
  }

  /** One container; a long one comes in several reads, one that fills its last packet is followed by an empty one. */
  async #container(options: TransferOptions): Promise<Container> {
    const first = await this.#usb.read(this.#endpoints.in, CHUNK, options);
    // The empty packet of the container before.
    if (first.length === 0) return this.#container(options);
    const { length, type, code, transaction } = readHead(first);
    if (first.length > length)
      throw new TransferFault("garbage", `${first.length} bytes of a container of ${length}`);
    const parts = [first];
    for (let have = first.length; have < length;) {
      const part = await this.#usb.read(this.#endpoints.in, CHUNK, options);
      if (part.length === 0)
        throw new TransferFault("short-transfer", `${have} of ${length} bytes of a container`);
      parts.push(part);
      have += part.length;
      if (have > length) throw new TransferFault("garbage", `${have} bytes of a container of ${length}`);
    }
    const whole = parts.length === 1 ? first : Buffer.concat(parts);
    return { type, code, transaction, payload: whole.subarray(HEAD_LENGTH) };
  }

  /** Gives the transaction's number. */
  async #command(code: number, values: readonly number[], options: TransferOptions): Promise<number> {
    // OpenSession itself has the number 0 (clause 9.3.1); the first transaction of the session has 1.
    const transaction = code === OPERATION.openSession ? 0 : this.#transaction;
    this.#transaction = transaction + 1;
    const command = { type: CONTAINER.command, code, transaction, payload: parameters(...values) };
    await this.#usb.write(this.#endpoints.out, writeContainer(command), options);
    return transaction;
  }

  async #answer(code: number, transaction: number, options: TransferOptions): Promise<Answer> {
    let data = new Uint8Array();
    for (;;) {
      const got = await this.#container(options);
      if (got.transaction !== transaction)
        throw new TransferFault("garbage", `an answer to transaction ${got.transaction}, not ${transaction}`);
      if (got.type === CONTAINER.response) return { code: got.code, data };
      if (got.type !== CONTAINER.data || got.code !== code)
        throw new TransferFault("garbage", `container ${got.type} of ${got.code.toString(16)}`);
      data = new Uint8Array(got.payload);
    }
  }

  /** Throws TransferFault garbage when the camera answers something else than what was asked. */
  async once(code: number, values: readonly number[], options: TransferOptions): Promise<Answer> {
    return this.#answer(code, await this.#command(code, values, options), options);
  }

  /** A transaction whose data go to the camera. Throws TransferFault stalled when it refuses them. */
  async give(code: number, data: Uint8Array, options: TransferOptions): Promise<void> {
    const transaction = await this.#command(code, [], options);
    const container = writeContainer({ type: CONTAINER.data, code, transaction, payload: data });
    await this.#usb.write(this.#endpoints.out, container, options);
    const answer = await this.#answer(code, transaction, options);
    if (answer.code !== RESPONSE.ok) throw refused(code, answer.code);
  }

  /** Asks again while the camera is busy; gives the data. `also`: other responses that are no fault. */
  async ask(
    code: number,
    values: readonly number[],
    options: TransferOptions,
    also: readonly number[] = [],
  ): Promise<Uint8Array> {
    for (let tries = 0; tries < BUSY_TRIES; tries += 1) {
      const answer = await this.once(code, values, options);
      if (answer.code === RESPONSE.ok || also.includes(answer.code)) return answer.data;
      if (answer.code !== RESPONSE.busy) throw refused(code, answer.code);
      await this.#sleep(BUSY_PAUSE);
    }
    throw new TransferFault("timed-out", "the camera stays busy");
  }

  /** Reads away what a broken-off transaction left. */
  async drain(signal?: AbortSignal): Promise<void> {
    await this.#usb.clearHalt(this.#endpoints.in);
    const read = (options: TransferOptions) => this.#usb.read(this.#endpoints.in, CHUNK, options);
    await drain(read, { silence: DRAIN_TIMEOUT, most: MOST_DRAINED, ...(signal ? { signal } : {}) });
  }
}
