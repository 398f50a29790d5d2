/** MRZ readers that send lines over a serial line (USB-CDC): the driver delivers lines, the kiosk verifies them. */
import type { CaptureOutcome, CaptureRequest } from "../../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity, DeviceStatus } from "../../../api/words/device.ts";
import { bringUp } from "../../bring-up.ts";
import { CaptureRun } from "../../capture-run.ts";
import type { CaptureDevice, DriverContext, DriverModule } from "../../driver.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { SerialTransport } from "../../transport/transport.ts";
import { LineCollector, documentOf, zoneOf } from "./protocol.ts";
import { explain } from "./explain.ts";
import { twin } from "./twin.ts";

const ID = "mrz-serial";
const MODEL = "MRZ reader";
/** CDC readers ignore the speed; those behind an adapter come set to this. */
const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
/** Lines of one document come within this; after it a document is over. */
const GAP = 300;

class MrzReader implements CaptureDevice {
  readonly identity: DeviceIdentity = { driver: ID, make: "Any", model: MODEL };
  readonly #serial: SerialTransport;
  readonly #context: DriverContext;
  readonly #run: CaptureRun;

  constructor(serial: SerialTransport, context: DriverContext) {
    this.#serial = serial;
    this.#context = context;
    this.#run = new CaptureRun(context.clock, MODEL);
  }

  status(): DeviceStatus {
    return this.#run.status();
  }

  capture(request: CaptureRequest, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#run.run(request, signal, (stop) => this.#capture(stop));
  }

  /** Undefined: nothing came within the gap. */
  async #read(signal: AbortSignal, begun: boolean): Promise<Uint8Array | undefined> {
    try {
      return await this.#serial.read({ signal, ...(begun ? { timeout: GAP } : {}) });
    } catch (error) {
      if (begun && error instanceof TransferFault && error.code === "timed-out") return undefined;
      throw error;
    }
  }

  /** What came before this capture belongs to no one in front of the desk now. */
  async #capture(signal: AbortSignal): Promise<CaptureOutcome> {
    this.#serial.dropInput();
    const collector = new LineCollector();
    const zones: string[] = [];
    for (let begun = false; ; begun = true) {
      const data = await this.#read(signal, begun);
      const lines = data ? collector.push(data) : collector.flush();
      zones.push(...lines.map(zoneOf).filter((zone) => zone !== undefined));
      if (data !== undefined) continue;
      const document = documentOf(zones);
      if (!document) return { kind: "retry", reason: "not-readable" };
      const capturedAt = this.#context.clock.now();
      const sample = {
        characteristic: "document",
        lines: document,
        device: this.identity,
        capturedAt,
      } as const;
      return { kind: "captured", sample };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.#run.close()) await this.#serial[Symbol.asyncDispose]();
  }
}

const features: DeviceFeatures = {
  characteristic: "document",
  evidence: "several-independent-sources",
  suitability: "enrolment",
  note: "Any reader that sends the lines as text; the kiosk verifies their check digits.",
  presentationAttackDetection: false,
};

export const mrzSerial: DriverModule<"serial"> = {
  id: ID,
  characteristic: "document",
  transport: "serial",
  // Over a line of its own, or as a keyboard whose keys the kiosk hands in (kiosk/web/wedge.ts).
  matches: [{ transport: "serial", model: MODEL, byNameOnly: true }],
  twin,
  featuresOf: () => features,
  explain,
  open: (serial, _row, context) =>
    bringUp(MODEL, serial, async () => {
      await serial.configure(LINE);
      return new MrzReader(serial, context);
    }),
};
