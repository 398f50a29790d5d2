/** The eight bytes of a setup packet (USB 2.0, table 9-2); the recipient is the device. */
import type { UsbSetup } from "./transport.ts";

const TYPE_BITS = { standard: 0x00, class: 0x20, vendor: 0x40 } as const;

export const requestType = (setup: UsbSetup, towardsHost: boolean): number =>
  TYPE_BITS[setup.type] | (towardsHost ? 0x80 : 0);

export const setupBytes = (setup: UsbSetup, towardsHost: boolean, length: number): Uint8Array => {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  out[0] = requestType(setup, towardsHost);
  out[1] = setup.request;
  view.setUint16(2, setup.value, true);
  view.setUint16(4, setup.index, true);
  view.setUint16(6, length, true);
  return out;
};
