/** usbmon captures to transcripts and back. A bus carries every device's traffic: one address is picked. */
import { OutsideFault } from "../../api/base/faults.ts";
import { readCapture } from "./pcap.ts";
import { LINKTYPE_USBMON, LINKTYPE_USBMON_SHORT, LINKTYPE_USBPCAP, writePcapng } from "./pcapng.ts";
import { readUsbmon, writeUsbmon } from "./usbmon.ts";
import type { UsbmonEvent } from "./usbmon.ts";
import { isIn } from "./usb-exchange.ts";
import type { UsbExchange } from "./usb-exchange.ts";

export interface UsbAddress {
  readonly bus: number;
  readonly device: number;
}

/** The fields that the short header lacks (interval, start frame, flags, descriptors) say nothing of a dialogue. */
const lengthened = (packet: Uint8Array): Uint8Array =>
  Buffer.concat([packet.subarray(0, 48), new Uint8Array(16), packet.subarray(48)]);

const refused = (linkType: number): string =>
  linkType === LINKTYPE_USBPCAP
    ? "a capture of USBPcap (Windows) does not hold what usbmon sees; capture on the kiosk itself"
    : `link type ${linkType} is no USB traffic; capture an interface usbmonN (link type ${LINKTYPE_USBMON})`;

/** Throws OutsideFault input-malformed. */
export const readUsbmonEvents = (file: Uint8Array, label: string): readonly UsbmonEvent[] =>
  readCapture(file, label).map(({ linkType, data }, index) => {
    const at = `${label}, packet ${index + 1}`;
    if (linkType === LINKTYPE_USBMON_SHORT) return readUsbmon(lengthened(data), at);
    if (linkType === LINKTYPE_USBMON) return readUsbmon(data, at);
    throw new OutsideFault("input-malformed", `${at}: ${refused(linkType)}.`);
  });

interface Open {
  readonly event: UsbmonEvent;
  readonly position: number;
}

const exchangeOf = ({ event, position }: Open, end?: Open): UsbExchange => ({
  type: event.type,
  endpoint: event.endpoint,
  ...(event.setup ? { setup: event.setup } : {}),
  length: event.urbLength,
  sent: isIn(event) ? new Uint8Array() : event.data,
  submittedAt: event.t,
  submission: position,
  ...(end
    ? {
        completion: {
          position: end.position,
          at: end.event.t,
          status: end.event.status,
          received: isIn(event) ? end.event.data : new Uint8Array(),
        },
      }
    : {}),
});

/** Submissions joined to their completions, by id and order (the kernel reuses ids), in order of submission. */
export const transcriptOf = (
  events: readonly UsbmonEvent[],
  address?: UsbAddress,
): readonly UsbExchange[] => {
  const open = new Map<bigint, Open>();
  const done: { at: number; exchange: UsbExchange }[] = [];
  for (const [position, event] of events.entries()) {
    if (address && (event.bus !== address.bus || event.device !== address.device)) continue;
    if (event.event === "submit") open.set(event.id, { event, position });
    const start = open.get(event.id);
    if (event.event === "submit" || start === undefined) continue;
    open.delete(event.id);
    done.push({ at: start.position, exchange: exchangeOf(start, { event, position }) });
  }
  for (const start of open.values()) done.push({ at: start.position, exchange: exchangeOf(start) });
  return done.sort((a, b) => a.at - b.at).map(({ exchange }) => exchange);
};

export const writeUsbmonCapture = (events: readonly UsbmonEvent[]): Uint8Array =>
  writePcapng(
    LINKTYPE_USBMON,
    events.map((event) => ({ t: event.t, data: writeUsbmon(event) })),
  );
