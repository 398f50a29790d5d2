/** Webcams: JPEG frames as the camera compressed them, and its V4L2 controls held still while a portrait is taken. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { VideoTransport } from "../../transport/transport.ts";
import { isWholeJpeg } from "./jpeg.ts";

const ID = "uvc";
/** A camera that gives no frame for this long has stopped. */
const FRAME_TIMEOUT = 3000;
/** Broken frames in a row before the cable is blamed. */
const BROKEN_FRAMES = 5;

class Uvc implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #video: VideoTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;

  constructor(video: VideoTransport, context: DriverContext) {
    this.identity = { driver: ID, make: "UVC", model: video.model };
    this.#video = video;
    this.#context = context;
    this.#run = new CaptureRun(context.clock, video.model);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  /** The newest whole frame. */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, (stop) => this.#frame(stop));
  }

  async #frame(signal: AbortSignal): Promise<CaptureOutcome> {
    for (let broken = 0; broken < BROKEN_FRAMES; broken += 1) {
      const { jpeg } = await this.#video.nextFrame({ timeout: FRAME_TIMEOUT, signal });
      if (!isWholeJpeg(jpeg)) continue;
      const capturedAt = this.#context.clock.now();
      const sample = {
        characteristic: "face",
        mediaType: "image/jpeg",
        bytes: jpeg,
        device: this.identity,
        capturedAt,
      } as const;
      return { kind: "captured", sample };
    }
    throw new TransferFault("garbage", `${BROKEN_FRAMES} frames in a row are no whole pictures`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#video[Symbol.asyncDispose]();
  }
}

const features: DeviceFeatures = {
  characteristic: "face",
  evidence: "vendor-document",
  suitability: "enrolment",
  note: "Any UVC camera; whether its pictures suffice is measured on each of them.",
  presentationAttackDetection: false,
  bitDepth: 8,
};

export const uvc: DriverModule<"video"> = {
  id: ID,
  characteristic: "face",
  transport: "video",
  matches: [{ transport: "video", model: "UVC camera" }],
  featuresOf: () => features,
  open: (video, _row, context) => Promise.resolve(new Uvc(video, context)),
};
