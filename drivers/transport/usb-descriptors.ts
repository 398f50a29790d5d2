/** Device, configuration, interface and endpoint descriptors (USB 2.0, chapter 9.6). */
import { bytes, fixed, record, u16le, u8 } from "../../api/bytes/record.ts";
import { Reader } from "../../api/bytes/reader.ts";
import { Writer } from "../../api/bytes/writer.ts";
import type { UsbEndpoint } from "./transport.ts";

const device = record("device descriptor", {
  length: fixed(u8, 18),
  type: fixed(u8, 1),
  usbVersion: u16le,
  deviceClass: u8,
  subClass: u8,
  protocol: u8,
  maxPacketSize0: u8,
  vendorId: u16le,
  productId: u16le,
  release: u16le,
  /** Indexes of the strings: maker, product, serial number. */
  strings: bytes(3),
  configurations: u8,
});

const endpointBody = record("endpoint descriptor", {
  address: u8,
  attributes: u8,
  maxPacketSize: u16le,
});

export interface UsbDescriptors {
  readonly vendorId: number;
  readonly productId: number;
  /** bcdDevice. */
  readonly release: number;
  /** bInterfaceClass of the first interface. */
  readonly interfaceClass?: number;
  /** Of the first interface, in its first alternate setting. */
  readonly endpoints: readonly UsbEndpoint[];
}

const TYPES = ["control", "isochronous", "bulk", "interrupt"] as const;
const INTERFACE = 4;
const ENDPOINT = 5;

/** The bytes of sysfs `descriptors`. Throws OutsideFault input-malformed. */
export const readDescriptors = (raw: Uint8Array, label: string): UsbDescriptors => {
  const from = new Reader(raw, label);
  const { vendorId, productId, release } = device.read(from);
  const endpoints: UsbEndpoint[] = [];
  let interfaces = 0;
  let interfaceClass: number | undefined;
  while (from.left >= 2) {
    const length = from.u8();
    const type = from.u8();
    if (length < 2) from.refuse(`descriptor of ${length} bytes`, from.at - 2);
    const body = from.sub(length - 2);
    if (type === INTERFACE) {
      interfaces += 1;
      if (interfaces === 1) interfaceClass = body.bytes[body.at + 3];
    }
    if (type !== ENDPOINT || interfaces !== 1) continue;
    const { address, attributes, maxPacketSize } = endpointBody.read(body);
    endpoints.push({
      address,
      type: TYPES[attributes & 3] ?? "control",
      maxPacketSize: maxPacketSize & 0x7ff,
    });
  }
  return {
    vendorId,
    productId,
    release,
    endpoints,
    ...(interfaceClass === undefined ? {} : { interfaceClass }),
  };
};

/** One vendor-class interface with the given endpoints; no strings, so no serial number. */
export const writeDescriptors = (of: UsbDescriptors): Uint8Array => {
  const to = new Writer();
  device.write(to, {
    length: 18,
    type: 1,
    usbVersion: 0x0200,
    deviceClass: 0,
    subClass: 0,
    protocol: 0,
    maxPacketSize0: 64,
    vendorId: of.vendorId,
    productId: of.productId,
    release: of.release,
    strings: new Uint8Array(3),
    configurations: 1,
  });
  const total = 18 + of.endpoints.length * 7;
  to.put(Uint8Array.of(9, 2, total, 0, 1, 1, 0, 0x80, 50));
  to.put(Uint8Array.of(9, INTERFACE, 0, 0, of.endpoints.length, of.interfaceClass ?? 0xff, 0xff, 0xff, 0));
  for (const { address, type, maxPacketSize } of of.endpoints) {
    to.put(Uint8Array.of(7, ENDPOINT));
    endpointBody.write(to, { address, attributes: TYPES.indexOf(type), maxPacketSize });
    to.put(Uint8Array.of(type === "interrupt" ? 8 : 0));
  }
  return to.done();
};
