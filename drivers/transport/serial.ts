/** The only door to `serialport`. */
import type { SerialPort } from "serialport";
import type { Clock } from "../../api/base/clock.ts";
import type { OutsideFault } from "../../api/base/faults.ts";
import { copyOf } from "./copy.ts";
import { deferred } from "./deferred.ts";
import { loadNative } from "./native.ts";
import { TransferFault } from "./transport.ts";
import type { SerialTransport, TransferOptions } from "./transport.ts";
import { Mailbox, within } from "./wait.ts";

const load = () => loadNative("The serialport package", () => import("serialport"));
type Serial = Awaited<ReturnType<typeof load>>;
type Line = Parameters<SerialTransport["configure"]>[0];

const WRITE_TIMEOUT = 5000;
/** Pieces that nobody read: the largest picture comes in half as many. */
const MOST_PIECES = 16_384;

const inputBox = (): Mailbox<Uint8Array> =>
  new Mailbox({ most: MOST_PIECES, wipe: (piece) => void piece.fill(0) });

const settled = (start: (done: (error: Error | null | undefined) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));

class Port implements SerialTransport {
  readonly kind = "serial";
  readonly path: string;
  readonly #serial: Serial;
  readonly #clock: Clock;
  #input = inputBox();
  #port: SerialPort | undefined;
  /** Rejects when the line is gone: a write that is under way then never ends by itself. */
  #gone = deferred<void>();
  #line = "";

  constructor(serial: Serial, path: string, clock: Clock) {
    this.#serial = serial;
    this.path = path;
    this.#clock = clock;
  }

  /** Opens the line; other settings than before open it anew. */
  async configure(line: Line): Promise<void> {
    const wanted = JSON.stringify(line);
    if (this.#port?.isOpen && wanted === this.#line) return;
    await this.#close();
    const { baud: baudRate, parity, dataBits } = line;
    const port = new this.#serial.SerialPort({
      path: this.path,
      baudRate,
      parity,
      dataBits,
      autoOpen: false,
    });
    const input = inputBox();
    port.on("data", (data: Buffer) => {
      input.put(copyOf(data));
      data.fill(0);
    });
    const gone = deferred<void>();
    gone.promise.catch(() => undefined);
    const end = (fault: TransferFault) => {
      input.fail(fault);
      gone.reject(fault);
    };
    port.on("error", (error) => end(new TransferFault("unplugged", `${this.path}: ${error.message}`)));
    port.on("close", (error: unknown) =>
      end(new TransferFault(error ? "unplugged" : "cancelled", `${this.path} was closed`)),
    );
    try {
      await settled((done) => port.open(done));
    } catch (cause) {
      throw this.#refused(cause);
    }
    this.#input = input;
    this.#gone = gone;
    this.#port = port;
    this.#line = wanted;
  }

  #refused(cause: unknown): OutsideFault | TransferFault {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/permission|EACCES/iu.test(message))
      return new TransferFault(
        "access-denied",
        `${this.path}: ${message}; add the kiosk's user to the group dialout`,
      );
    const busy = /cannot lock|resource busy|EBUSY/iu.test(message);
    return new TransferFault(busy ? "in-use" : "unplugged", `${this.path}: ${message}`);
  }

  async write(data: Uint8Array): Promise<void> {
    const port = this.#port;
    if (!port) throw new TransferFault("cancelled", `${this.path} is not open`);
    const sending = (async () => {
      await settled((done) => void port.write(Buffer.from(data), done));
      await settled((done) => port.drain(done));
    })();
    const work = sending.catch((cause: unknown) => {
      throw this.#refused(cause);
    });
    await within(
      this.#clock,
      Promise.race([work, this.#gone.promise]),
      { timeout: WRITE_TIMEOUT },
      `writing to ${this.path}`,
    );
  }

  read(options: TransferOptions = {}): Promise<Uint8Array> {
    return this.#input.take(this.#clock, options, `${this.path}, the next bytes`);
  }

  dropInput(): void {
    this.#input.clear();
  }

  async #close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    if (!port?.isOpen) return;
    try {
      await settled((done) => port.close(done));
    } catch {
      // A line whose adapter was unplugged is closed already.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    this.#input.clear();
    this.#input.fail(new TransferFault("cancelled", `${this.path} was closed`));
  }
}

/** The line opens when its driver configures it. Throws OutsideFault capability-missing. */
export const openSerial = async (path: string, clock: Clock): Promise<SerialTransport> =>
  new Port(await load(), path, clock);
