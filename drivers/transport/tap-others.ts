/** Record HID, serial and video transports while they are used. */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { Microseconds } from "../../api/words/units.ts";
import type { HidEntry, HidEntryKind } from "./hid-recording.ts";
import { serialFaultOf, type SerialEntry } from "./serial-recording.ts";
import { TransferFault } from "./transport.ts";
import type {
  HidTransport,
  SerialTransport,
  TransferOptions,
  VideoFrame,
  VideoTransport,
} from "./transport.ts";
import type { Clean } from "./clean-capture.ts";
import type { ControlEntry, VideoRecording } from "./video-recording.ts";

const microseconds = (clock: Clock): Microseconds => Math.round(clock.now() * 1000);

const recordable = (error: unknown): Pick<HidEntry, "fault"> =>
  error instanceof TransferFault && (error.code === "unplugged" || error.code === "stalled")
    ? { fault: error.code }
    : { fault: "timed-out" };

export class HidTap implements HidTransport {
  readonly kind = "hid";
  readonly vendorId: number;
  readonly productId: number;
  readonly entries: HidEntry[] = [];
  readonly #inner: HidTransport;
  readonly #clean: Clean;
  readonly #clock: Clock;

  constructor(inner: HidTransport, clock: Clock, clean: Clean) {
    this.#clean = clean;
    this.vendorId = inner.vendorId;
    this.productId = inner.productId;
    this.#inner = inner;
    this.#clock = clock;
  }

  async #seen<T>(
    kind: HidEntryKind,
    id: number,
    work: () => Promise<T>,
    payload: (got: T) => Uint8Array,
  ): Promise<T> {
    try {
      const got = await work();
      this.entries.push({ t: microseconds(this.#clock), kind, id, payload: copyOf(payload(got)) });
      return got;
    } catch (error) {
      this.entries.push({
        t: microseconds(this.#clock),
        kind,
        id,
        payload: new Uint8Array(),
        ...recordable(error),
      });
      throw error;
    }
  }

  getFeature(report: number, length: number): Promise<Uint8Array> {
    return this.#seen(
      "feature-get",
      report,
      () => this.#inner.getFeature(report, length),
      (got) => this.#clean(got, report),
    );
  }

  setFeature(report: number, payload: Uint8Array): Promise<void> {
    return this.#seen(
      "feature-set",
      report,
      () => this.#inner.setFeature(report, payload),
      () => payload,
    );
  }

  write(report: number, payload: Uint8Array): Promise<void> {
    return this.#seen(
      "output",
      report,
      () => this.#inner.write(report, payload),
      () => payload,
    );
  }

  dropInput(): void {
    this.#inner.dropInput();
  }

  /** A report that did not come is no entry; a pad that is gone is one. */
  async nextInput(
    options?: TransferOptions,
  ): Promise<{ readonly bytes: Uint8Array; readonly t: Microseconds }> {
    const got = await this.#inner.nextInput(options).catch((error: unknown) => {
      if (error instanceof TransferFault && error.code === "unplugged")
        this.entries.push({
          t: microseconds(this.#clock),
          kind: "input",
          id: 0,
          payload: new Uint8Array(),
          fault: error.code,
        });
      throw error;
    });
    const [id = 0] = got.bytes;
    this.entries.push({
      t: Math.round(got.t),
      kind: "input",
      id,
      payload: copyOf(this.#clean(copyOf(got.bytes, 1), id)),
    });
    return got;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }
}

export class SerialTap implements SerialTransport {
  readonly kind = "serial";
  readonly path: string;
  readonly #entries: SerialEntry[] = [];
  readonly #inner: SerialTransport;
  readonly #clean: Clean;
  readonly #clock: Clock;

  constructor(inner: SerialTransport, clock: Clock, clean: Clean) {
    this.#clean = clean;
    this.path = inner.path;
    this.#inner = inner;
    this.#clock = clock;
  }

  /** Cleaned as one stream: a line may cut a packet anywhere. */
  get entries(): readonly SerialEntry[] {
    const came = this.#entries.filter(({ direction }) => direction === "in").map(({ data }) => data);
    const stream = this.#clean(Buffer.concat(came));
    let at = 0;
    return this.#entries.map((entry) => {
      if (entry.direction === "out") return entry;
      at += entry.data.length;
      return { ...entry, data: copyOf(stream, at - entry.data.length, at) };
    });
  }

  dropInput(): void {
    this.#inner.dropInput();
  }

  configure(line: Parameters<SerialTransport["configure"]>[0]): Promise<void> {
    return this.#inner.configure(line);
  }

  async write(data: Uint8Array): Promise<void> {
    const entry = { t: microseconds(this.#clock), direction: "out", data: copyOf(data) } as const;
    const at = this.#entries.push(entry) - 1;
    try {
      await this.#inner.write(data);
    } catch (error) {
      const fault = error instanceof TransferFault ? serialFaultOf(error.code) : undefined;
      if (fault) this.#entries[at] = { ...entry, fault };
      throw error;
    }
  }

  /** A line that is silent says nothing; one that is lost does. */
  async read(options?: TransferOptions): Promise<Uint8Array> {
    try {
      const data = await this.#inner.read(options);
      this.#entries.push({ t: microseconds(this.#clock), direction: "in", data: copyOf(data) });
      return data;
    } catch (error) {
      const fault = error instanceof TransferFault ? serialFaultOf(error.code) : undefined;
      if (fault && fault !== "timed-out")
        this.#entries.push({ t: microseconds(this.#clock), direction: "in", data: new Uint8Array(), fault });
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }
}

/** What is kept of a frame. */
export type KeepFrame = (frame: VideoFrame) => Promise<Uint8Array>;

const asItCame: KeepFrame = ({ jpeg }) => Promise.resolve(copyOf(jpeg));

export class VideoTap implements VideoTransport {
  readonly kind = "video";
  readonly model: string;
  readonly #inner: VideoTransport;
  readonly #clock: Clock;
  readonly #keep: KeepFrame;
  readonly #frames: VideoFrame[] = [];
  readonly #controls: ControlEntry[] = [];
  #lost: Microseconds | undefined;

  constructor(inner: VideoTransport, clock: Clock, keep: KeepFrame = asItCame) {
    this.model = inner.model;
    this.#inner = inner;
    this.#clock = clock;
    this.#keep = keep;
  }

  get recording(): VideoRecording {
    const lost = this.#lost === undefined ? {} : { lost: this.#lost };
    return { model: this.model, frames: this.#frames, controls: this.#controls, ...lost };
  }

  async nextFrame(options?: TransferOptions): Promise<VideoFrame> {
    const frame = await this.#inner.nextFrame(options).catch((error: unknown) => {
      if (error instanceof TransferFault && error.code === "unplugged")
        this.#lost ??= microseconds(this.#clock);
      throw error;
    });
    this.#frames.push({ t: Math.round(frame.t), jpeg: await this.#keep(frame) });
    return frame;
  }

  async readControl(name: string): Promise<number> {
    const value = await this.#inner.readControl(name);
    this.#controls.push({ t: microseconds(this.#clock), kind: "read", name, value });
    return value;
  }

  async writeControl(name: string, value: number): Promise<void> {
    await this.#inner.writeControl(name, value);
    this.#controls.push({ t: microseconds(this.#clock), kind: "write", name, value });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }
}
