/** Still cameras over PTP: Canon EOS, Nikon, and those that follow the standard alone. No picture stays in the camera. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { UsbTransport } from "../../transport/transport.ts";
import { CANON } from "./canon.ts";
import { CanonShutter } from "./canon-shutter.ts";
import { NIKON } from "./nikon.ts";
import { NikonShutter } from "./nikon-shutter.ts";
import { PlainShutter } from "./plain-shutter.ts";
import { OPERATION, RESPONSE, readDeviceInfo, withoutSerial } from "./protocol.ts";
import type { DeviceInfo } from "./protocol.ts";
import { PtpSession } from "./session.ts";
import { explain } from "./explain.ts";
import { reenacted } from "./reenacted.ts";
import { ANSWER_TIMEOUT } from "./shutter.ts";
import type { Shutter } from "./shutter.ts";
import { twin } from "./twin.ts";

const ID = "ptp";
const TIDY_TIMEOUT = 1000;
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
  #shutter: Shutter | undefined;
  #identity: DeviceIdentity = { driver: ID, make: "PTP", model: "camera" };

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
    this.#shutter = this.#shutterFor(info);
    await this.#shutter.prepare(options);
  }

  /** By what the camera says it can do, not by its name. */
  #shutterFor({ operations, manufacturer, model }: DeviceInfo): Shutter {
    const knows = (...needed: readonly number[]) =>
      needed.every((operation) => operations.includes(operation));
    const sleep = (ms: number) => this.#context.clock.sleep(ms);
    if (knows(CANON.releaseOn, CANON.getEvents, CANON.getObject))
      return new CanonShutter(this.#session, sleep);
    if (knows(NIKON.captureToMemory, NIKON.getEvents, NIKON.ready))
      return new NikonShutter(this.#session, sleep);
    if (knows(OPERATION.initiateCapture, OPERATION.getObject, OPERATION.objectInfo))
      return new PlainShutter({
        usb: this.#usb,
        events: this.#events,
        session: this.#session,
        log: this.#context.log,
      });
    throw new OutsideFault(
      "device-failed",
      `The ${manufacturer} ${model} cannot be released over USB. Use it as a webcam, or another camera.`,
    );
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      try {
        const shutter = this.#shutter;
        if (!shutter) throw new Bug("a camera that was never started");
        if (this.#session.astray) await this.#recover(shutter, stop);
        return await this.#capture(shutter, request, stop);
      } catch (error) {
        this.#session.astray = true;
        throw error;
      }
    });
  }

  /** A new session forgets the transaction that was broken off. */
  async #recover(shutter: Shutter, signal: AbortSignal): Promise<void> {
    const options = { timeout: ANSWER_TIMEOUT, signal };
    await this.#session.drain(signal);
    await this.#session.once(OPERATION.closeSession, [], options);
    await this.#session.ask(OPERATION.openSession, [SESSION], options, [RESPONSE.sessionOpen]);
    await shutter.prepare(options);
    await shutter.discard(signal);
    this.#session.astray = false;
  }

  async #capture(shutter: Shutter, request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    const live = request.look === true;
    // A camera is not released to be looked through.
    if (live && shutter.look === undefined) return { kind: "retry", reason: "no-live-view" };
    const bytes = await (live ? shutter.look?.(signal) : shutter.release(signal));
    if (!bytes) return { kind: "retry", reason: "not-readable" };
    const sample = {
      characteristic: "face",
      mediaType: "image/jpeg",
      bytes,
      ...(live ? { live } : {}),
      device: this.#identity,
      capturedAt: this.#context.clock.now(),
    } as const;
    return { kind: "captured", sample };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!(await this.#run.close())) return;
    try {
      if (!this.#session.astray) await this.#shutter?.rest({ timeout: TIDY_TIMEOUT });
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
  note: "Canon EOS, Nikon and plain PTP, after public programs; not yet confirmed on hardware. Without live view there is no mirror: one picture after the countdown.",
  presentationAttackDetection: false,
  bitDepth: 8,
};

export const ptp: DriverModule<"usb"> = {
  id: ID,
  characteristic: "face",
  transport: "usb",
  matches: [{ transport: "usb", interfaceClass: IMAGE_CLASS, model: "PTP camera" }],
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  withoutSerial,
  reenacted,
  open: (usb, _row, context) =>
    bringUp(
      "The camera",
      usb,
      () => new PtpCamera(usb, context),
      (device) => device.start(),
    ),
};
