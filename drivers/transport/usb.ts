/** The only door to the `usb` package (libusb). 2.18 is pinned: 3.x is another library, without cancel and without codes. */
import type { Device, LibUSBException, Transfer } from "usb";
import { OutsideFault } from "../../api/base/faults.ts";
import { copyOf } from "./copy.ts";
import { deferred } from "./deferred.ts";
import { loadNative } from "./native.ts";
import { requestType } from "./setup.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, UsbEndpoint, UsbSetup, UsbTransport } from "./transport.ts";
import type { UsbAddress } from "./usbmon-transcript.ts";

const load = () =>
  loadNative("The usb package", async () => {
    const module = await import("usb");
    // CommonJS seen from a module: everything is below `default`.
    return "default" in module ? module.default : module;
  });
type Usb = Awaited<ReturnType<typeof load>>;

const ENDPOINT_TYPES = ["control", "isochronous", "bulk", "interrupt"] as const;
const SETUP_LENGTH = 8;
const CLOSE_WAIT = 1000;

/** libusb_transfer_status, of a transfer that ended. ERROR comes when the plug is pulled during a transfer. */
const ENDED = new Map<number, TransferFault["code"]>([
  [1, "unplugged"],
  [2, "timed-out"],
  [3, "cancelled"],
  [4, "stalled"],
  [5, "unplugged"],
  [6, "garbage"],
]);
/** libusb_error, of a call that was refused. */
const REFUSED = new Map<number, TransferFault["code"]>([
  [-1, "unplugged"],
  [-3, "access-denied"],
  [-4, "unplugged"],
  [-5, "unplugged"],
  [-6, "in-use"],
  [-7, "timed-out"],
  [-8, "garbage"],
  [-9, "stalled"],
]);

const errnoOf = (error: unknown): number =>
  typeof error === "object" && error !== null && "errno" in error && typeof error.errno === "number"
    ? error.errno
    : 0;

const faultOf = (error: unknown, what: string): TransferFault => {
  const errno = errnoOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return new TransferFault((errno < 0 ? REFUSED : ENDED).get(errno) ?? "unplugged", `${what}: ${message}`);
};

class LibUsb implements UsbTransport {
  readonly kind = "usb";
  readonly vendorId: number;
  readonly productId: number;
  readonly release: number;
  readonly endpoints: readonly UsbEndpoint[];
  readonly #usb: Usb;
  readonly #device: Device;
  readonly #pending = new Map<Transfer, Promise<unknown>>();
  #closed = false;

  constructor(usb: Usb, device: Device) {
    const { idVendor, idProduct, bcdDevice } = device.deviceDescriptor;
    this.#usb = usb;
    this.#device = device;
    this.vendorId = idVendor;
    this.productId = idProduct;
    this.release = bcdDevice;
    this.endpoints = (device.configDescriptor?.interfaces[0]?.[0]?.endpoints ?? []).map((endpoint) => ({
      address: endpoint.bEndpointAddress,
      type: ENDPOINT_TYPES[endpoint.bmAttributes & 3] ?? "control",
      maxPacketSize: endpoint.wMaxPacketSize & 0x7ff,
    }));
  }

  /** Gives how many bytes went over the wire. */
  #transfer(
    endpoint: number,
    type: number,
    buffer: Buffer,
    options: TransferOptions,
    what: string,
  ): Promise<number> {
    const { signal, timeout } = options;
    if (this.#closed || signal?.aborted)
      return Promise.reject(new TransferFault("cancelled", `${what}: cancelled`));
    const { promise, resolve, reject } = deferred<number>();
    const done = (error: LibUSBException | undefined, _buffer: Buffer, actual: number) => {
      signal?.removeEventListener("abort", cancel);
      this.#pending.delete(transfer);
      if (error) reject(faultOf(error, what));
      else resolve(actual);
    };
    const transfer = new this.#usb.Transfer(this.#device, endpoint, type, Math.ceil(timeout ?? 0), done);
    const cancel = () => void transfer.cancel();
    try {
      transfer.submit(buffer);
    } catch (error) {
      return Promise.reject(faultOf(error, what));
    }
    this.#pending.set(transfer, promise);
    signal?.addEventListener("abort", cancel, { once: true });
    return promise;
  }

  #control(setup: UsbSetup, towardsHost: boolean, data: Buffer, options: TransferOptions): Promise<number> {
    const head = Buffer.alloc(SETUP_LENGTH);
    head[0] = requestType(setup, towardsHost);
    head[1] = setup.request;
    head.writeUInt16LE(setup.value, 2);
    head.writeUInt16LE(setup.index, 4);
    head.writeUInt16LE(data.length, 6);
    const buffer = Buffer.concat([head, data]);
    const what = `control request ${setup.request} value ${setup.value.toString(16)}`;
    const ended = this.#transfer(0, this.#usb.usb.LIBUSB_TRANSFER_TYPE_CONTROL, buffer, options, what);
    return ended.then((actual) => {
      if (towardsHost) buffer.copy(data, 0, SETUP_LENGTH, SETUP_LENGTH + actual);
      return actual;
    });
  }

  async controlIn(setup: UsbSetup, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    const data = Buffer.alloc(length);
    return copyOf(data, 0, await this.#control(setup, true, data, options));
  }

  async controlOut(setup: UsbSetup, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    await this.#control(setup, false, Buffer.from(data), options);
  }

  #typeOf(endpoint: number): number {
    const type = this.endpoints.find(({ address }) => address === endpoint)?.type ?? "bulk";
    return ENDPOINT_TYPES.indexOf(type);
  }

  /** The buffer is the transfer's own: what is given is a view of it, not a copy. */
  async read(endpoint: number, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    const buffer = Buffer.alloc(length);
    const what = `endpoint ${endpoint.toString(16)}, ${length} bytes`;
    const actual = await this.#transfer(endpoint, this.#typeOf(endpoint), buffer, options, what);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, actual);
  }

  async write(endpoint: number, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    const what = `endpoint ${endpoint.toString(16)}, ${data.length} bytes`;
    const actual = await this.#transfer(endpoint, this.#typeOf(endpoint), Buffer.from(data), options, what);
    if (actual !== data.length) throw new TransferFault("short-transfer", `${what}: ${actual} were taken`);
  }

  async clearHalt(endpoint: number): Promise<void> {
    const found = this.#device.interfaces?.[0]?.endpoint(endpoint);
    if (!found) return;
    const { promise, resolve, reject } = deferred<void>();
    found.clearHalt((error) => (error ? reject(faultOf(error, "clearing a halt")) : resolve()));
    await promise;
  }

  /** Every transfer is cancelled and waited for: libusb must not be closed under them. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const transfer of this.#pending.keys()) transfer.cancel();
    await Promise.race([
      Promise.allSettled(this.#pending.values()),
      new Promise((resolve) => setTimeout(resolve, CLOSE_WAIT).unref()),
    ]);
    const { promise, resolve } = deferred<void>();
    const [first] = this.#device.interfaces ?? [];
    // A device that is gone cannot release anything: whatever it says, it is closed.
    if (first) first.release(false, () => resolve());
    else resolve();
    await promise;
    if (this.#pending.size === 0) this.#device.close();
  }
}

const hex = (value: number): string => value.toString(16).padStart(4, "0");

/** Why a device could not be opened, with the remedy. */
const openFault = (device: Device, error: unknown): OutsideFault => {
  const { idVendor, idProduct } = device.deviceDescriptor;
  const name = `${hex(idVendor)}:${hex(idProduct)}`;
  const errno = errnoOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const rule = `SUBSYSTEM=="usb", ATTRS{idVendor}=="${hex(idVendor)}", ATTRS{idProduct}=="${hex(idProduct)}", TAG+="uaccess"`;
  if (errno === -3)
    return new OutsideFault("device-failed", `The kiosk may not open ${name}. Add the udev rule ${rule}.`, {
      cause: error,
    });
  if (errno === -6)
    return new OutsideFault(
      "device-failed",
      `${name} is in use by another program or a kernel driver. Close it.`,
      { cause: error },
    );
  return new OutsideFault("device-failed", `${name} could not be opened (${message}). Plug it in again.`, {
    cause: error,
  });
};

const findDevice = (usb: Usb, address: UsbAddress): Device => {
  const found = usb
    .getDeviceList()
    .find(({ busNumber, deviceAddress }) => busNumber === address.bus && deviceAddress === address.device);
  if (found) return found;
  throw new OutsideFault(
    "device-missing",
    `No USB device is at bus ${address.bus}, address ${address.device} any more.`,
  );
};

/** Opens the device and claims its first interface. Throws OutsideFault capability-missing, device-missing or device-failed. */
export const openUsb = async (address: UsbAddress): Promise<UsbTransport> => {
  const usb = await load();
  const device = findDevice(usb, address);
  try {
    device.open();
  } catch (error) {
    throw openFault(device, error);
  }
  try {
    const [first] = device.interfaces ?? [];
    try {
      if (first?.isKernelDriverActive()) first.detachKernelDriver();
    } catch {
      // Not every system lets it be asked; claiming will tell.
    }
    first?.claim();
    return new LibUsb(usb, device);
  } catch (error) {
    device.close();
    throw openFault(device, error);
  }
};
