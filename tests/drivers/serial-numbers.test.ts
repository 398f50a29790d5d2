/** Recordings carry no serial numbers: neither those that we commit nor those that a recorder writes of a device that tells one. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { recordTwin } from "../../drivers/record-twin.ts";
import { convertCapture } from "../../drivers/convert.ts";
import { withoutSerial } from "../../drivers/camera/ptp/protocol.ts";
import { readMockDevices, usbDeviceOf } from "../../drivers/transport/umockdev-device.ts";
import type { TransferOptions, UsbTransport } from "../../drivers/transport/transport.ts";
import type { UsbmonEvent } from "../../drivers/transport/usbmon.ts";
import { readUsbmonEvents } from "../../drivers/transport/usbmon-transcript.ts";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";
import { SERIAL } from "./sbi-twin.ts";

const bytesOf = (files: ReadonlyMap<string, Uint8Array | string>): Buffer =>
  Buffer.concat([...files.values()].map((content) => Buffer.from(content as Uint8Array)));

/** What the twins tell for a serial number; a service's in base64url, at whichever of its three places in a word. */
const SERIALS = ["SN-0123456789", SERIAL];
const base64Forms = (text: string): string[] =>
  [0, 1, 2].map((shift) =>
    Buffer.from(" ".repeat(shift) + text)
      .toString("base64url")
      .slice(shift === 0 ? 0 : shift + 1, -2),
  );

/** Which of them stand in these bytes, in whatever letters. */
const told = (bytes: Buffer): string[] =>
  SERIALS.filter((serial) =>
    [
      Buffer.from(serial),
      Buffer.from(serial, "utf16le"),
      Buffer.from(Buffer.from(serial).toString("hex")),
      Buffer.from(Buffer.from(serial, "utf16le").toString("hex")),
      ...base64Forms(serial).map((form) => Buffer.from(form)),
    ].some((form) => bytes.includes(form)),
  );

/** What came, without the headers between. */
const joined = (events: readonly UsbmonEvent[]): Buffer =>
  Buffer.concat(
    events.filter(({ event, endpoint }) => event === "complete" && endpoint > 0x80).map(({ data }) => data),
  );

/** A device that hands over no more than so much at once. */
const piecewise = (inner: UsbTransport, most: number): UsbTransport => {
  let held: Uint8Array = new Uint8Array();
  return Object.assign(Object.create(inner) as UsbTransport, {
    clearHalt: (endpoint: number) => inner.clearHalt(endpoint),
    controlIn: inner.controlIn.bind(inner),
    controlOut: inner.controlOut.bind(inner),
    write: inner.write.bind(inner),
    read: async (endpoint: number, length: number, options?: TransferOptions) => {
      if (endpoint !== 0x81) return inner.read(endpoint, length, options);
      if (held.length === 0) held = await inner.read(endpoint, length, options);
      const part = held.subarray(0, most);
      held = held.subarray(most);
      return part;
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  });
};

test("the search finds what it is for", () => {
  const wrapped = Buffer.from(JSON.stringify({ serialNo: SERIAL })).toString("base64url");
  expect(told(Buffer.from(wrapped))).toEqual([SERIAL]);
  expect(told(Buffer.from(SERIALS[0]!, "utf16le"))).toEqual([SERIALS[0]]);
});

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

  test("what a camera tells in several pieces is cleaned as one", async () => {
    const { transport, row, context } = CONTRACT_DEVICES["ptp"]!.make(1);
    const pieces = {
      module: driverOf("ptp"),
      row,
      transport: piecewise(transport as UsbTransport, 64),
      context,
    };
    const { files, outcomes } = await recordTwin(pieces, 1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["captured"]);
    const events = readUsbmonEvents(files.get("capture.pcapng") as Uint8Array, "x");
    const came = events.filter(({ endpoint }) => endpoint === 0x81);
    expect(Math.max(...came.map(({ data }) => data.length))).toBe(64);
    expect(told(joined(events))).toEqual([]);
  });

  test("of every driver in the list, whatever its twin tells", async () => {
    for (const [name, { make }] of Object.entries(CONTRACT_DEVICES)) {
      const { files } = await recordTwin(make(1), 1);
      expect(told(bytesOf(files)), name).toEqual([]);
      const texts = [...files.values()].filter((content) => typeof content === "string");
      expect(
        texts.filter((text) => /serial(?!")|SN-/iu.test(text)),
        name,
      ).toEqual([]);
    }
  }, 20_000);
});

test("no file of a committed recording names one, of any driver", async () => {
  const files = await Promise.all(
    ["fixtures/recordings", "fixtures/sessions"].map(async (root) =>
      (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()),
    ),
  );
  expect(files.flat().length).toBeGreaterThan(100);
  for (const { parentPath, name } of files.flat())
    expect(told(await readFile(path.join(parentPath, name))), path.join(parentPath, name)).toEqual([]);
});

test("the committed descriptions refer to none", async () => {
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

test("a converted capture of a camera does not hold what the camera told", async () => {
  const { files } = await recordTwin(
    { ...CONTRACT_DEVICES["ptp"]!.make(1), module: { ...driverOf("ptp"), withoutSerial: (bytes) => bytes } },
    1,
  );
  const capture = files.get("capture.pcapng") as Uint8Array;
  expect(told(joined(readUsbmonEvents(capture, "x")))).toEqual(["SN-0123456789"]);
  const text = String(files.get("device.umockdev"));
  const { raw } = usbDeviceOf(readMockDevices(text, "x"), "x");
  const converted = convertCapture(capture, "capture", { descriptors: raw, address: { bus: 1, device: 2 } });
  const clean = converted.get("capture.pcapng") as Uint8Array;
  expect(told(joined(readUsbmonEvents(clean, "x")))).toEqual([]);
  expect(clean.length).toBe(capture.length);
});
