/** What a driver holds of a finger is overwritten once the sample is handed over. */
import { describe, expect, test } from "vitest";
import type { SerialTransport, Transport, UsbTransport } from "../../drivers/transport/transport.ts";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";

/** A transport whose large answers are remembered: the very bytes that the driver was given. */
const watched = (inner: Transport, seen: Uint8Array[]): Transport => {
  const remember = (bytes: Uint8Array): Uint8Array => {
    if (bytes.length > 100) seen.push(bytes);
    return bytes;
  };
  if (inner.kind === "usb") {
    const usb: UsbTransport = inner;
    return Object.assign(Object.create(usb) as UsbTransport, {
      kind: "usb",
      endpoints: usb.endpoints,
      vendorId: usb.vendorId,
      productId: usb.productId,
      release: usb.release,
      controlIn: usb.controlIn.bind(usb),
      controlOut: usb.controlOut.bind(usb),
      write: usb.write.bind(usb),
      clearHalt: usb.clearHalt.bind(usb),
      read: async (...of: Parameters<UsbTransport["read"]>) => remember(await usb.read(...of)),
      [Symbol.asyncDispose]: () => usb[Symbol.asyncDispose](),
    });
  }
  if (inner.kind !== "serial") throw new Error(inner.kind);
  const serial: SerialTransport = inner;
  return {
    kind: "serial",
    path: serial.path,
    configure: (line) => serial.configure(line),
    write: (data) => serial.write(data),
    dropInput: () => serial.dropInput(),
    read: async (options) => remember(await serial.read(options)),
    [Symbol.asyncDispose]: async () => {
      await serial[Symbol.asyncDispose]();
    },
  };
};

describe("what was read of a finger is gone once the sample is handed over", () => {
  const scanners = Object.keys(CONTRACT_DEVICES).filter(
    (name) => CONTRACT_DEVICES[name]?.hurt && driverOf(name).characteristic === "finger",
  );
  test("of every scanner in the list", () => expect(scanners.length).toBeGreaterThan(4));

  test.each(scanners)("%s", async (id) => {
    const { module, row, transport, context } = CONTRACT_DEVICES[id]!.make(1);
    const seen: Uint8Array[] = [];
    await using device = await module.open(watched(transport, seen), row, context);
    const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
    expect(outcome.kind).toBe("captured");
    // Answers without pixels (identities, settings) may stay as they are.
    const pictures = seen.filter(({ length }) => length !== 512);
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((bytes) => bytes.some((byte) => byte !== 0)).length).toBe(0);
  });
});
