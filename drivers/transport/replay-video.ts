/** Replays a camera recording: frames come at their recorded times, controls must be read and written as recorded. */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { Microseconds, Milliseconds } from "../../api/words/units.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, VideoFrame, VideoTransport } from "./transport.ts";
import type { ControlEntry, VideoRecording } from "./video-recording.ts";
import { elapse } from "./wait.ts";

export class VideoReplay implements VideoTransport {
  readonly kind = "video";
  readonly model: string;
  readonly #clock: Clock;
  readonly #frames: readonly VideoFrame[];
  readonly #controls: ControlEntry[];
  readonly #lost: Microseconds | undefined;
  /** When the first frame was asked for: the recording's zero. */
  #start: Milliseconds | undefined;
  #given = 0;

  constructor(recording: VideoRecording, clock: Clock) {
    this.model = recording.model;
    this.#clock = clock;
    this.#frames = recording.frames;
    this.#controls = [...recording.controls];
    this.#lost = recording.lost;
  }

  #due({ t }: { readonly t: Microseconds }): Milliseconds {
    return (this.#start ?? 0) + (t - (this.#frames[0]?.t ?? t)) / 1000;
  }

  /** After the last frame: the camera is unplugged when it was, or the recording has an end. */
  async #afterLast(options: TransferOptions): Promise<never> {
    if (this.#lost === undefined)
      throw new TransferFault(
        "recording-ended",
        `the recording holds ${this.#frames.length} frames and no more`,
      );
    const wait = Math.max(0, this.#due({ t: this.#lost }) - this.#clock.now());
    await elapse(this.#clock, wait, options, "the next frame");
    throw new TransferFault("unplugged", "the camera: as recorded");
  }

  async nextFrame({ timeout, signal }: TransferOptions = {}): Promise<VideoFrame> {
    this.#start ??= this.#clock.now();
    const first = this.#frames[this.#given];
    if (first === undefined)
      return this.#afterLast({
        ...(timeout === undefined ? {} : { timeout }),
        ...(signal ? { signal } : {}),
      });
    const wait = Math.max(0, this.#due(first) - this.#clock.now());
    await this.#clock.sleep(Math.min(wait, timeout ?? wait), signal);
    if (signal?.aborted) throw new TransferFault("cancelled", "the next frame: cancelled");
    if (timeout !== undefined && wait > timeout)
      throw new TransferFault("timed-out", `no frame within ${timeout} ms`);
    const now = this.#clock.now();
    let newest = this.#given;
    for (let i = newest + 1; i < this.#frames.length; i += 1) {
      const frame = this.#frames[i];
      if (frame === undefined || this.#due(frame) > now) break;
      newest = i;
    }
    this.#given = newest + 1;
    const { t, jpeg } = this.#frames[newest] ?? first;
    return { t, jpeg: copyOf(jpeg) };
  }

  #next(kind: ControlEntry["kind"], name: string, value?: number): ControlEntry {
    const recorded = this.#controls[0];
    const got = `${kind} ${name}${value === undefined ? "" : ` = ${value}`}`;
    if (recorded === undefined)
      throw new TransferFault("recording-ended", `got ${got}, and no control is left`);
    if (recorded.kind !== kind || recorded.name !== name || (value !== undefined && recorded.value !== value))
      throw new TransferFault(
        "recording-mismatch",
        `control: expected ${recorded.kind} ${recorded.name} = ${recorded.value}, got ${got}`,
      );
    this.#controls.shift();
    return recorded;
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async readControl(name: string): Promise<number> {
    return this.#next("read", name).value;
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async writeControl(name: string, value: number): Promise<void> {
    this.#next("write", name, value);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
