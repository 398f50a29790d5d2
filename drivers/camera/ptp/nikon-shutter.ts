/** Nikon: the picture stays in the camera's memory and never on the card; it is deleted there once it is here. */
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions } from "../../transport/transport.ts";
import { NIKON, NIKON_OUT_OF_FOCUS, WITHOUT_FOCUS, readNikonEvents } from "./nikon.ts";
import { FORMAT, OPERATION, RESPONSE, readObjectInfo } from "./protocol.ts";
import type { PtpSession } from "./session.ts";
import { ANSWER_TIMEOUT, LATE_PICTURE, PICTURE_TIMEOUT, jpegWithin, wholePicture } from "./shutter.ts";
import type { Shutter } from "./shutter.ts";

const POLL_PAUSE = 50;

export class NikonShutter implements Shutter {
  readonly #session: PtpSession;
  readonly #sleep: (ms: number) => Promise<void>;
  #live = false;

  constructor(session: PtpSession, sleep: (ms: number) => Promise<void>) {
    this.#session = session;
    this.#sleep = sleep;
  }

  prepare(): Promise<void> {
    this.#live = false;
    return Promise.resolve();
  }

  /** Asks until the camera has done what it was told. False: it found nothing to focus on. */
  async #done(options: TransferOptions): Promise<boolean> {
    for (let waited = 0; waited <= PICTURE_TIMEOUT; waited += POLL_PAUSE) {
      const { code } = await this.#session.once(NIKON.ready, [], options);
      if (code === RESPONSE.ok) return true;
      if (code === NIKON_OUT_OF_FOCUS) return false;
      if (code !== RESPONSE.busy)
        throw new TransferFault("stalled", `the camera answers ${code.toString(16)}`);
      await this.#sleep(POLL_PAUSE);
    }
    throw new TransferFault("timed-out", "the camera stays busy");
  }

  /** Asks for events until a picture is among them. Undefined: none came in that time. */
  async #added(wait: number, signal: AbortSignal): Promise<number | undefined> {
    for (let waited = 0; waited <= wait; waited += POLL_PAUSE) {
      const data = await this.#session.ask(NIKON.getEvents, [], { timeout: ANSWER_TIMEOUT, signal });
      const [handle] = readNikonEvents(data);
      if (handle !== undefined) return handle;
      await this.#sleep(POLL_PAUSE);
    }
    return undefined;
  }

  async release(signal: AbortSignal): Promise<Uint8Array | undefined> {
    const options = { timeout: PICTURE_TIMEOUT, signal };
    await this.rest(options);
    await this.#session.ask(NIKON.focus, [], options, [NIKON_OUT_OF_FOCUS]);
    if (!(await this.#done(options))) return undefined;
    await this.#session.ask(NIKON.captureToMemory, [WITHOUT_FOCUS], options);
    for (;;) {
      const handle = await this.#added(PICTURE_TIMEOUT, signal);
      if (handle === undefined)
        throw new TransferFault("timed-out", "the camera was released and gives no picture");
      const { format, size } = readObjectInfo(
        await this.#session.ask(OPERATION.objectInfo, [handle], options),
      );
      const bytes =
        format === FORMAT.jpeg ? await this.#session.ask(OPERATION.getObject, [handle], options) : undefined;
      await this.#session.ask(NIKON.deleteFromMemory, [handle], options);
      if (bytes) return wholePicture(bytes, size);
    }
  }

  async look(signal: AbortSignal): Promise<Uint8Array> {
    const options = { timeout: ANSWER_TIMEOUT, signal };
    if (!this.#live) {
      await this.#session.ask(NIKON.startLiveView, [], options);
      this.#live = true;
      await this.#done(options);
    }
    return jpegWithin(await this.#session.ask(NIKON.liveViewImage, [], options));
  }

  async discard(signal: AbortSignal): Promise<void> {
    const handle = await this.#added(LATE_PICTURE, signal);
    if (handle !== undefined)
      await this.#session.once(NIKON.deleteFromMemory, [handle], { timeout: ANSWER_TIMEOUT, signal });
  }

  async rest(options: TransferOptions): Promise<void> {
    if (this.#live) await this.#session.ask(NIKON.endLiveView, [], options);
    this.#live = false;
  }
}
