/** Canon EOS: the picture goes to the host's memory and never to the card. */
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions } from "../../transport/transport.ts";
import {
  CANON,
  CANON_NOT_READY,
  CANON_PROPERTY,
  CANON_VALUE,
  canonProperty,
  readCanonEvents,
} from "./canon.ts";
import type { CanonPicture } from "./canon.ts";
import { FORMAT, RESPONSE } from "./protocol.ts";
import type { PtpSession } from "./session.ts";
import { ANSWER_TIMEOUT, LATE_PICTURE, PICTURE_TIMEOUT, jpegWithin, wholePicture } from "./shutter.ts";
import type { Shutter } from "./shutter.ts";

const POLL_PAUSE = 50;
/** Half pressed: focus. Pressed: the picture. */
const [HALF, FULL] = [1, 2];
/** Room on the host, as other programs tell it: clusters, their size, and "forget what was told before". */
const HOST_CAPACITY = [0x0fff_ffff, 0x1000, 1];
const VIEWFINDER_ARGUMENT = 0x0010_0000;

export class CanonShutter implements Shutter {
  readonly #session: PtpSession;
  readonly #sleep: (ms: number) => Promise<void>;
  #live = false;

  constructor(session: PtpSession, sleep: (ms: number) => Promise<void>) {
    this.#session = session;
    this.#sleep = sleep;
  }

  async prepare(options: TransferOptions): Promise<void> {
    this.#live = false;
    await this.#session.ask(CANON.setRemoteMode, [1], options);
    await this.#session.ask(CANON.setEventMode, [1], options);
    await this.#events(options);
    await this.#set(CANON_PROPERTY.captureDestination, CANON_VALUE.toHost, options);
    await this.#session.ask(CANON.hostCapacity, HOST_CAPACITY, options, [RESPONSE.busy]);
  }

  async #set(property: number, value: number, options: TransferOptions): Promise<void> {
    await this.#session.give(CANON.setProperty, canonProperty(property, value), options);
  }

  async #events(options: TransferOptions): Promise<readonly CanonPicture[]> {
    return readCanonEvents(await this.#session.ask(CANON.getEvents, [], options));
  }

  /** Asks for events until a picture is among them. Undefined: none came in that time. */
  async #picture(wait: number, signal: AbortSignal): Promise<CanonPicture | undefined> {
    for (let waited = 0; waited <= wait; waited += POLL_PAUSE) {
      const [picture] = await this.#events({ timeout: ANSWER_TIMEOUT, signal });
      if (picture) return picture;
      await this.#sleep(POLL_PAUSE);
    }
    return undefined;
  }

  async release(signal: AbortSignal): Promise<Uint8Array | undefined> {
    const options = { timeout: PICTURE_TIMEOUT, signal };
    await this.rest(options);
    const focused = await this.#press(options);
    if (!focused) return undefined;
    for (;;) {
      const picture = await this.#picture(PICTURE_TIMEOUT, signal);
      if (!picture) throw new TransferFault("timed-out", "the camera was released and gives no picture");
      const { handle, format, size } = picture;
      const bytes =
        format === FORMAT.jpeg ? await this.#session.ask(CANON.getObject, [handle], options) : undefined;
      await this.#session.ask(CANON.transferComplete, [handle], options);
      // A camera set to RAW and JPEG hands over both.
      if (bytes) return wholePicture(bytes, size);
    }
  }

  /** False: the camera refuses to release because nothing is in focus. The button is let go in any case. */
  async #press(options: TransferOptions): Promise<boolean> {
    const half = await this.#session.once(CANON.releaseOn, [HALF, 0], options);
    const full =
      half.code === RESPONSE.ok ? await this.#session.once(CANON.releaseOn, [FULL, 0], options) : half;
    if (full.code === RESPONSE.ok) await this.#session.ask(CANON.releaseOff, [FULL], options);
    await this.#session.ask(CANON.releaseOff, [HALF], options);
    return full.code === RESPONSE.ok;
  }

  async look(signal: AbortSignal): Promise<Uint8Array> {
    const options = { timeout: ANSWER_TIMEOUT, signal };
    if (!this.#live) await this.#set(CANON_PROPERTY.viewfinderOutput, CANON_VALUE.viewfinderToHost, options);
    this.#live = true;
    for (let waited = 0; waited <= LATE_PICTURE; waited += POLL_PAUSE) {
      const { code, data } = await this.#session.once(CANON.viewfinderData, [VIEWFINDER_ARGUMENT], options);
      if (code === RESPONSE.ok) return jpegWithin(data);
      if (code !== CANON_NOT_READY && code !== RESPONSE.busy)
        throw new TransferFault("stalled", `the viewfinder answers ${code.toString(16)}`);
      await this.#events(options);
      await this.#sleep(POLL_PAUSE);
    }
    throw new TransferFault("timed-out", "the viewfinder gives no frame");
  }

  async discard(signal: AbortSignal): Promise<void> {
    const picture = await this.#picture(LATE_PICTURE, signal);
    if (picture)
      await this.#session.once(CANON.transferComplete, [picture.handle], { timeout: ANSWER_TIMEOUT, signal });
  }

  async rest(options: TransferOptions): Promise<void> {
    if (this.#live) await this.#set(CANON_PROPERTY.viewfinderOutput, CANON_VALUE.viewfinderOff, options);
    this.#live = false;
  }
}
