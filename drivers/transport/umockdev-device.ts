/** umockdev's device description (`.umockdev`, `device`): lines `P:` path, `N:` node, `A:`/`H:`/`L:` attributes, `E:` properties. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { UsbAddress } from "./usbmon-transcript.ts";
import { readDescriptors } from "./usb-descriptors.ts";
import type { UsbDescriptors } from "./usb-descriptors.ts";

export interface MockDevice {
  /** Below /sys. */
  readonly path: string;
  readonly node?: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
  /** The sysfs file `descriptors`, or what the node reads as. */
  readonly descriptors?: Uint8Array;
}

const hexBytes = (text: string, label: string): Uint8Array => {
  if (!/^(?:[\da-f]{2})*$/iu.test(text))
    throw new OutsideFault("input-malformed", `${label}: "${text.slice(0, 20)}" is not hexadecimal.`);
  return Uint8Array.from(Buffer.from(text, "hex"));
};

/** `name=value`; the value may hold further equals signs. */
const pair = (text: string): readonly [string, string] => {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

/** The devices of the file, the recorded one first and then its parents. Throws OutsideFault input-malformed. */
export const readMockDevices = (text: string, label: string): readonly MockDevice[] => {
  const devices = text
    .split(/\n\s*\n/u)
    .map((part) => part.split("\n").filter((line) => line.trim() !== ""))
    .filter((lines) => lines.length > 0);
  return devices.map((lines) => {
    const attributes = new Map<string, string>();
    const properties = new Map<string, string>();
    let path: string | undefined;
    let node: string | undefined;
    let descriptors: Uint8Array | undefined;
    for (const line of lines) {
      const [kind, rest] = [line.slice(0, 2), line.slice(3)];
      const [name, value] = pair(rest);
      if (kind === "P:") path = rest;
      else if (kind === "N:") {
        node = `/dev/${name}`;
        if (value !== "") descriptors ??= hexBytes(value, label);
      } else if (kind === "A:") attributes.set(name, value.replaceAll(String.raw`\n`, ""));
      else if (kind === "H:" && name === "descriptors") descriptors = hexBytes(value, label);
      else if (kind === "E:") properties.set(name, value);
      else if (kind !== "H:" && kind !== "L:" && kind !== "S:")
        throw new OutsideFault("input-malformed", `${label}: "${line.slice(0, 40)}" is no line of umockdev.`);
    }
    if (path === undefined) throw new OutsideFault("input-malformed", `${label}: a device has no P: line.`);
    return {
      path,
      attributes,
      properties,
      ...(node ? { node } : {}),
      ...(descriptors ? { descriptors } : {}),
    };
  });
};

export interface MockUsbDevice extends UsbDescriptors {
  readonly address: UsbAddress;
  readonly node: string;
  readonly path: string;
  readonly raw: Uint8Array;
}

/** The first USB device of the file. Throws OutsideFault input-malformed when there is none. */
export const usbDeviceOf = (devices: readonly MockDevice[], label: string): MockUsbDevice => {
  for (const { path, node, properties, attributes, descriptors } of devices) {
    if (descriptors === undefined || node === undefined) continue;
    const bus = Number(properties.get("BUSNUM") ?? attributes.get("busnum"));
    const device = Number(properties.get("DEVNUM") ?? attributes.get("devnum"));
    if (!Number.isInteger(bus) || !Number.isInteger(device)) continue;
    return { ...readDescriptors(descriptors, label), address: { bus, device }, node, path, raw: descriptors };
  }
  throw new OutsideFault("input-malformed", `${label}: it describes no USB device with descriptors.`);
};

const hex4 = (value: number): string => value.toString(16).padStart(4, "0");
const three = (value: number): string => String(value).padStart(3, "0");

/** What umockdev and libusb need of one USB device; no serial number, no host name. */
export const writeMockUsbDevice = (raw: Uint8Array, address: UsbAddress): string => {
  const { vendorId, productId, release } = readDescriptors(raw, "descriptors");
  const hex = Buffer.from(raw).toString("hex").toUpperCase();
  const node = `bus/usb/${three(address.bus)}/${three(address.device)}`;
  const product = [vendorId, productId, release].map((part) => part.toString(16)).join("/");
  return `${[
    `P: /devices/pci0000:00/0000:00:14.0/usb${address.bus}/${address.bus}-1`,
    `N: ${node}=${hex}`,
    `E: DEVNAME=/dev/${node}`,
    "E: DEVTYPE=usb_device",
    "E: DRIVER=usb",
    `E: PRODUCT=${product}`,
    "E: TYPE=0/0/0",
    `E: BUSNUM=${three(address.bus)}`,
    `E: DEVNUM=${three(address.device)}`,
    "E: MAJOR=189",
    `E: MINOR=${(address.bus - 1) * 128 + address.device - 1}`,
    "E: SUBSYSTEM=usb",
    String.raw`A: bConfigurationValue=1\n`,
    String.raw`A: busnum=${address.bus}\n`,
    `H: descriptors=${hex}`,
    String.raw`A: dev=189:${(address.bus - 1) * 128 + address.device - 1}\n`,
    String.raw`A: devnum=${address.device}\n`,
    String.raw`A: idProduct=${hex4(productId)}\n`,
    String.raw`A: idVendor=${hex4(vendorId)}\n`,
    String.raw`A: speed=480\n`,
    String.raw`A: version= 2.00\n`,
  ].join("\n")}\n`;
};
