/** What is alike in all twins of PTP cameras: objects, and pictures that take their time. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { FORMAT, RESPONSE, writeObjectInfo } from "./protocol.ts";

export interface LiveView {
  /** In their order; after the last, the last few again, because a view that stands still is a frozen camera. */
  readonly frames: readonly Uint8Array[];
  /** From one frame to the next. */
  readonly interval: Milliseconds;
  /** What was seen last is what a release takes; absent: the pictures, one after the other. */
  readonly taken?: true;
}

export interface BodyOptions {
  readonly clock: Clock;
  /** From the release to the picture. */
  readonly exposure?: Milliseconds;
  /** Finds nothing to focus on, this many times. */
  readonly blurred?: number;
  /** What it shows while it is looked through, one frame a look; absent: the next picture, at once. */
  readonly live?: LiveView;
}

/** Frames that go on when there are no more. */
const GOING_ON = 5;

export interface Reply {
  readonly code: number;
  readonly data?: Uint8Array;
  /** It takes so long. */
  readonly after?: Milliseconds;
}

export const OK: Reply = { code: RESPONSE.ok };
export const BUSY: Reply = { code: RESPONSE.busy };
export const UNSUPPORTED: Reply = { code: RESPONSE.unsupported };

interface Stored {
  readonly format: number;
  readonly bytes: Uint8Array;
}

/** What is alike in all of them: objects, and pictures that take their time. */
export class Body {
  readonly objects = new Map<number, Stored>();
  readonly #options: BodyOptions;
  readonly #pictures: readonly Uint8Array[];
  #releases = 0;
  #looks = 0;
  #seen: Uint8Array | undefined;
  #handles: number;
  #blurred: number;

  constructor(pictures: readonly Uint8Array[], options: BodyOptions, firstHandle: number) {
    this.#pictures = pictures;
    this.#options = options;
    this.#handles = firstHandle;
    this.#blurred = options.blurred ?? 0;
  }

  /** False as often as the options say. */
  focus(): boolean {
    this.#blurred -= 1;
    return this.#blurred < 0;
  }

  get picture(): Uint8Array {
    if (this.#seen !== undefined && this.#options.live?.taken === true) return this.#seen;
    return this.#pictures[this.#releases % this.#pictures.length] ?? new Uint8Array();
  }

  /** A live frame takes so long. */
  get pace(): Milliseconds {
    return this.#options.live?.interval ?? 0;
  }

  /** What is seen through it now. */
  look(): Uint8Array {
    const { frames = [] } = this.#options.live ?? {};
    const beyond = this.#looks - frames.length;
    const frame =
      beyond < 0 ? frames[this.#looks] : frames.slice(-GOING_ON)[beyond % Math.min(GOING_ON, frames.length)];
    this.#looks += 1;
    this.#seen = frame;
    return frame ?? this.picture;
  }

  add(format: number, bytes: Uint8Array): number {
    const handle = this.#handles;
    this.#handles += 1;
    this.objects.set(handle, { format, bytes });
    return handle;
  }

  /** Resolves with the picture's handle when it is taken. */
  async expose(before?: () => void): Promise<number> {
    const { picture } = this;
    this.#releases += 1;
    await this.#options.clock.sleep(this.#options.exposure ?? 300);
    if (this.#releases === 1) before?.();
    return this.add(FORMAT.jpeg, picture);
  }

  get(handle: number): Reply {
    const object = this.objects.get(handle);
    return object ? { code: RESPONSE.ok, data: object.bytes } : UNSUPPORTED;
  }

  info(handle: number): Reply {
    const object = this.objects.get(handle);
    return object
      ? { code: RESPONSE.ok, data: writeObjectInfo(object.format, object.bytes.length) }
      : UNSUPPORTED;
  }
}
