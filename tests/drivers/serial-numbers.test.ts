/** Recordings carry no serial numbers: neither those that we commit nor those that a recorder writes of a device that tells one. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { recordTwin } from "../../drivers/record-twin.ts";
import { convertCapture } from "../../drivers/convert.ts";
import { withoutSerial } from "../../drivers/camera/ptp/protocol.ts";
import { readMockDevices, usbDeviceOf } from "../../drivers/transport/umockdev-device.ts";
import { CONTRACT_DEVICES } from "./contract-devices.ts";

const bytesOf = (files: ReadonlyMap<string, Uint8Array | string>): Buffer =>
  Buffer.concat([...files.values()].map((content) => Buffer.from(content as Uint8Array)));

describe("a recorder leaves them out", () => {
  test.each(["ptp", "ptp-canon", "ptp-nikon"])("%s, whose twin tells one", async (name) => {
    const { files } = await recordTwin(CONTRACT_DEVICES[name]!.make(1), 1);
    const recorded = bytesOf(files);
    expect(recorded.includes(Buffer.from("SN-01234", "utf16le"))).toBe(false);
    expect(recorded.includes(Buffer.from("Twin", "utf16le")) || name !== "ptp").toBe(true);
  });

  test("of a picture, its Exif goes and its pixels stay", () => {
    const exif = [0xff, 0xe1, 0, 14, ...Buffer.from("Exif\0\0SN1234")];
    const jpeg = [0xff, 0xd8, ...exif, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9];
    const head = Buffer.alloc(12);
    head.writeUInt32LE(12 + jpeg.length, 0);
    head.writeUInt16LE(2, 4);
    head.writeUInt16LE(0x1009, 6);
    const cleaned = Buffer.from(withoutSerial(Buffer.concat([head, Uint8Array.from(jpeg)])));
    expect(cleaned.length).toBe(12 + jpeg.length);
    expect(cleaned.includes("SN1234")).toBe(false);
    expect([...cleaned.subarray(-12)]).toEqual(jpeg.slice(-12));
  });

  test("no twin's recording names one in its description", async () => {
    const texts: string[] = [];
    for (const { make } of Object.values(CONTRACT_DEVICES)) {
      const { files } = await recordTwin(make(0), 1, 120);
      texts.push(...[...files.values()].filter((content) => typeof content === "string"));
    }
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => /serial(?!")|SN-/iu.test(text))).toEqual([]);
  }, 20_000);
});

test("the committed recordings hold none", async () => {
  const root = "fixtures/recordings";
  const folders = (await readdir(root, { recursive: true })).filter((name) =>
    name.endsWith("device.umockdev"),
  );
  expect(folders.length).toBeGreaterThan(5);
  for (const name of folders) {
    const file = path.join(root, name);
    const text = await readFile(file, "utf8");
    expect(text, file).not.toMatch(/serial/iu);
    // iSerialNumber of the device descriptor: no string.
    expect(usbDeviceOf(readMockDevices(text, file), file).raw[16], file).toBe(0);
  }
});

test("a converted capture refers to no string of the device", async () => {
  const folder = "fixtures/recordings/uru4000/capture";
  const [capture, description] = await Promise.all([
    readFile(path.join(folder, "capture.pcapng")),
    readFile(path.join(folder, "device.umockdev"), "utf8"),
  ]);
  const { raw } = usbDeviceOf(readMockDevices(description, folder), folder);
  const named = new Uint8Array(raw);
  named.set([1, 2, 3], 14);
  const files = convertCapture(capture, "capture", { descriptors: named, address: { bus: 1, device: 2 } });
  const written = String(files.get("device.umockdev"));
  expect([...usbDeviceOf(readMockDevices(written, "x"), "x").raw.subarray(14, 17)]).toEqual([0, 0, 0]);
});
