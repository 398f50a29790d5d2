/** The touch screen itself as a pad of last resort: the page hands in what a finger or a pen writes on its field. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import type { PenPoint } from "../../../api/words/sample.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { ByteStream } from "../../transport/byte-stream.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { SerialTransport } from "../../transport/transport.ts";
import { MAX_PRESSURE, PACKET_LENGTH, readTouch, writeTouch } from "./protocol.ts";
import type { TouchPacket } from "./protocol.ts";
import { calibration } from "./calibrate.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "touch-screen";
const MODEL = "touch screen";
/** The page has no speed; a recording of it has none either. */
const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
/** Fewer points of contact are a tap. */
const LEAST_CONTACTS = 5;
/** The capture's own deadline ends the waiting. */
const PATIENCE = 2 ** 31 - 1;

class TouchScreen implements CaptureDevice {
  readonly identity: DeviceIdentity = { driver: ID, make: "Kiosk", model: MODEL };
  readonly #serial: SerialTransport;
  readonly #stream: ByteStream;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;

  constructor(serial: SerialTransport, context: DriverContext) {
    this.#serial = serial;
    this.#stream = new ByteStream(serial, context.clock);
    this.#context = context;
    this.#run = new CaptureRun(context.clock, "The touch screen");
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, async (stop) => {
      const points: PenPoint[] = [];
      try {
        return await this.#capture(points, stop);
      } finally {
        points.length = 0;
        await this.#tell("end");
      }
    });
  }

  async #tell(kind: "begin" | "end"): Promise<void> {
    try {
      await this.#serial.write(writeTouch({ kind, sequence: 0, x: 0, y: 0, pressure: 0, time: 0 }));
    } catch (error) {
      if (kind === "begin" || !(error instanceof TransferFault)) throw error;
    }
  }

  async #next(signal: AbortSignal): Promise<TouchPacket> {
    return readTouch(await this.#stream.exactly(PACKET_LENGTH, { timeout: PATIENCE, signal }));
  }

  async #capture(points: PenPoint[], signal: AbortSignal): Promise<CaptureOutcome> {
    this.#stream.clear();
    await this.#tell("begin");
    let field = await this.#next(signal);
    if (field.kind !== "field" || field.x === 0 || field.y === 0)
      throw new TransferFault("garbage", "the page does not say how large its field is");
    let start = 0;
    for (let last = field.sequence; ;) {
      const packet = await this.#next(signal);
      if (packet.sequence === last) continue;
      if (packet.sequence !== last + 1)
        throw new TransferFault("short-transfer", `packet ${packet.sequence} after ${last}`);
      last = packet.sequence;
      switch (packet.kind) {
        case "point":
          // Time is told from the first point on.
          if (points.length === 0) start = packet.time;
          points.push(pointOf(packet, field, start));
          break;
        case "field":
          // The page was laid out anew: what was written on the old field is gone.
          field = packet;
          points.length = 0;
          break;
        case "again":
          points.length = 0;
          break;
        case "decline":
          return { kind: "retry", reason: "declined" };
        default:
          return this.#outcome(points, field);
      }
    }
  }

  #outcome(points: readonly PenPoint[], { x: maxX, y: maxY }: TouchPacket): CaptureOutcome {
    if (points.filter(({ contact }) => contact).length < LEAST_CONTACTS)
      return { kind: "retry", reason: "too-short" };
    const end = points.findLastIndex(({ contact }) => contact) + 1;
    const trajectory = { maxX, maxY, maxPressure: MAX_PRESSURE, points: points.slice(0, end) };
    const capturedAt = this.#context.clock.now();
    return {
      kind: "captured",
      sample: { characteristic: "signature", trajectory, device: this.identity, capturedAt },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#serial[Symbol.asyncDispose]();
  }
}

const pointOf = (packet: TouchPacket, field: TouchPacket, start: number): PenPoint => {
  const { x, y, pressure, time } = packet;
  if (x > field.x || y > field.y || time < start)
    throw new TransferFault("garbage", `a point at ${x}, ${y} of a field of ${field.x} x ${field.y}`);
  return { x, y, pressure, contact: pressure > 0, t: time - start };
};

const features: DeviceFeatures = {
  characteristic: "signature",
  evidence: "own-program",
  suitability: "enrolment",
  note: "A pad of last resort: a finger on glass writes coarser than a pen on a pad.",
  presentationAttackDetection: false,
};

export const touchScreen: DriverModule<"serial"> = {
  id: ID,
  characteristic: "signature",
  transport: "serial",
  matches: [{ transport: "serial", model: MODEL, byNameOnly: true }],
  explain,
  calibration,
  twin,
  featuresOf: () => features,
  open: (serial, _row, context) =>
    bringUp("The touch screen", serial, async () => {
      await serial.configure(LINE);
      return new TouchScreen(serial, context);
    }),
};
