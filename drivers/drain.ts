/** After an exchange that was broken off, what the device still sends is read away and overwritten: it may be half a finger. */
import type { Milliseconds } from "../api/words/units.ts";
import { TransferFault } from "./transport/transport.ts";
import type { TransferOptions } from "./transport/transport.ts";

export interface DrainOptions {
  /** The device is silent when nothing came for this long. */
  readonly silence: Milliseconds;
  /** Reads after which a device that goes on is at fault. */
  readonly most: number;
  readonly signal?: AbortSignal;
}

/** Throws TransferFault garbage when the device does not stop sending. */
export const drain = async (
  read: (options: TransferOptions) => Promise<Uint8Array>,
  { silence, most, signal }: DrainOptions,
): Promise<void> => {
  const options = { timeout: silence, ...(signal ? { signal } : {}) };
  for (let reads = 0; reads < most; reads += 1) {
    try {
      (await read(options)).fill(0);
    } catch (error) {
      if (error instanceof TransferFault && error.code === "timed-out") return;
      throw error;
    }
  }
  throw new TransferFault("garbage", "the device does not stop sending");
};
