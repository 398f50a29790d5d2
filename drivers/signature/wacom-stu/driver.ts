/** Wacom STU signature pads (STU-300, 430, 500, 520A, 530, 540), plain pen stream over HID. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { Bug } from "../../../api/base/faults.ts";
import { id as logId } from "../../../api/base/log.ts";
import type { PadAction, PadScreen } from "../../../api/words/pad-screen.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Microseconds, Milliseconds } from "../../../api/words/units.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { calibration } from "./calibrate.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { HidTransport } from "../../transport/transport.ts";
import { ButtonWatch } from "./buttons.ts";
import { Display, waitReady } from "./display.ts";
import {
  DEFAULT_BLOCK,
  LENGTH,
  PADS,
  REPORT,
  VENDOR,
  capability,
  information,
  parsed,
  readPenReport,
  withoutSerial,
} from "./protocol.ts";
import type { Capability, PadModel } from "./protocol.ts";
import { StrokeCollector } from "./stroke.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "wacom-stu";
/** The pen has been away this long after it touched: the signature is complete. */
const COMPLETE_AFTER = 1500;
const CONFIRM = 100;
/** A pen in range is reported at least this often. */
const AWAY = 300;
/** Fewer points of contact are a slip of the pen, not a signature; at 200 reports a second this is 0.1 s. */
const LEAST_CONTACTS = 20;
const TIME_AND_SEQUENCE = 3;
/** After a session was begun or ended. */
const SESSION_PAUSE = 20;

const MM_PER_INCH = 25.4;

class WacomStu implements CaptureDevice {
  readonly identity: DeviceIdentity;
  readonly #pad: HidTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;
  readonly #capability: Capability;
  readonly #display: Display;
  /** A signature may be under way. */
  #within = false;

  constructor(
    pad: HidTransport,
    context: DriverContext,
    facts: { model: PadModel; firmware: string; capability: Capability },
  ) {
    const { model, block = DEFAULT_BLOCK } = facts.model;
    this.identity = { driver: ID, make: "Wacom", model, firmware: facts.firmware };
    this.#display = new Display(pad, context.clock, facts.capability, block);
    this.#pad = pad;
    this.#context = context;
    this.#capability = facts.capability;
    this.#run = new CaptureRun(context.clock, `Wacom ${model}`);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    const { screenWidth: width, screenHeight: height } = this.#capability;
    const screen = request.screen?.({ width, height });
    return this.#run.run(request, signal, async (stop) => {
      for (;;) {
        const outcome = await this.#sheet(screen, stop, request);
        if (outcome !== "again") return outcome;
      }
    });
  }

  /** One fresh sheet to sign on. */
  async #sheet(
    screen: PadScreen | undefined,
    stop: AbortSignal,
    request: CaptureRequest,
  ): Promise<CaptureOutcome | "again"> {
    const strokes = new StrokeCollector();
    try {
      await this.#prepare(screen, stop);
      const ended = await this.#collect(
        strokes,
        new ButtonWatch(screen?.buttons ?? [], this.#capability),
        stop,
        request,
      );
      this.#within = false;
      if (ended === "again") return ended;
      return ended === "decline" ? { kind: "retry", reason: "declined" } : this.#outcome(strokes);
    } catch (error) {
      this.#within ||= strokes.contacts > 0;
      throw error;
    } finally {
      strokes.wipe();
      await this.#rest();
    }
  }

  async #prepare(screen: PadScreen | undefined, signal: AbortSignal): Promise<void> {
    await this.#display.clear(signal);
    if (screen) await this.#display.show(screen.picture, signal);
    if (this.#within) await this.#penAway(signal);
    this.#pad.dropInput();
    await this.#pad.setFeature(REPORT.inkingMode, Uint8Array.of(1));
  }

  /** After a capture that was broken off somebody may still be writing: half a signature would be taken for a whole one. */
  async #penAway(signal: AbortSignal): Promise<void> {
    this.#pad.dropInput();
    for (;;) {
      const input = await this.#next(signal, AWAY);
      if (input === undefined || readPenReport(input.bytes)?.inRange === false) break;
    }
    this.#within = false;
  }

  /** Undefined: nothing came in this time. */
  async #next(
    signal: AbortSignal,
    timeout?: Milliseconds,
  ): Promise<{ bytes: Uint8Array; t: Microseconds } | undefined> {
    try {
      return await this.#pad.nextInput({ signal, ...(timeout === undefined ? {} : { timeout }) });
    } catch (error) {
      if (error instanceof TransferFault && error.code === "timed-out" && timeout !== undefined)
        return undefined;
      throw error;
    }
  }

  /** Until a button ends it or the pen has been away for a while after it touched. A pause of the line is not one of the pen: it is asked twice. */
  async #collect(
    strokes: StrokeCollector,
    buttons: ButtonWatch,
    signal: AbortSignal,
    { watch, pause = COMPLETE_AFTER }: CaptureRequest,
  ): Promise<PadAction> {
    while (strokes.sinceContact < pause * 1000) {
      const begun = strokes.contacts > 0;
      const input =
        (await this.#next(signal, begun ? pause : undefined)) ?? (await this.#next(signal, CONFIRM));
      if (input === undefined) break;
      const report = readPenReport(input.bytes);
      if (report === undefined) continue;
      this.#check(report.x, report.y);
      const meaning = buttons.meaningOf(report);
      const ink = meaning === "ink";
      strokes.add(ink ? report : { ...report, contact: false, pressure: 0 }, input.t);
      const last = strokes.last;
      if (ink && last !== undefined) watch?.pen?.(last, this.#capability);
      // Nothing is accepted before anything is signed.
      if (typeof meaning === "object" && (meaning.pressed !== "accept" || strokes.contacts > 0))
        return meaning.pressed;
    }
    if (strokes.touching)
      throw new TransferFault("timed-out", "the pad fell silent while the pen touched it");
    return "accept";
  }

  #check(x: number, y: number): void {
    const { maxX, maxY } = this.#capability;
    if (x > maxX || y > maxY)
      throw new TransferFault("garbage", `a point at ${x}, ${y} on a pad of ${maxX} x ${maxY}`);
  }

  #outcome(strokes: StrokeCollector): CaptureOutcome {
    if (strokes.lost > 0)
      this.#context.log.write("warn", "wacom-stu lost pen reports", {
        driver: logId(ID),
        lost: strokes.lost,
      });
    if (strokes.contacts < LEAST_CONTACTS) return { kind: "retry", reason: "too-short" };
    const { maxX, maxY, maxPressure, resolution } = this.#capability;
    const trajectory: PenTrajectory = {
      maxX,
      maxY,
      maxPressure,
      // Tablet units to the inch; a pad that leaves it 0 does not say how wide it is.
      ...(resolution === 0 ? {} : { widthMm: (maxX / resolution) * MM_PER_INCH }),
      points: strokes.points(),
    };
    const capturedAt = this.#context.clock.now();
    return {
      kind: "captured",
      sample: { characteristic: "signature", trajectory, device: this.identity, capturedAt },
    };
  }

  /** The pad shows no ink of the applicant once the signature is handed over. */
  async #rest(): Promise<void> {
    try {
      await this.#pad.setFeature(REPORT.inkingMode, Uint8Array.of(0));
      await this.#pad.setFeature(REPORT.clearScreen, Uint8Array.of(0));
    } catch (error) {
      if (!(error instanceof TransferFault)) throw error;
      this.#context.log.write("info", "wacom-stu was not cleared", { why: logId(error.code) });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#pad[Symbol.asyncDispose]();
  }
}

/** Another program left its capture session open: as long as it is, the pen comes encrypted. */
const endSession = async (pad: HidTransport, { clock, log }: DriverContext): Promise<void> => {
  log.write("info", "wacom-stu was in another program's session", { driver: logId(ID) });
  await pad.setFeature(REPORT.endCapture, Uint8Array.of(0));
  await clock.sleep(SESSION_PAUSE);
  if ((await waitReady(pad, clock)).session)
    throw new TransferFault("stalled", "the pad stays in another program's capture session");
};

const deviceOf = async (pad: HidTransport, model: PadModel, context: DriverContext): Promise<WacomStu> => {
  const { session } = await waitReady(pad, context.clock);
  if (session) await endSession(pad, context);
  const info = await pad.getFeature(REPORT.information, LENGTH.information);
  const { firmwareMajor, firmwareMinor } = parsed(() => information.decode(info));
  const raw = await pad.getFeature(REPORT.capability, LENGTH.capability);
  const extent = parsed(() => capability.decode(raw));
  if (extent.maxX === 0 || extent.maxY === 0 || extent.maxPressure === 0)
    throw new TransferFault("garbage", "the pad states an extent of nothing");
  if (model.timed) await pad.setFeature(REPORT.penDataOptionMode, Uint8Array.of(TIME_AND_SEQUENCE));
  const firmware = `${firmwareMajor}.${firmwareMinor}`;
  return new WacomStu(pad, context, { model, firmware, capability: extent });
};

const features: DeviceFeatures = {
  characteristic: "signature",
  evidence: "several-independent-sources",
  suitability: "enrolment",
  note: "Layouts of the vendor's SDK and of independent programs; not yet confirmed on hardware.",
  presentationAttackDetection: false,
};

export const wacomStu: DriverModule<"hid"> = {
  id: ID,
  characteristic: "signature",
  transport: "hid",
  matches: PADS.map(({ productId, model }) => ({
    transport: "hid",
    vendorId: VENDOR,
    productId,
    model: `Wacom ${model}`,
  })),
  twin,
  featuresOf: () => features,
  calibration,
  explain,
  withoutSerial,
  open(pad, _row, context) {
    const model = PADS.find(({ productId }) => pad.vendorId === VENDOR && productId === pad.productId);
    if (!model) throw new Bug("wacom-stu was given another device");
    return bringUp(`Wacom ${model.model}`, pad, () => deviceOf(pad, model, context));
  },
};
