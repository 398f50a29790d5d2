/** A device is claimed by one owner, and clean-up is never skipped: a claim ends with the device, however that ends. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";

export class Claims {
  readonly #owners = new Map<string, string>();

  /** Who holds it, in words. */
  ownerOf(key: string): string | undefined {
    return this.#owners.get(key);
  }

  /** Throws OutsideFault device-failed while another owner holds it. */
  claim(key: string, owner: string): () => void {
    const held = this.#owners.get(key);
    if (held !== undefined)
      throw new OutsideFault(
        "device-failed",
        `The device is in use by ${held}; end that first, then try again.`,
      );
    this.#owners.set(key, owner);
    let released = false;
    return () => {
      if (!released) this.#owners.delete(key);
      released = true;
    };
  }

  /** Opens a device under a claim; closing it releases the claim even when closing fails. */
  async open(key: string, owner: string, open: () => Promise<CaptureDevice>): Promise<CaptureDevice> {
    const release = this.claim(key, owner);
    try {
      return released(await open(), release);
    } catch (error) {
      release();
      throw error;
    }
  }
}

const released = (device: CaptureDevice, release: () => void): CaptureDevice => {
  const { controls } = device;
  return {
    identity: device.identity,
    status: () => device.status(),
    capture: (request, signal) => device.capture(request, signal),
    ...(device.captureTarget === undefined
      ? {}
      : {
          captureTarget: (request, signal) =>
            device.captureTarget?.(request, signal) ?? device.capture(request, signal),
        }),
    ...(controls === undefined ? {} : { controls }),
    [Symbol.asyncDispose]: async () => {
      try {
        await device[Symbol.asyncDispose]();
      } finally {
        release();
      }
    },
  };
};
