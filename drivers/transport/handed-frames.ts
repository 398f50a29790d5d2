/** The camera where the kiosk's page owns it: its frames are handed in and reach the ordinary camera driver as from any transport. */
import type { Clock } from "../../api/base/clock.ts";
import { TransferFault, type TransferOptions, type VideoFrame, type VideoTransport } from "./transport.ts";

/** The longest that a timer can wait. */
const FOREVER = 2 ** 31 - 1;

export class HandedFrames implements VideoTransport {
  readonly kind = "video";
  readonly model = "Camera of the kiosk's page";
  readonly #clock: Clock;
  #newest: VideoFrame | undefined;
  #waiting: ((frame: VideoFrame) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A frame came; one that nobody took is replaced. */
  push(jpeg: Uint8Array): void {
    const frame = { jpeg: Uint8Array.from(jpeg), t: Math.round(this.#clock.now() * 1000) };
    const wake = this.#waiting;
    this.#waiting = undefined;
    if (wake === undefined) this.#newest = frame;
    else wake(frame);
  }

  async nextFrame({ timeout, signal }: TransferOptions = {}): Promise<VideoFrame> {
    const ready = this.#newest;
    this.#newest = undefined;
    if (ready !== undefined) return ready;
    const stop = new AbortController();
    const came = new Promise<VideoFrame>((resolve) => {
      this.#waiting = resolve;
    });
    const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const late = this.#clock.sleep(timeout ?? FOREVER, either).then(() => undefined);
    const frame = await Promise.race([came, late]);
    stop.abort();
    this.#waiting = undefined;
    if (frame !== undefined) return frame;
    throw signal?.aborted === true
      ? new TransferFault("cancelled", "the next frame: cancelled")
      : new TransferFault("timed-out", "the page sent no frame; is its camera allowed and free?");
  }

  readControl(name: string): Promise<number> {
    return Promise.reject(new TransferFault("stalled", `a page's camera has no control ${name}`));
  }

  writeControl(name: string): Promise<void> {
    return this.readControl(name).then(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
