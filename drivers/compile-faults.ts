/**
 * A scenario's mishaps written into a usbmon capture, so that libusb itself meets them (umockdev). In process the injector does
 * the same to the untouched recording; copies with faults in them are never kept.
 */
import { OutsideFault } from "../api/base/faults.ts";
import { copyOf } from "./transport/copy.ts";
import { endpointPlace } from "./transport/fault-plan.ts";
import type { PlannedFault } from "./transport/fault-plan.ts";
import { garbled } from "./transport/faulty.ts";
import { isStandardRequest } from "./transport/usb-exchange.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";
import type { UsbmonEvent } from "./transport/usbmon.ts";
import { transcriptOf } from "./transport/usbmon-transcript.ts";
import type { UsbAddress } from "./transport/usbmon-transcript.ts";

const STALLED = -32;
const NO_DEVICE = -19;
const NOTHING = new Uint8Array();

/** The exchange that the fault means: the nth at its place, or of all. */
const meant = (dialogue: readonly UsbExchange[], { place, nth }: PlannedFault): UsbExchange => {
  const here = dialogue.filter(({ endpoint }) => place === undefined || endpointPlace(endpoint) === place);
  const found = here[nth - 1];
  if (found?.completion) return found;
  throw new OutsideFault(
    "input-malformed",
    `The recording has no answered transfer ${nth} at ${place ?? "any place"}.`,
  );
};

/** What becomes of the completion, and whether anything follows it. Undefined: it never comes. */
const spoilt = (event: UsbmonEvent, fault: PlannedFault): UsbmonEvent | undefined => {
  const { data } = event;
  switch (fault.mishap) {
    case "stall":
      return { ...event, status: STALLED, urbLength: 0, data: NOTHING };
    case "unplug":
    case "disconnect-reconnect":
      return { ...event, status: NO_DEVICE, urbLength: 0, data: NOTHING };
    case "short": {
      const kept = copyOf(data, 0, Math.min(data.length, fault.bytes ?? data.length >> 1));
      return { ...event, urbLength: kept.length, data: kept };
    }
    case "garbage":
      return { ...event, data: garbled(data, fault.seed) };
    case "timeout":
      return undefined;
    default:
      throw new OutsideFault(
        "usage",
        `"${fault.mishap}" cannot be written into a capture; it is injected only.`,
      );
  }
};

const ENDS = new Set(["unplug", "disconnect-reconnect"]);

/** Throws OutsideFault input-malformed (no such transfer) or usage (a mishap that a capture cannot hold). */
export const compileFaults = (
  events: readonly UsbmonEvent[],
  address: UsbAddress,
  faults: readonly PlannedFault[],
): readonly UsbmonEvent[] => {
  const dialogue = transcriptOf(events, address).filter((exchange) => !isStandardRequest(exchange));
  const planned = new Map(faults.map((fault) => [meant(dialogue, fault).completion?.position, fault]));
  const end = Math.min(
    events.length,
    ...[...planned].map(([position = 0, { mishap }]) => (ENDS.has(mishap) ? position + 1 : events.length)),
  );
  return events.slice(0, end).flatMap((event, position) => {
    const fault = planned.get(position);
    const after = fault ? spoilt(event, fault) : event;
    return after ? [after] : [];
  });
};
