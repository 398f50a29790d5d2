/** Endpoints are found by direction and type: controllers renumber them. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { UsbTransport } from "./transport.ts";

/** The first bulk endpoint of that direction. Throws OutsideFault device-failed where the device has none. */
export const bulkEndpoint = (usb: UsbTransport, towardsHost: boolean, model: string): number => {
  const found = usb.endpoints.find(
    ({ type, address }) => type === "bulk" && ((address & 0x80) !== 0) === towardsHost,
  );
  if (found) return found.address;
  throw new OutsideFault(
    "device-failed",
    `${model} lacks a bulk endpoint. Another device answers under its identity.`,
  );
};
