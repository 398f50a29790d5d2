/** Still cameras over PTP that know "initiate capture". The picture is deleted from the camera once it is here. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id as logId } from "../../../api/base/log.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { UsbTransport } from "../../transport/transport.ts";
import { isWholeJpeg } from "../uvc/jpeg.ts";
import { EVENT, FORMAT, OPERATION, RESPONSE, readDeviceInfo, readEvent, readObjectInfo } from "./protocol.ts";
import type { DeviceInfo } from "./protocol.ts";
import { PtpSession } from "./session.ts";
import { explain } from "./explain.ts";

const ID = "ptp";
const ANSWER_TIMEOUT = 5000;
const PICTURE_TIMEOUT = 10_000;
const TIDY_TIMEOUT = 1000;
const EVENT_LENGTH = 64;
/** A released picture is there by then, or will not come. */
const LATE_PICTURE = 3000;
const SESSION = 1;
/** Image class, subclass 1 (still image capture). */
const IMAGE_CLASS = 6;

const endpointsOf = (usb: UsbTransport) => {
  const find = (type: "bulk" | "interrupt", towardsHost: boolean) =>
    usb.endpoints.find((one) => one.type === type && ((one.address & 0x80) !== 0) === towardsHost);
  const [out, inwards, events] = [find("bulk", false), find("bulk", true), find("interrupt", true)];
  if (!out || !inwards || !events)
    throw new OutsideFault(
      "device-failed",
      "The camera lacks an endpoint that PTP needs. Set it to PTP, not to mass storage.",
    );
  return { out: out.address, in: inwards.address, packet: inwards.maxPacketSize, events: events.address };
};

class PtpCamera implements CaptureDevice {
  readonly #usb: UsbTransport;
  readonly #context: DriverContext;
  readonly #session: PtpSession;
  readonly #events: number;
  readonly #run: CaptureRun;
  #identity: DeviceIdentity = { driver: ID, make: "PTP", model: "camera" };
  /** A transaction was broken off. */
  #astray = false;

  constructor(usb: UsbTransport, context: DriverContext) {
    const endpoints = endpointsOf(usb);
    this.#usb = usb;
    this.#context = context;
    this.#events = endpoints.events;
    this.#session = new PtpSession(usb, endpoints, (ms) => context.clock.sleep(ms));
    this.#run = new CaptureRun(context.clock, "The camera");
  }

  get identity(): DeviceIdentity {
    return this.#identity;
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  async start(): Promise<void> {
    const options = { timeout: ANSWER_TIMEOUT };
    await this.#session.ask(OPERATION.openSession, [SESSION], options, [RESPONSE.sessionOpen]);
    const info = readDeviceInfo(await this.#session.ask(OPERATION.deviceInfo, [], options));
    this.#identity = { driver: ID, make: info.manufacturer, model: info.model, firmware: info.version };
    this.#check(info);
  }

  #check({ operations, manufacturer, model }: DeviceInfo): void {
    const needed = [OPERATION.initiateCapture, OPERATION.getObject, OPERATION.objectInfo];
    if (needed.every((operation) => operations.includes(operation))) return;
    throw new OutsideFault(
      "device-failed",
      `The ${manufacturer} ${model} cannot be released over plain PTP. Use it as a webcam, or another camera.`,
    );
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        if (this.#astray) await this.#recover(stop);
        return await this.#capture(stop);
      } catch (error) {
        this.#astray = true;
        throw error;
      }
    });
  }

  /** A new session forgets the transaction that was broken off. */
  async #recover(signal: AbortSignal): Promise<void> {
    const options = { timeout: ANSWER_TIMEOUT, signal };
    await this.#session.drain(signal);
    await this.#session.once(OPERATION.closeSession, [], options);
    await this.#session.ask(OPERATION.openSession, [SESSION], options, [RESPONSE.sessionOpen]);
    await this.#discard(signal);
    this.#astray = false;
  }

  /** A picture that was released for the capture before is nobody's now: it is waited for and deleted. */
  async #discard(signal: AbortSignal): Promise<void> {
    const handles: number[] = [];
    try {
      for (;;) {
        const event = readEvent(
          await this.#usb.read(this.#events, EVENT_LENGTH, { timeout: LATE_PICTURE, signal }),
        );
        if (event?.code === EVENT.objectAdded && event.handle !== undefined) handles.push(event.handle);
        if (event?.code === EVENT.captureComplete) break;
      }
    } catch (error) {
      if (!(error instanceof TransferFault) || error.code !== "timed-out") throw error;
    }
    for (const handle of handles)
      await this.#session.once(OPERATION.deleteObject, [handle, 0], { timeout: ANSWER_TIMEOUT, signal });
  }

  async #capture(signal: AbortSignal): Promise<CaptureOutcome> {
    await this.#session.ask(OPERATION.initiateCapture, [0, 0], { timeout: ANSWER_TIMEOUT, signal });
    for (;;) {
      const packet = await this.#usb.read(this.#events, EVENT_LENGTH, { timeout: PICTURE_TIMEOUT, signal });
      const event = readEvent(packet);
      if (event?.code === EVENT.storeFull) throw new TransferFault("stalled", "the camera's card is full");
      if (event?.code !== EVENT.objectAdded || event.handle === undefined) continue;
      const outcome = await this.#object(event.handle, signal);
      if (outcome) return outcome;
    }
  }

  /** Undefined: the new object is a folder or something else than a JPEG. */
  async #object(handle: number, signal: AbortSignal): Promise<CaptureOutcome | undefined> {
    const options = { timeout: PICTURE_TIMEOUT, signal };
    const { format, size } = readObjectInfo(await this.#session.ask(OPERATION.objectInfo, [handle], options));
    if (format !== FORMAT.jpeg) return undefined;
    const bytes = await this.#session.ask(OPERATION.getObject, [handle], options);
    if (bytes.length !== size)
      throw new TransferFault("short-transfer", `${bytes.length} of ${size} bytes of a picture`);
    if (!isWholeJpeg(bytes)) throw new TransferFault("garbage", "the picture is no whole JPEG");
    await this.#forget(handle);
    const capturedAt = this.#context.clock.now();
    const sample = {
      characteristic: "face",
      mediaType: "image/jpeg",
      bytes,
      device: this.#identity,
      capturedAt,
    } as const;
    return { kind: "captured", sample };
  }

  /** A portrait does not stay on the camera's card. */
  async #forget(handle: number): Promise<void> {
    try {
      await this.#session.ask(OPERATION.deleteObject, [handle, 0], { timeout: TIDY_TIMEOUT });
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      this.#astray = true;
      this.#context.log.write("warn", "ptp camera kept a picture on its card", { why: logId(error.code) });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!(await this.#run.close())) return;
    try {
      await this.#session.once(OPERATION.closeSession, [], { timeout: TIDY_TIMEOUT });
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
    } finally {
      await this.#usb[Symbol.asyncDispose]();
    }
  }
}

const features: DeviceFeatures = {
  characteristic: "face",
  evidence: "several-independent-sources",
  suitability: "enrolment",
  note: "Plain PTP only: cameras that want their maker's own commands (Canon EOS, most Nikon) are refused by name.",
  presentationAttackDetection: false,
  bitDepth: 8,
};

export const ptp: DriverModule<"usb"> = {
  id: ID,
  characteristic: "face",
  transport: "usb",
  matches: [{ transport: "usb", interfaceClass: IMAGE_CLASS, model: "PTP camera" }],
  featuresOf: () => features,
  calibration,
  explain,
  open: (usb, _row, context) =>
    bringUp(
      "The camera",
      usb,
      () => new PtpCamera(usb, context),
      (device) => device.start(),
    ),
};
