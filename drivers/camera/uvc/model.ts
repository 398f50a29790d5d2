/**
 * Behavioural twin of a webcam: the given JPEG frames, one after the other and round again, at the camera's pace; or a
 * scene, seen under the camera's controls.
 *
 *   const camera = twinCamera(frames, { clock });
 *   const device = await uvc.open(camera, row, context);        // context.clock must be the same clock
 */
import { copyOf } from "../../transport/copy.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions, VideoFrame, VideoTransport } from "../../transport/transport.ts";

export interface CameraTwinOptions {
  readonly clock: Clock;
  readonly model?: string;
  /** From one frame to the next. */
  readonly interval?: Milliseconds;
  /** Controls by their V4L2 names, with the values they start from. */
  readonly controls?: Readonly<Record<string, number>>;
  /** What a control holds after a value was written; without it, that value. A range's end, or a camera that does not listen. */
  readonly keeps?: (name: string, value: number, before: number) => number;
}

/** What the lens sees under these controls, as the camera compresses it. */
export type Scene = (controls: ReadonlyMap<string, number>) => Promise<Uint8Array>;

class Camera implements VideoTransport {
  readonly kind = "video";
  readonly model: string;
  readonly #frames: readonly Uint8Array[] | Scene;
  readonly #keeps: NonNullable<CameraTwinOptions["keeps"]>;
  readonly #clock: Clock;
  readonly #interval: Milliseconds;
  readonly #controls: Map<string, number>;
  #start: Milliseconds | undefined;
  #given = 0;
  #gone: TransferFault | undefined;

  constructor(frames: readonly Uint8Array[] | Scene, options: CameraTwinOptions) {
    this.#frames = frames;
    this.#keeps = options.keeps ?? ((_name, value) => value);
    this.#clock = options.clock;
    this.#interval = options.interval ?? 33;
    this.#controls = new Map(Object.entries(options.controls ?? {}));
    this.model = options.model ?? "Virtual camera";
  }

  unplug(): void {
    this.#gone ??= new TransferFault("unplugged", "the twin was unplugged");
  }

  /** The newest frame that was not given yet: waits for the next, skips what is past. */
  async nextFrame({ timeout, signal }: TransferOptions = {}): Promise<VideoFrame> {
    if (this.#gone) throw this.#gone;
    this.#start ??= this.#clock.now();
    const wait = Math.max(0, this.#start + this.#given * this.#interval - this.#clock.now());
    await this.#clock.sleep(this.#nothing ? (timeout ?? wait) : Math.min(wait, timeout ?? wait), signal);
    if (this.#gone) throw this.#gone;
    if (signal?.aborted) throw new TransferFault("cancelled", "the next frame: cancelled");
    const number = Math.max(this.#given, Math.floor((this.#clock.now() - this.#start) / this.#interval));
    const jpeg = await this.#look(number);
    if (!jpeg || (timeout !== undefined && wait > timeout))
      throw new TransferFault("timed-out", "no frame came");
    this.#given = number + 1;
    return { jpeg: copyOf(jpeg), t: Math.round(this.#clock.now() * 1000) };
  }

  get #nothing(): boolean {
    return typeof this.#frames !== "function" && this.#frames.length === 0;
  }

  #look(number: number): Promise<Uint8Array | undefined> {
    const frames = this.#frames;
    return typeof frames === "function"
      ? frames(this.#controls)
      : Promise.resolve(frames[number % Math.max(1, frames.length)]);
  }

  readControl(name: string): Promise<number> {
    const value = this.#controls.get(name);
    if (value === undefined) return Promise.reject(new TransferFault("stalled", `no control ${name}`));
    return Promise.resolve(value);
  }

  writeControl(name: string, value: number): Promise<void> {
    const before = this.#controls.get(name);
    if (before === undefined) return Promise.reject(new TransferFault("stalled", `no control ${name}`));
    this.#controls.set(name, this.#keeps(name, value, before));
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#gone ??= new TransferFault("cancelled", "the twin was closed");
    return Promise.resolve();
  }
}

export const twinCamera = (
  frames: readonly Uint8Array[] | Scene,
  options: CameraTwinOptions,
): VideoTransport & { unplug(): void } => new Camera(frames, options);
