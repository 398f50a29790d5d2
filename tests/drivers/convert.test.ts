import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { convertCapture, convertIoctl } from "../../drivers/convert.ts";
import { readMockDevices, usbDeviceOf } from "../../drivers/transport/umockdev-device.ts";
import type { UsbExchange } from "../../drivers/transport/usb-exchange.ts";
import {
  readUsbmonEvents,
  transcriptOf,
  writeUsbmonCapture,
} from "../../drivers/transport/usbmon-transcript.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { ABSENT, expectedPicture, sharedRecording } from "./shared-recordings.ts";

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

describe("umockdev's text becomes a recording", () => {
  test("of the same picture, that names no unit", async (context) => {
    const folder = sharedRecording("nb1010");
    if (!folder) throw context.skip(ABSENT);
    const [text, file] = await Promise.all([
      readFile(path.join(folder, "capture.ioctl"), "utf8"),
      readFile(path.join(folder, "device")),
    ]);
    const files = convertIoctl(text, "capture.ioctl", { file, label: "device" });
    const directory = await mkdtemp(path.join(tmpdir(), "ioctl-"));
    try {
      await writeRecording(files, directory);
      await using device = await (await openFixture(directory)).open();
      const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
      const pixels =
        outcome.kind === "captured" && outcome.sample.characteristic === "finger"
          ? outcome.sample.image.pixels
          : new Uint8Array();
      expect(Buffer.compare(pixels, (await expectedPicture(folder)).pixels)).toBe(0);
    } finally {
      await rm(directory, { recursive: true });
    }
    const written = usbDeviceOf(readMockDevices(String(files.get("device.umockdev")), "x"), "x");
    expect([...written.raw.subarray(14, 17)]).toEqual([0, 0, 0]);
    const bytes = convertIoctl(text, "capture.ioctl", { file: written.raw, label: "descriptors" });
    expect(bytes.get("capture.pcapng")).toEqual(files.get("capture.pcapng"));
  });

  test("in the form that its manual gives, a line a reaped URB; what is none is refused with its line", async () => {
    const description = "fixtures/recordings/nb1010/capture/device.umockdev";
    const file = await readFile(description);
    const line = "USBDEVFS_REAPURBNDELAY 0 3 2 0 0 8 8 0 8038010008000000";
    const text = `@DEV /dev/bus/usb/001/003\nUSBDEVFS_GET_CAPABILITIES 0 FD010000\n${line}\n`;
    const events = readUsbmonEvents(
      convertIoctl(text, "x", { file, label: description }).get("capture.pcapng") as Uint8Array,
      "x",
    );
    expect(events.map(({ event, endpoint, data }) => [event, endpoint, data.length])).toEqual([
      ["submit", 2, 8],
      ["complete", 2, 0],
    ]);
    expect(() => convertIoctl(`${text}USBDEVFS_REAPURB 0 9\n`, "x", { file, label: description })).toThrow(
      /x, line 4: not a reaped URB/u,
    );
  });
});
