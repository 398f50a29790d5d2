/** Cameras that follow ISO 15740 alone: "initiate capture", then events that name the new objects. No live view. */
import type { Log } from "../../../api/base/log.ts";
import { id as logId } from "../../../api/base/log.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions, UsbTransport } from "../../transport/transport.ts";
import { EVENT, FORMAT, OPERATION, readEvent, readObjectInfo } from "./protocol.ts";
import type { PtpSession } from "./session.ts";
import { ANSWER_TIMEOUT, LATE_PICTURE, PICTURE_TIMEOUT, wholePicture } from "./shutter.ts";
import type { Shutter } from "./shutter.ts";

const EVENT_LENGTH = 64;
const TIDY_TIMEOUT = 1000;

export interface PlainShutterParts {
  readonly usb: UsbTransport;
  /** The interrupt endpoint. */
  readonly events: number;
  readonly session: PtpSession;
  readonly log: Log;
}

export class PlainShutter implements Shutter {
  readonly #parts: PlainShutterParts;

  constructor(parts: PlainShutterParts) {
    this.#parts = parts;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async #event(options: TransferOptions): Promise<ReturnType<typeof readEvent>> {
    return readEvent(await this.#parts.usb.read(this.#parts.events, EVENT_LENGTH, options));
  }

  async release(signal: AbortSignal): Promise<Uint8Array> {
    const { session } = this.#parts;
    await session.ask(OPERATION.initiateCapture, [0, 0], { timeout: ANSWER_TIMEOUT, signal });
    for (;;) {
      const event = await this.#event({ timeout: PICTURE_TIMEOUT, signal });
      if (event?.code === EVENT.storeFull) throw new TransferFault("stalled", "the camera's card is full");
      if (event?.code !== EVENT.objectAdded || event.handle === undefined) continue;
      const picture = await this.#object(event.handle, signal);
      if (picture) return picture;
    }
  }

  /** Undefined: the new object is a folder or something else than a JPEG. */
  async #object(handle: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { session } = this.#parts;
    const options = { timeout: PICTURE_TIMEOUT, signal };
    const { format, size } = readObjectInfo(await session.ask(OPERATION.objectInfo, [handle], options));
    if (format !== FORMAT.jpeg) return undefined;
    const picture = wholePicture(await session.ask(OPERATION.getObject, [handle], options), size);
    await this.#forget(handle);
    return picture;
  }

  /** A portrait does not stay on the camera's card. */
  async #forget(handle: number): Promise<void> {
    const { session, log } = this.#parts;
    try {
      await session.ask(OPERATION.deleteObject, [handle, 0], { timeout: TIDY_TIMEOUT });
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      session.astray = true;
      log.write("warn", "ptp camera kept a picture on its card", { why: logId(error.code) });
    }
  }

  async discard(signal: AbortSignal): Promise<void> {
    const handles: number[] = [];
    try {
      for (;;) {
        const event = await this.#event({ timeout: LATE_PICTURE, signal });
        if (event?.code === EVENT.objectAdded && event.handle !== undefined) handles.push(event.handle);
        if (event?.code === EVENT.captureComplete) break;
      }
    } catch (error) {
      if (!(error instanceof TransferFault) || error.code !== "timed-out") throw error;
    }
    for (const handle of handles)
      await this.#parts.session.once(OPERATION.deleteObject, [handle, 0], {
        timeout: ANSWER_TIMEOUT,
        signal,
      });
  }

  rest(): Promise<void> {
    return Promise.resolve();
  }
}
