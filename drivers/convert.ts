/**
 * A Wireshark capture (usbmon pcapng) of one bus becomes a recording of one device: other devices' traffic is left out,
 * and so are serial numbers, in the strings and in what the device tells its driver. The device's descriptors are taken from its own answers in the capture.
 */
import { OutsideFault } from "../api/base/faults.ts";
import type { DriverModule } from "./driver.ts";
import { rowFor } from "./match.ts";
import type { RecordingFiles } from "./recorder.ts";
import { ADDRESS, eventsOfDialogue } from "./transport/dialogue-events.ts";
import { readIoctl } from "./transport/umockdev-ioctl.ts";
import { readMockDevices, usbDeviceOf, writeMockUsbDevice } from "./transport/umockdev-device.ts";
import { cleanCapture } from "./transport/clean-capture.ts";
import { readDescriptors } from "./transport/usb-descriptors.ts";
import type { UsbmonEvent } from "./transport/usbmon.ts";
import { isStandardRequest } from "./transport/usb-exchange.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";
import { readUsbmonEvents, transcriptOf, writeUsbmonCapture } from "./transport/usbmon-transcript.ts";
import type { UsbAddress } from "./transport/usbmon-transcript.ts";

const GET_DESCRIPTOR = 6;
const DEVICE = 1;
const CONFIGURATION = 2;
/** iManufacturer, iProduct and iSerialNumber lie here in a device descriptor. */
const STRING_INDEXES = [14, 15, 16] as const;

const descriptorOf = (dialogue: readonly UsbExchange[], type: number): Uint8Array | undefined =>
  dialogue
    .filter(({ setup }) => setup?.[0] === 0x80 && setup[1] === GET_DESCRIPTOR && setup[3] === type)
    .flatMap(({ completion }) => (completion?.status === 0 ? [completion.received] : []))
    .toSorted((a, b) => b.length - a.length)[0];

/** A device descriptor that refers to no string, and so to no serial number. */
const nameless = (descriptors: Uint8Array): Uint8Array => {
  const plain = new Uint8Array(descriptors);
  for (const index of STRING_INDEXES) if (index < plain.length) plain[index] = 0;
  return plain;
};

/** As sysfs has it: the device's descriptor and the configuration's, without references to strings. */
const descriptorsOf = (dialogue: readonly UsbExchange[]): Uint8Array | undefined => {
  const [device, configuration] = [descriptorOf(dialogue, DEVICE), descriptorOf(dialogue, CONFIGURATION)];
  if (device?.length !== 18 || !configuration) return undefined;
  return Buffer.concat([nameless(device), configuration]);
};

interface Candidate {
  readonly address: UsbAddress;
  readonly descriptors?: Uint8Array;
  /** Whose device it is. */
  readonly module?: DriverModule;
  readonly id: string;
}

const candidates = (events: readonly UsbmonEvent[]): readonly Candidate[] => {
  const keys = new Set(events.map(({ bus, device }) => `${bus} ${device}`));
  return [...keys].map((key) => {
    const [bus = 0, device = 0] = key.split(" ").map(Number);
    const descriptors = descriptorsOf(transcriptOf(events, { bus, device }));
    if (!descriptors) return { address: { bus, device }, id: "unknown" };
    const identity = readDescriptors(descriptors, "descriptors");
    const { vendorId, productId } = identity;
    const module = rowFor({ kind: "usb", identity })?.module;
    const id = [vendorId, productId].map((part) => part.toString(16).padStart(4, "0")).join(":");
    return { address: { bus, device }, descriptors, id, ...(module ? { module } : {}) };
  });
};

/** Which device of the capture is meant: the one at `address`, else the only one that a driver drives. */
const chosen = (all: readonly Candidate[], label: string, address?: UsbAddress): Candidate => {
  const fitting = all.filter((one) =>
    address
      ? one.address.bus === address.bus && one.address.device === address.device
      : one.module !== undefined,
  );
  const [first, second] = fitting;
  const seen = all.map(({ address: { bus, device }, id }) => `${bus}.${device} (${id})`).join(", ");
  if (!first)
    throw new OutsideFault(
      "device-missing",
      `${label}: no device of it is driven by a driver of the list; it holds ${seen}.`,
    );
  if (second)
    throw new OutsideFault(
      "usage",
      `${label} holds several such devices: ${seen}. Name one with --bus and --device.`,
    );
  return first;
};

/**
 * umockdev's own recording, with its description of the device, as one of ours. `description`: umockdev's text, or the bytes of
 * sysfs "descriptors". Throws OutsideFault input-malformed.
 */
export const convertIoctl = (
  text: string,
  label: string,
  description: { readonly file: Uint8Array; readonly label: string },
): RecordingFiles => {
  const { exchanges } = readIoctl(text, label);
  const told = Buffer.from(description.file);
  const raw = told.toString("latin1").startsWith("P: ")
    ? usbDeviceOf(readMockDevices(told.toString("utf8"), description.label), description.label).raw
    : description.file;
  const identity = readDescriptors(raw, description.label);
  const driver = rowFor({ kind: "usb", identity })?.module;
  const clean = (received: Uint8Array): Uint8Array => driver?.withoutSerial?.(received) ?? received;
  return new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(nameless(raw), ADDRESS)],
    ["capture.pcapng", writeUsbmonCapture(cleanCapture(eventsOfDialogue(exchanges), clean))],
  ]);
};

/** Throws OutsideFault input-malformed, device-missing or usage. `descriptors`: of sysfs, where the capture began too late to hold them. */
export const convertCapture = (
  file: Uint8Array,
  label: string,
  options: { readonly address?: UsbAddress; readonly descriptors?: Uint8Array } = {},
): RecordingFiles => {
  const events = readUsbmonEvents(file, label);
  const {
    address,
    module,
    descriptors = options.descriptors,
  } = chosen(candidates(events), label, options.address);
  if (!descriptors)
    throw new OutsideFault(
      "input-malformed",
      `${label} does not show the device being plugged in; give its sysfs file "descriptors", or capture again from before it is plugged in.`,
    );
  const standard = new Set<bigint>();
  const kept = events.filter((event) => {
    if (event.bus !== address.bus || event.device !== address.device) return false;
    if (event.event === "submit") {
      const [own] = transcriptOf([event]);
      if (own && isStandardRequest(own)) standard.add(event.id);
      else standard.delete(event.id);
    }
    return !standard.has(event.id);
  });
  const driver = module ?? rowFor({ kind: "usb", identity: readDescriptors(descriptors, label) })?.module;
  const clean = (received: Uint8Array): Uint8Array => driver?.withoutSerial?.(received) ?? received;
  return new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(nameless(descriptors), address)],
    ["capture.pcapng", writeUsbmonCapture(cleanCapture(kept, clean))],
  ]);
};
