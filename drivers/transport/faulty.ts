/** Wraps any transport, real or replayed, in planned faults. */
import type { Clock } from "../../api/base/clock.ts";
import { never } from "../../api/base/faults.ts";
import { copyOf } from "./copy.ts";
import { endpointPlace } from "./fault-plan.ts";
import type { PlannedFault, Place } from "./fault-plan.ts";
import type { NetStream, NetTransport } from "./net.ts";
import { TransferFault } from "./transport.ts";
import type {
  HidTransport,
  SerialTransport,
  TransferOptions,
  Transport,
  UsbTransport,
  VideoTransport,
} from "./transport.ts";
import { within } from "./wait.ts";

/** Bytes that make no sense, the same for the same seed; no byte stays as it was. */
export const garbled = (bytes: Uint8Array, seed: number): Uint8Array => {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < out.length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    out[i] = (bytes[i] as number) ^ (state >>> 24 || 0x55);
  }
  return out;
};

/** How a fault reaches into a value that came: `set` puts changed bytes in place of its bytes. */
interface Carrier<T> {
  readonly bytes: (value: T) => Uint8Array;
  readonly set: (value: T, bytes: Uint8Array) => T;
}

const PLAIN: Carrier<Uint8Array> = { bytes: (value) => value, set: (_value, bytes) => bytes };
/** Commands: nothing comes back that could be changed. */
const NOTHING: Carrier<void> = { bytes: () => new Uint8Array(), set: () => undefined };

export class Injector {
  readonly #faults: readonly PlannedFault[];
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  readonly #happened = new Set<PlannedFault>();
  readonly #again = new Map<Place, unknown[]>();
  /** Once the plug is pulled: whoever waits for something is told. */
  #gone = false;
  readonly #waiting = new Set<(fault: TransferFault) => void>();

  constructor(faults: readonly PlannedFault[], clock: Clock) {
    this.#faults = faults;
    this.#clock = clock;
  }

  /** Transfers so far, of every kind. */
  get transfers(): number {
    return this.#counts.get("all") ?? 0;
  }

  /** Planned, and never reached. */
  get missed(): readonly PlannedFault[] {
    return this.#faults.filter((fault) => !this.#happened.has(fault));
  }

  #count(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  #due(place: Place): PlannedFault | undefined {
    const [all, here] = [this.#count("all"), this.#count(place)];
    const due = this.#faults.find((fault) =>
      fault.place === undefined ? fault.nth === all : fault.place === place && fault.nth === here,
    );
    if (due) this.#happened.add(due);
    return due;
  }

  #unplugged(): TransferFault {
    return new TransferFault("unplugged", "as the scenario says");
  }

  /** One transfer, perhaps with a mishap; it ends when the plug is pulled elsewhere. */
  async transfer<T>(
    place: Place,
    options: TransferOptions,
    carrier: Carrier<T>,
    work: (options: TransferOptions) => Promise<T>,
  ): Promise<T> {
    if (this.#gone) throw this.#unplugged();
    const kept = this.#again.get(place)?.shift();
    if (kept !== undefined) return kept as T;
    const fault = this.#due(place);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      const settle = <V>(end: (value: V) => void) => {
        return (value: V) => {
          this.#waiting.delete(reject);
          end(value);
        };
      };
      this.#mishap(fault, place, options, carrier, () => work(options)).then(settle(resolve), settle(reject));
    });
  }

  #unplug(): TransferFault {
    this.#gone = true;
    const fault = this.#unplugged();
    for (const reject of this.#waiting) reject(fault);
    return fault;
  }

  async #mishap<T>(
    fault: PlannedFault | undefined,
    place: Place,
    options: TransferOptions,
    { bytes, set }: Carrier<T>,
    work: () => Promise<T>,
  ): Promise<T> {
    if (fault === undefined) return work();
    switch (fault.mishap) {
      case "stall":
        throw new TransferFault("stalled", "as the scenario says");
      case "unplug":
      case "disconnect-reconnect":
        throw this.#unplug();
      case "timeout":
        return within(this.#clock, new Promise<T>(() => undefined), options, "as the scenario says");
      case "delay":
        await within(this.#clock, this.#clock.sleep(fault.delay ?? 200), options, "as the scenario says");
        return work();
      case "short": {
        const got = await work();
        return set(
          got,
          copyOf(bytes(got), 0, Math.min(bytes(got).length, fault.bytes ?? bytes(got).length >> 1)),
        );
      }
      case "garbage": {
        const got = await work();
        return set(got, garbled(bytes(got), fault.seed));
      }
      case "duplicate": {
        const got = await work();
        if (got !== undefined) this.#again.set(place, [set(got, copyOf(bytes(got)))]);
        return got;
      }
      default:
        return never(fault.mishap);
    }
  }

  /** A repetition that nobody read is dropped with the rest. */
  forget(place: Place): void {
    this.#again.delete(place);
  }

  /** Sent bytes that a fault may garble or cut before the device gets them. */
  sent(place: Place, data: Uint8Array): Uint8Array {
    const [all, here] = [(this.#counts.get("all") ?? 0) + 1, (this.#counts.get(place) ?? 0) + 1];
    const fault = this.#faults.find(
      (one) => one.nth === (one.place === undefined ? all : one.place === place ? here : 0),
    );
    return fault?.mishap === "garbage" ? garbled(data, fault.seed) : data;
  }
}

type Part = IteratorResult<Uint8Array, void>;
/** The end of a stream is no bytes that could be changed. */
const PART: Carrier<Part> = {
  bytes: ({ done, value }) => (done === true ? new Uint8Array() : value),
  set: (part, bytes) => (part.done === true ? part : { done: false, value: bytes }),
};
async function* nothing(): AsyncGenerator<Uint8Array, void, void> {}

/** Each part of a live view is a transfer. */
async function* faultyParts(
  { parts }: NetStream,
  options: TransferOptions,
  injector: Injector,
): AsyncGenerator<Uint8Array, void, void> {
  const coming = parts[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await injector.transfer<Part>("stream", options, PART, () => coming.next());
      if (part.done === true) return;
      yield part.value;
    }
  } finally {
    await coming.return?.();
  }
}

/** A service's answers, spoilt like the transfers of a device. */
export const faultyNet = (inner: NetTransport, injector: Injector): NetTransport => ({
  kind: "net",
  exchange: (request, options = {}) =>
    injector.transfer("exchange", options, PLAIN, (now) => inner.exchange(request, now)),
  stream: async (request, options = {}) => {
    // Of an answer that begins, nothing has come that could be changed.
    const begun: NetStream[] = [];
    await injector.transfer("stream", options, NOTHING, async (now) => {
      begun.push(await inner.stream(request, now));
    });
    const [answer = { contentType: "", parts: nothing() }] = begun;
    return { contentType: answer.contentType, parts: faultyParts(answer, options, injector) };
  },
});

const usb = (inner: UsbTransport, injector: Injector): UsbTransport => ({
  kind: "usb",
  vendorId: inner.vendorId,
  productId: inner.productId,
  release: inner.release,
  endpoints: inner.endpoints,
  ...(inner.interfaceClass === undefined ? {} : { interfaceClass: inner.interfaceClass }),
  controlIn: (setup, length, options = {}) =>
    injector.transfer(endpointPlace(0), options, PLAIN, (now) => inner.controlIn(setup, length, now)),
  controlOut: (setup, data, options = {}) => {
    const sent = injector.sent(endpointPlace(0), data);
    return injector.transfer(endpointPlace(0), options, NOTHING, (now) => inner.controlOut(setup, sent, now));
  },
  read: (endpoint, length, options = {}) =>
    injector.transfer(endpointPlace(endpoint), options, PLAIN, (now) => inner.read(endpoint, length, now)),
  write: (endpoint, data, options = {}) => {
    const sent = injector.sent(endpointPlace(endpoint), data);
    return injector.transfer(endpointPlace(endpoint), options, NOTHING, (now) =>
      inner.write(endpoint, sent, now),
    );
  },
  clearHalt: (endpoint) => inner.clearHalt(endpoint),
  [Symbol.asyncDispose]: async () => {
    await inner[Symbol.asyncDispose]();
  },
});

/** A call that has no time limit of its own, and hangs, is ended by the operating system after 5 s. */
const FEATURE_TIMEOUT = 5000;

const hid = (inner: HidTransport, injector: Injector): HidTransport => ({
  kind: "hid",
  vendorId: inner.vendorId,
  productId: inner.productId,
  getFeature: (report, length) =>
    injector.transfer("feature-get", { timeout: FEATURE_TIMEOUT }, PLAIN, () =>
      inner.getFeature(report, length),
    ),
  setFeature: (report, payload) => {
    const sent = injector.sent("feature-set", payload);
    return injector.transfer("feature-set", { timeout: FEATURE_TIMEOUT }, NOTHING, () =>
      inner.setFeature(report, sent),
    );
  },
  write: (report, payload) =>
    injector.transfer("output", { timeout: FEATURE_TIMEOUT }, NOTHING, () => inner.write(report, payload)),
  nextInput: (options = {}) =>
    injector.transfer(
      "input",
      options,
      { bytes: ({ bytes }) => bytes, set: (value, bytes) => ({ ...value, bytes }) },
      (now) => inner.nextInput(now),
    ),
  dropInput: () => {
    injector.forget("input");
    inner.dropInput();
  },
  [Symbol.asyncDispose]: async () => {
    await inner[Symbol.asyncDispose]();
  },
});

const serial = (inner: SerialTransport, injector: Injector): SerialTransport => ({
  kind: "serial",
  path: inner.path,
  configure: (line) => inner.configure(line),
  write: (data) => {
    const sent = injector.sent("write", data);
    return injector.transfer("write", { timeout: FEATURE_TIMEOUT }, NOTHING, () => inner.write(sent));
  },
  read: (options = {}) => injector.transfer("read", options, PLAIN, (now) => inner.read(now)),
  dropInput: () => {
    injector.forget("read");
    inner.dropInput();
  },
  [Symbol.asyncDispose]: async () => {
    await inner[Symbol.asyncDispose]();
  },
});

/** Control values are no bytes: of the mishaps, those that end the call reach them. */
const VALUE: Carrier<number> = { bytes: () => new Uint8Array(), set: (value) => value };

const video = (inner: VideoTransport, injector: Injector): VideoTransport => ({
  kind: "video",
  model: inner.model,
  nextFrame: (options = {}) =>
    injector.transfer(
      "frame",
      options,
      { bytes: ({ jpeg }) => jpeg, set: (value, jpeg) => ({ ...value, jpeg }) },
      (now) => inner.nextFrame(now),
    ),
  readControl: (name) =>
    injector.transfer("control-read", { timeout: FEATURE_TIMEOUT }, VALUE, () => inner.readControl(name)),
  writeControl: (name, value) =>
    injector.transfer("control-write", { timeout: FEATURE_TIMEOUT }, NOTHING, () =>
      inner.writeControl(name, value),
    ),
  [Symbol.asyncDispose]: async () => {
    await inner[Symbol.asyncDispose]();
  },
});

/** The same transport with an injector between it and the driver. */
export const faulty = (inner: Transport, injector: Injector): Transport => {
  switch (inner.kind) {
    case "usb":
      return usb(inner, injector);
    case "hid":
      return hid(inner, injector);
    case "serial":
      return serial(inner, injector);
    case "video":
      return video(inner, injector);
    default:
      return never(inner);
  }
};
