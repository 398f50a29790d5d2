/** Linux errno values of USB completions (Documentation/driver-api/usb/error-codes.rst) in the words of transfers. */
import { TransferFault } from "./transport.ts";

const STALL = -32; // EPIPE
const NO_DEVICE = new Set([-19, -108]); // ENODEV, ESHUTDOWN
const CANCELLED = new Set([-2, -104]); // ENOENT, ECONNRESET
const TIMED_OUT = -110;
/** EPROTO, EILSEQ, ETIME: seen when the plug is pulled during a transfer. */
const BROKEN_LINE = new Set([-71, -84, -62]);

export const isCancelled = (status: number): boolean => CANCELLED.has(status);

/** The fault that a driver sees for a status other than 0. */
export const faultOfStatus = (status: number, what: string): TransferFault => {
  const detail = `${what}: status ${status}`;
  if (status === STALL) return new TransferFault("stalled", detail);
  if (NO_DEVICE.has(status) || BROKEN_LINE.has(status)) return new TransferFault("unplugged", detail);
  if (CANCELLED.has(status)) return new TransferFault("cancelled", detail);
  if (status === TIMED_OUT) return new TransferFault("timed-out", detail);
  return new TransferFault("garbage", detail);
};
