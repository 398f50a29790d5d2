import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { convertCapture } from "../../drivers/convert.ts";
import { readMockDevices, usbDeviceOf } from "../../drivers/transport/umockdev-device.ts";
import type { UsbExchange } from "../../drivers/transport/usb-exchange.ts";
import {
  readUsbmonEvents,
  transcriptOf,
  writeUsbmonCapture,
} from "../../drivers/transport/usbmon-transcript.ts";
import { ABSENT, sharedRecording } from "./shared-recordings.ts";

const capture = async (name: string) => {
  const folder = sharedRecording(name);
  return folder ? { folder, file: await readFile(path.join(folder, "capture.pcapng")) } : undefined;
};

const plain = (all: readonly UsbExchange[]) =>
  all.map(({ endpoint, sent, length, completion }) => [
    endpoint,
    length,
    Buffer.from(sent).toString("hex"),
    completion && Buffer.from(completion.received).toString("hex"),
  ]);

describe("a Wireshark capture becomes a recording", () => {
  test("of the one device that a driver drives; another device on the bus is left out, and so are strings", async (context) => {
    const found = await capture("uru4000-4500-loop");
    if (!found) throw context.skip(ABSENT);
    const files = convertCapture(found.file, "capture");
    const device = usbDeviceOf(readMockDevices(String(files.get("device.umockdev")), "x"), "x");
    expect(device).toMatchObject({ vendorId: 0x05ba, productId: 0x000a, address: { bus: 1, device: 2 } });
    expect([...device.raw.subarray(14, 17)]).toEqual([0, 0, 0]);
    const events = readUsbmonEvents(files.get("capture.pcapng") as Uint8Array, "x");
    expect(new Set(events.map(({ device: address }) => address))).toEqual(new Set([2]));
    const own = transcriptOf(readUsbmonEvents(found.file, "y"), { bus: 1, device: 2 });
    const dialogue = own.filter(({ setup }) => setup === undefined || ((setup[0] ?? 0) & 0x60) !== 0);
    expect(plain(transcriptOf(events))).toEqual(plain(dialogue));
  });

  test("of an unknown device: what the capture holds is said", async (context) => {
    const found = await capture("egis0570");
    if (!found) throw context.skip(ABSENT);
    expect(() => convertCapture(found.file, "capture")).toThrow(/no driver|no device of it is driven.*1\./u);
  });

  test("begun after the device was plugged in: its descriptors are asked for", async (context) => {
    const found = await capture("uru4000-4500");
    if (!found) throw context.skip(ABSENT);
    const late = writeUsbmonCapture(readUsbmonEvents(found.file, "x").slice(6));
    const address = { bus: 1, device: 50 };
    expect(() => convertCapture(late, "late", { address })).toThrow(/give its sysfs file "descriptors"/u);
    const device = readMockDevices(await readFile(path.join(found.folder, "device"), "utf8"), "x");
    const { raw } = usbDeviceOf(device, "x");
    expect(convertCapture(late, "late", { address, descriptors: raw }).has("capture.pcapng")).toBe(true);
  });
});
