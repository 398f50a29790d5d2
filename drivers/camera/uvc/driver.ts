/** Webcams: JPEG frames as the camera compressed them, and its V4L2 controls held still while a portrait is taken. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DeviceControls, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { VideoTransport } from "../../transport/transport.ts";
import { ADJUSTMENTS, CameraControls, type Adjustment } from "./controls.ts";
import { isWholeJpeg } from "./jpeg.ts";
import { twin } from "./twin.ts";

const ID = "uvc";
/** A camera that gives no frame for this long has stopped. */
const FRAME_TIMEOUT = 3000;
/** Until its first frame a stream is set up: exposure settles, a program starts. */
const FIRST_FRAME_TIMEOUT = 12_000;
/** Broken frames in a row before the cable is blamed. */
const BROKEN_FRAMES = 5;

const told = async <T>(work: () => Promise<T>, none: T): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TransferFault)) throw error;
    if (error.code === "recording-ended") return none;
    throw new OutsideFault(
      "device-failed",
      `The camera does not take its settings: ${error.message}; plug it in again.`,
      { cause: error },
    );
  }
};

const known = (name: string): Adjustment => {
  const adjustment = ADJUSTMENTS.find((one) => one === name);
  if (adjustment === undefined)
    throw new OutsideFault(
      "usage",
      `A camera has no setting "${name}"; there are ${ADJUSTMENTS.join(", ")}.`,
    );
  return adjustment;
};

/** A camera's settings in the words of the contract; a recording without settings has none. */
const controlsOf = (video: VideoTransport): DeviceControls => {
  const controls = new CameraControls(video);
  return {
    read: () => told(() => controls.read(), {}),
    set: (name, value) =>
      told(async () => {
        const adjustment = known(name);
        await controls.set(adjustment, value);
        return (await controls.read())[adjustment] ?? Number.NaN;
      }, Number.NaN),
    release: () => told(() => controls.release(), undefined),
  };
};

class Uvc implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly controls: DeviceControls;
  readonly #video: VideoTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  /** A frame has come. */
  #streams = false;

  constructor(video: VideoTransport, context: DriverContext) {
    this.identity = { driver: ID, make: "UVC", model: video.model };
    this.#video = video;
    this.controls = controlsOf(video);
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
      const timeout = this.#streams ? FRAME_TIMEOUT : FIRST_FRAME_TIMEOUT;
      const { jpeg } = await this.#video.nextFrame({ timeout, signal });
      this.#streams = true;
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
  twin,
  featuresOf: () => features,
  calibration,
  open: (video, _row, context) => Promise.resolve(new Uvc(video, context)),
};
