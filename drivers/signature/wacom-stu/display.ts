/** A pad's screen: cleared, or showing a picture; the pad says when it is ready for more. */
import type { Clock } from "../../../api/base/clock.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { HidTransport } from "../../transport/transport.ts";
import { encodePicture } from "./picture.ts";
import { LENGTH, REPORT, STATUS_CODES, imageBlock, parsed, status } from "./protocol.ts";
import type { Capability } from "./protocol.ts";

const READY_PAUSE = 20;
/** A clear of an STU-520 takes up to 600 ms. */
const READY_TRIES = 150;

export interface Readiness {
  /** What became of the last command; 0 when all was well. */
  readonly lastResult: number;
  /** A capture session is open: the pen is encrypted. */
  readonly session: boolean;
}

/** Polls until the pad accepts commands again. */
export const waitReady = async (
  pad: HidTransport,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Readiness> => {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    const raw = await pad.getFeature(REPORT.status, LENGTH.status);
    const { code, lastResult } = parsed(() => status.decode(raw));
    if (code === STATUS_CODES.ready || code === STATUS_CODES.capture)
      return { lastResult, session: code === STATUS_CODES.capture };
    await clock.sleep(READY_PAUSE, signal);
    if (signal?.aborted) throw new TransferFault("cancelled", "waiting for the pad: cancelled");
  }
  throw new TransferFault("timed-out", "the pad does not become ready");
};

export class Display {
  readonly #pad: HidTransport;
  readonly #clock: Clock;
  readonly #capability: Capability;
  /** Bytes of a picture that one report takes. */
  readonly #block: number;

  constructor(pad: HidTransport, clock: Clock, capability: Capability, block: number) {
    this.#pad = pad;
    this.#clock = clock;
    this.#capability = capability;
    this.#block = block;
  }

  async clear(signal: AbortSignal): Promise<void> {
    await waitReady(this.#pad, this.#clock, signal);
    await this.#pad.setFeature(REPORT.clearScreen, Uint8Array.of(0));
    await waitReady(this.#pad, this.#clock, signal);
  }

  /** Throws TransferFault stalled when the pad refuses the picture; one that was broken off is abandoned. */
  async show(picture: RgbImage, signal: AbortSignal): Promise<void> {
    const { encoding, bytes } = encodePicture(picture, this.#capability);
    await waitReady(this.#pad, this.#clock, signal);
    await this.#pad.setFeature(REPORT.startImageData, Uint8Array.of(encoding));
    for (let at = 0; at < bytes.length; at += this.#block) {
      if (signal.aborted) {
        await this.#pad.setFeature(REPORT.endImageData, Uint8Array.of(1));
        throw new TransferFault("cancelled", "showing a picture: cancelled");
      }
      await this.#pad.setFeature(
        REPORT.imageDataBlock,
        imageBlock(bytes.subarray(at, at + this.#block), this.#block),
      );
    }
    await this.#pad.setFeature(REPORT.endImageData, Uint8Array.of(0));
    const { lastResult } = await waitReady(this.#pad, this.#clock, signal);
    if (lastResult !== 0) throw new TransferFault("stalled", `the pad refuses the picture (${lastResult})`);
  }
}
