/** The only door to `node-hid` (hidraw on Linux). */
import type { HIDAsync } from "node-hid";
import type { Clock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { copyOf } from "./copy.ts";
import { loadNative } from "./native.ts";
import { TransferFault } from "./transport.ts";
import type { HidTransport, TransferOptions } from "./transport.ts";
import { Mailbox, within } from "./wait.ts";

const load = () =>
  loadNative("The node-hid package", async () => {
    const module = await import("node-hid");
    return "default" in module ? module.default : module;
  });

/** Twenty seconds of a pen; a pad on which a pen lies for days, and nobody reads, fills no memory. */
const MOST_INPUTS = 4096;

/** A control transfer that the kernel ends by itself takes 5 s. */
const FEATURE_TIMEOUT = 5500;

const faultOf = (error: unknown, what: string): TransferFault => {
  const message = error instanceof Error ? error.message : String(error);
  const gone = /disconnected|No such device|could not read/iu.test(message);
  return new TransferFault(gone ? "unplugged" : "stalled", `${what}: ${message}`);
};

class HidRaw implements HidTransport {
  readonly kind = "hid";
  readonly vendorId: number;
  readonly productId: number;
  readonly #device: HIDAsync;
  readonly #clock: Clock;
  readonly #inputs = new Mailbox<{ readonly bytes: Uint8Array; readonly t: Microseconds }>({
    most: MOST_INPUTS,
    wipe: ({ bytes }) => bytes.fill(0),
  });
  #closed = false;

  constructor(device: HIDAsync, identity: { vendorId: number; productId: number }, clock: Clock) {
    this.vendorId = identity.vendorId;
    this.productId = identity.productId;
    this.#device = device;
    this.#clock = clock;
    device.on("data", (data: Buffer) =>
      this.#inputs.put({ bytes: copyOf(data), t: Math.round(clock.now() * 1000) }),
    );
    device.on("error", (error: unknown) => this.#inputs.fail(faultOf(error, "reading input reports")));
  }

  async #call<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new TransferFault("cancelled", `${what}: closed`);
    const calling = work().catch((error: unknown) => {
      throw faultOf(error, what);
    });
    return within(this.#clock, calling, { timeout: FEATURE_TIMEOUT }, what);
  }

  /** hidapi wants room for the report id, and gives it first. */
  async getFeature(report: number, length: number): Promise<Uint8Array> {
    const got = await this.#call(`feature ${report}`, () =>
      this.#device.getFeatureReport(report, length + 1),
    );
    return copyOf(got, 1);
  }

  async setFeature(report: number, payload: Uint8Array): Promise<void> {
    await this.#call(`feature ${report}`, () => this.#device.sendFeatureReport([report, ...payload]));
  }

  async write(report: number, payload: Uint8Array): Promise<void> {
    await this.#call(`output ${report}`, () => this.#device.write([report, ...payload]));
  }

  nextInput(
    options: TransferOptions = {},
  ): Promise<{ readonly bytes: Uint8Array; readonly t: Microseconds }> {
    return this.#inputs.take(this.#clock, options, "the next input report");
  }

  dropInput(): void {
    this.#inputs.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#inputs.clear();
    this.#inputs.fail(new TransferFault("cancelled", "closed"));
    this.#device.removeAllListeners("data");
    try {
      await this.#device.close();
    } catch {
      // A pad that was unplugged cannot be closed, and need not be.
    }
  }
}

/** `path`: of the hidraw node. Throws OutsideFault capability-missing or device-failed. */
export const openHid = async (
  path: string,
  identity: { readonly vendorId: number; readonly productId: number },
  clock: Clock,
): Promise<HidTransport> => {
  const hid = await load();
  try {
    return new HidRaw(await hid.HIDAsync.open(path), identity, clock);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OutsideFault(
      "device-failed",
      `${path} could not be opened (${message}). Plug the pad in again.`,
      { cause },
    );
  }
};
