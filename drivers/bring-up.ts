/** How every driver opens a device: what cannot be brought up is closed again, and the fault is said with its remedy. */
import type { CaptureDevice } from "./driver.ts";
import { openFault } from "./outcome.ts";
import type { Transport } from "./transport/transport.ts";

/** `make` owns the transport once it has returned. Throws OutsideFault device-failed or recording-mismatch. */
export const bringUp = async <D extends CaptureDevice>(
  model: string,
  transport: Transport,
  make: () => D | Promise<D>,
  start: (device: D) => Promise<void> = () => Promise.resolve(),
): Promise<D> => {
  let device: D | undefined;
  try {
    device = await make();
    await start(device);
    return device;
  } catch (error) {
    await (device ?? transport)[Symbol.asyncDispose]();
    throw openFault(model, error);
  }
};
