/** The camera's newest frame for whoever looks: the page's mirror, the guidance, the code reader. None is queued. */
import type { FaceSample } from "../../api/words/sample.ts";
import { NoLiveView } from "./trouble.ts";

export class Mirror<Frame = FaceSample> {
  readonly #open: (signal: AbortSignal) => AsyncIterable<Frame>;
  readonly #watchers = new Set<(frame: Frame) => void>();
  readonly #failed: (error: unknown) => void;
  #stop: AbortController | undefined;
  #newest: Frame | undefined;
  /** The camera cannot be looked through: no frame will come. */
  #blind = false;
  readonly #blinded = new Set<() => void>();

  constructor(open: (signal: AbortSignal) => AsyncIterable<Frame>, failed: (error: unknown) => void) {
    this.#open = open;
    this.#failed = failed;
  }

  get newest(): Frame | undefined {
    return this.#newest;
  }

  /** On only while a screen needs it: nobody is filmed who did not begin. */
  show(wanted: boolean): void {
    if (wanted === (this.#stop !== undefined)) return;
    this.#stop?.abort();
    this.#stop = undefined;
    this.#newest = undefined;
    this.#blind = false;
    if (!wanted) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#run(stop.signal).catch((error: unknown) => {
      if (error instanceof NoLiveView) return this.#unseen(stop);
      if (this.#stop === stop) this.#stop = undefined;
      if (!stop.signal.aborted) this.#failed(error);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    for await (const frame of this.#open(signal)) {
      if (signal.aborted) return;
      this.#newest = frame;
      for (const watcher of this.#watchers) watcher(frame);
    }
  }

  /** True once it is known that there is no mirror; until then a camera may have one. */
  get blind(): boolean {
    return this.#blind;
  }

  #unseen(stop: AbortController): void {
    if (this.#stop !== stop) return;
    this.#blind = true;
    for (const end of this.#blinded) end();
  }

  watch(watcher: (frame: Frame) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#newest !== undefined) watcher(this.#newest);
    return () => void this.#watchers.delete(watcher);
  }

  /** The next frame that is not `before`; undefined when the signal aborts, or no frame will come. */
  next(before: Frame | undefined, signal: AbortSignal): Promise<Frame | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted || this.#blind) return resolve(undefined);
      let off: (() => void) | undefined;
      const end = (frame: Frame | undefined) => {
        off?.();
        this.#blinded.delete(gone);
        signal.removeEventListener("abort", gone);
        resolve(frame);
      };
      const gone = () => end(undefined);
      signal.addEventListener("abort", gone, { once: true });
      this.#blinded.add(gone);
      if (this.#newest !== undefined && this.#newest !== before) return end(this.#newest);
      off = this.watch((frame) => {
        if (frame !== before) end(frame);
      });
    });
  }
}
