/**
 * A Wireshark capture (usbmon) of one bus becomes a recording of one device: other devices' traffic is left out,
 * and so are serial numbers, in the strings and in what the device tells its driver. The device's descriptors are taken from its own
 * answers in the capture. A pad becomes a recording of its reports, what hangs on a serial adapter one of its line.
 */
import { OutsideFault } from "../api/base/faults.ts";
import type { DriverModule } from "./driver.ts";
import { rowFor } from "./match.ts";
import { DRIVERS } from "./index.ts";
import { otherFiles, type RecordingFiles } from "./recorder.ts";
import type { SerialIdentity } from "./recording.ts";
import { withStream } from "./twin.ts";
import { hidOfUsb } from "./transport/hid-capture.ts";
import { serialOfUsb } from "./transport/serial-capture.ts";
import { ADDRESS, eventsOfDialogue } from "./transport/dialogue-events.ts";
import { readIoctl } from "./transport/umockdev-ioctl.ts";
import { readMockDevices, usbDeviceOf, writeMockUsbDevice } from "./transport/umockdev-device.ts";
import { cleanCapture } from "./transport/clean-capture.ts";
import { readDescriptors, type UsbDescriptors } from "./transport/usb-descriptors.ts";
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
  readonly identity?: UsbDescriptors;
  /** Whose device it is, over which transport. */
  readonly module?: DriverModule;
  readonly id: string;
}

const driverOf = (identity: UsbDescriptors): DriverModule | undefined =>
  (rowFor({ kind: "usb", identity }) ?? rowFor({ kind: "hid", identity }))?.module;

const candidates = (events: readonly UsbmonEvent[]): readonly Candidate[] => {
  const keys = new Set(events.map(({ bus, device }) => `${bus} ${device}`));
  return [...keys].map((key) => {
    const [bus = 0, device = 0] = key.split(" ").map(Number);
    const descriptors = descriptorsOf(transcriptOf(events, { bus, device }));
    if (!descriptors) return { address: { bus, device }, id: "unknown" };
    const identity = readDescriptors(descriptors, "descriptors");
    const { vendorId, productId } = identity;
    const module = driverOf(identity);
    const id = [vendorId, productId].map((part) => part.toString(16).padStart(4, "0")).join(":");
    return {
      address: { bus, device },
      descriptors,
      identity,
      id,
      ...(module ? { module } : {}),
    };
  });
};

/** bInterfaceClass of a modem and of video (USB-IF). */
const [COMMUNICATIONS, VIDEO] = [0x02, 0x0e];
/** Makers of serial adapters: FTDI, Silicon Labs, Prolific, WCH. */
const ADAPTERS: readonly number[] = [0x0403, 0x10c4, 0x067b, 0x1a86];

const isLine = ({ identity }: Candidate): boolean =>
  identity !== undefined &&
  (identity.interfaceClass === COMMUNICATIONS || ADAPTERS.includes(identity.vendorId));

/** What can be done about a capture in which no driver finds its device. */
const remedyFor = (all: readonly Candidate[]): string => {
  if (all.some(isLine)) return " Of a serial adapter, say what listens on it with --driver.";
  if (all.some(({ identity }) => identity?.interfaceClass === VIDEO))
    return " A webcam's pictures cannot be taken from a capture; record it with kiosk devices record.";
  return all.some(({ id }) => id === "unknown")
    ? " Unknown ones were plugged in before; name one with --bus and --device and give its sysfs file with --descriptors, or capture again from before it is plugged in."
    : "";
};

/** Which device of the capture is meant: the one at `address`, else the only one that fits. */
const chosen = (
  all: readonly Candidate[],
  label: string,
  fits: (one: Candidate) => boolean,
  address?: UsbAddress,
): Candidate => {
  const fitting = all.filter((one) =>
    address ? one.address.bus === address.bus && one.address.device === address.device : fits(one),
  );
  const [first, second] = fitting;
  const seen = all.map(({ address: { bus, device }, id }) => `${bus}.${device} (${id})`).join(", ");
  if (!first)
    throw new OutsideFault(
      "device-missing",
      all.length === 0
        ? `${label} holds no USB traffic.`
        : `${label}: no device of it is driven by a driver of the list; it holds ${seen}.${remedyFor(all)}`,
    );
  if (second)
    throw new OutsideFault(
      "usage",
      `${label} holds several such devices: ${seen}. Name one with --bus and --device.`,
    );
  return first;
};

/** umockdev's text, or the bytes of sysfs "descriptors". */
const rawOf = (file: Uint8Array, label: string): Uint8Array => {
  const told = Buffer.from(file);
  return told.toString("latin1", 0, 3) === "P: "
    ? usbDeviceOf(readMockDevices(told.toString("utf8"), label), label).raw
    : file;
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
  const raw = rawOf(description.file, description.label);
  const identity = readDescriptors(raw, description.label);
  const driver = rowFor({ kind: "usb", identity })?.module;
  const clean = (received: Uint8Array): Uint8Array => driver?.withoutSerial?.(received) ?? received;
  return new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(nameless(raw), ADDRESS)],
    ["capture.pcapng", writeUsbmonCapture(cleanCapture(eventsOfDialogue(exchanges), clean))],
  ]);
};

export interface ConvertOptions {
  readonly address?: UsbAddress;
  /** Of sysfs or of umockdev, where the capture began too late to hold them. */
  readonly descriptors?: Uint8Array;
  /** What listens on a serial adapter, which does not say so itself: "zfm", "topaz:SigLite LCD 4x5". */
  readonly driver?: string;
}

/** Throws OutsideFault usage. */
const lineOf = (named: string): SerialIdentity => {
  const [driver = "", model] = named.split(/:(.*)/u);
  const found = rowFor({ kind: "serial", identity: { driver, ...(model === undefined ? {} : { model }) } });
  if (found)
    return { driver, path: "serial line", ...(model === undefined ? {} : { model: found.row.model }) };
  const known = DRIVERS.filter(({ transport }) => transport === "serial").map(({ id }) => id);
  throw new OutsideFault(
    "usage",
    `--driver "${named}" listens on no serial line; there are ${known.join(", ")}, with a model after a colon where one has several.`,
  );
};

const asLine = (
  exchanges: readonly UsbExchange[],
  named: string,
  { identity }: Candidate,
  label: string,
): RecordingFiles => {
  const packet = identity?.endpoints.find(
    ({ type, address }) => type === "bulk" && (address & 0x80) !== 0,
  )?.maxPacketSize;
  const adapter = { vendorId: identity?.vendorId ?? 0, ...(packet === undefined ? {} : { packet }) };
  const dialogue = serialOfUsb(exchanges, adapter);
  if (dialogue.length === 0)
    throw new OutsideFault("input-malformed", `${label}: nothing passed over that line.`);
  const serial = lineOf(named);
  const clean = rowFor({ kind: "serial", identity: serial })?.module.withoutSerial;
  return otherFiles({
    kind: "serial",
    identity: serial,
    dialogue: clean ? withStream(dialogue, ({ bytes }) => bytes.set(clean(bytes))) : dialogue,
  });
};

const asPad = (
  exchanges: readonly UsbExchange[],
  identity: UsbDescriptors,
  { withoutSerial }: DriverModule,
): RecordingFiles => {
  const entries = hidOfUsb(exchanges);
  const dialogue = entries.map((entry) =>
    withoutSerial ? { ...entry, payload: withoutSerial(entry.payload, entry.id) } : entry,
  );
  const { vendorId, productId } = identity;
  return otherFiles({ kind: "hid", identity: { vendorId, productId }, dialogue });
};

/** Standard requests are the host's own, and hold strings; the kernel uses an id again. */
const withoutStandard = (events: readonly UsbmonEvent[]): readonly UsbmonEvent[] => {
  const standard = new Set<bigint>();
  return events.filter((event) => {
    if (event.event === "submit") {
      const [own] = transcriptOf([event]);
      if (own && isStandardRequest(own)) standard.add(event.id);
      else standard.delete(event.id);
    }
    return !standard.has(event.id);
  });
};

/** Throws OutsideFault input-malformed, device-missing or usage. */
export const convertCapture = (
  file: Uint8Array,
  label: string,
  options: ConvertOptions = {},
): RecordingFiles => {
  const events = readUsbmonEvents(file, label);
  const { driver: named } = options;
  const fits = named === undefined ? ({ module }: Candidate) => module !== undefined : isLine;
  const found = chosen(candidates(events), label, fits, options.address);
  const { address } = found;
  const own = events.filter(({ bus, device }) => bus === address.bus && device === address.device);
  const kept = withoutStandard(own);
  const given = options.descriptors && rawOf(options.descriptors, label);
  const descriptors = found.descriptors ?? given;
  const identity = descriptors && readDescriptors(descriptors, label);
  if (named !== undefined)
    return asLine(transcriptOf(kept), named, { ...found, ...(identity ? { identity } : {}) }, label);
  if (!descriptors || !identity)
    throw new OutsideFault(
      "input-malformed",
      `${label} does not show the device being plugged in; give its sysfs file "descriptors", or capture again from before it is plugged in.`,
    );
  const driver = driverOf(identity);
  if (driver?.transport === "hid") return asPad(transcriptOf(kept), identity, driver);
  const clean = (received: Uint8Array): Uint8Array => driver?.withoutSerial?.(received) ?? received;
  return new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(nameless(descriptors), address)],
    ["capture.pcapng", writeUsbmonCapture(cleanCapture(kept, clean))],
  ]);
};
