import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { readScenario } from "../../drivers/transport/fault-plan.ts";
import { readHidRecording, writeHidRecording } from "../../drivers/transport/hid-recording.ts";
import { isCutOff, readPcapng, writePcapng } from "../../drivers/transport/pcapng.ts";
import { readSerialRecording, writeSerialRecording } from "../../drivers/transport/serial-recording.ts";
import { readMockDevices, usbDeviceOf, writeMockUsbDevice } from "../../drivers/transport/umockdev-device.ts";
import { readIoctl } from "../../drivers/transport/umockdev-ioctl.ts";
import { readDescriptors, writeDescriptors } from "../../drivers/transport/usb-descriptors.ts";
import { readUsbmon, writeUsbmon } from "../../drivers/transport/usbmon.ts";
import type { UsbmonEvent } from "../../drivers/transport/usbmon.ts";
import { transcriptOf } from "../../drivers/transport/usbmon-transcript.ts";
import { readVideoRecording, writeVideoRecording } from "../../drivers/transport/video-recording.ts";

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof OutsideFault) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("it was not refused");
};

const event = (id: bigint, kind: "submit" | "complete", rest: Partial<UsbmonEvent> = {}): UsbmonEvent => ({
  id,
  event: kind,
  type: "bulk",
  endpoint: 0x82,
  device: 7,
  bus: 1,
  t: 1_700_000_000_123_456,
  status: kind === "submit" ? -115 : 0,
  urbLength: 4,
  data: new Uint8Array(),
  interval: 0,
  ...rest,
});

describe("pcapng and usbmon", () => {
  test("an event comes back as it was written", () => {
    const done = event(3n, "complete", { data: Uint8Array.of(1, 2, 3, 4) });
    const [packet] = readPcapng(writePcapng(220, [{ t: done.t, data: writeUsbmon(done) }]), "x");
    expect(packet).toMatchObject({ linkType: 220, t: done.t });
    expect(readUsbmon(packet!.data, "x")).toEqual(done);
  });

  test("a submission and its completion are joined by id and order; other addresses are passed over", () => {
    const events = [
      event(1n, "submit"),
      event(2n, "submit", { device: 9 }),
      event(1n, "complete", { data: Uint8Array.of(1, 2, 3, 4) }),
      event(1n, "submit", { endpoint: 1, data: Uint8Array.of(5) }),
      event(2n, "complete", { device: 9 }),
      event(1n, "complete", { endpoint: 1, status: -32 }),
      event(8n, "submit"),
    ];
    const all = transcriptOf(events, { bus: 1, device: 7 });
    expect(all.map(({ endpoint, completion }) => [endpoint, completion?.status])).toEqual([
      [0x82, 0],
      [1, -32],
      [0x82, undefined],
    ]);
    expect(all[0]?.completion?.received).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(all[1]?.sent).toEqual(Uint8Array.of(5));
  });

  test("a capture with too short a snap length is refused: its data are not whole", () => {
    const packet = writeUsbmon(event(1n, "complete", { urbLength: 9, data: Uint8Array.of(1, 2, 3, 4) }));
    expect(refusal(() => readUsbmon(packet, "x"))).toMatch(/only 4 of 9 bytes were captured/u);
  });

  test("what is no pcapng is refused; one cut off in its last block is read so far", () => {
    expect(refusal(() => readPcapng(new Uint8Array(40), "x"))).toMatch(/no capture of Wireshark/u);
    const file = writePcapng(
      220,
      [1, 2].map((t) => ({ t, data: writeUsbmon(event(1n, "submit")) })),
    );
    expect(readPcapng(file.subarray(0, file.length - 5), "x").length).toBe(1);
    expect([file, file.subarray(0, file.length - 5), file.subarray(0, 40)].map(isCutOff)).toEqual([
      false,
      true,
      true,
    ]);
    // Of another form it is not said.
    expect(isCutOff(new Uint8Array(40))).toBe(false);
  });
});

describe("umockdev", () => {
  const endpoints = [{ address: 0x82, type: "bulk", maxPacketSize: 64 }] as const;
  const identity = { vendorId: 0x05ba, productId: 0x000a, release: 0x0103, endpoints, interfaceClass: 0xff };

  test("a device description comes back as it was written", () => {
    const raw = writeDescriptors(identity);
    expect(readDescriptors(raw, "x")).toEqual(identity);
    const text = writeMockUsbDevice(raw, { bus: 1, device: 2 });
    const device = usbDeviceOf(readMockDevices(text, "x"), "x");
    expect(device).toMatchObject({
      ...identity,
      address: { bus: 1, device: 2 },
      node: "/dev/bus/usb/001/002",
    });
  });

  test("the text form of a dialogue", () => {
    const text = [
      "@DEV /dev/bus/usb/001/003",
      "USBDEVFS_GET_CAPABILITIES 0 FD010000",
      "USBDEVFS_REAPURBNDELAY 0 3 2 0 0 2 2 0 8038",
      " USBDEVFS_REAPURBNDELAY 0 3 131 0 0 16 3 0 010203",
      "  USBDEVFS_REAPURB 0 2 0 0 0 9 1 0 C0040700000001005A",
    ].join("\n");
    const { node, exchanges } = readIoctl(text, "x");
    expect(node).toBe("/dev/bus/usb/001/003");
    expect(exchanges.map(({ type, endpoint, length }) => [type, endpoint, length])).toEqual([
      ["bulk", 0x02, 2],
      ["bulk", 0x83, 16],
      ["control", 0x80, 1],
    ]);
    expect(exchanges[1]?.completion?.received).toEqual(Uint8Array.of(1, 2, 3));
    expect(exchanges[2]?.completion?.received).toEqual(Uint8Array.of(0x5a));
    expect(refusal(() => readIoctl("USBDEVFS_REAPURB 0 3 131 0 0 2 9 0 00", "x"))).toMatch(/make no sense/u);
  });
});

describe("JSON Lines", () => {
  test("HID and serial recordings come back as they were written", () => {
    const hid = [
      { t: 1, kind: "feature-get", id: 9, payload: Uint8Array.of(1, 2) },
      { t: 2, kind: "input", id: 0x34, payload: Uint8Array.of(), fault: "unplugged" },
    ] as const;
    expect(readHidRecording(writeHidRecording(hid), "x")).toEqual(hid);
    const serial = [{ t: 5, direction: "in", data: Uint8Array.of(0xef, 1) }] as const;
    expect(readSerialRecording(writeSerialRecording(serial), "x")).toEqual(serial);
  });

  test("a camera recording comes back as it was written", () => {
    const recording = {
      model: "Some camera",
      vendorId: 0x046d,
      frames: [1, 2].map((n) => ({ t: n, jpeg: Uint8Array.of(n, n, n) })),
      controls: [{ t: 1, kind: "write", name: "gain", value: -3 } as const],
    };
    const read = readVideoRecording(writeVideoRecording(recording), "x");
    const frames = read.frames.map(({ t, jpeg }) => ({ t, jpeg: Uint8Array.from(jpeg) }));
    expect({ ...read, frames }).toEqual(recording);
  });

  test("a picture that comes again is kept once, and comes again", () => {
    const [one, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
    const frames = [one, other, one, other, one].map((jpeg, i) => ({ t: i * 400_000, jpeg }));
    const files = writeVideoRecording({ model: "camera", frames, controls: [] });
    expect([...files.frames]).toEqual([1, 2, 3, 4, 5]);
    const read = readVideoRecording(files, "x");
    expect(read.frames.map(({ t, jpeg }) => [t, ...jpeg])).toEqual(frames.map(({ t, jpeg }) => [t, ...jpeg]));
  });

  test("unknown keys, wrong kinds and broken lines are refused with their line", () => {
    expect(refusal(() => readHidRecording('{"t_us":1,"kind":"input","id":1,"hex":"","x":1}', "h"))).toBe(
      'input-unknown-key: h, line 1: unknown key "x"; known are t_us, kind, id, hex, fault.',
    );
    expect(refusal(() => readHidRecording('\n{"t_us":1,"kind":"input","id":300,"hex":""}', "h"))).toMatch(
      /line 2: "id"/u,
    );
    expect(refusal(() => readSerialRecording('{"t_us":1,"dir":"up","hex":""}', "s"))).toMatch(/"dir"/u);
    expect(refusal(() => readSerialRecording("{", "s"))).toMatch(/not JSON/u);
  });

  test("a scenario names place, number and mishap", () => {
    const text =
      '{"faults":[{"at":{"ep":"0x82","nth":1},"do":"short","bytes":50000},{"at":{"transfer":4},"do":"delay","ms":9}]}';
    expect(readScenario(text, "s").faults).toEqual([
      { place: "ep 82", nth: 1, mishap: "short", bytes: 50000, seed: 1 },
      { nth: 4, mishap: "delay", delay: 9, seed: 1 },
    ]);
    expect(
      refusal(() => readScenario('{"faults":[{"at":{"ep":"0x82","nth":1},"do":"explode"}]}', "s")),
    ).toMatch(/"do"/u);
    expect(refusal(() => readScenario('{"fault":[]}', "s"))).toMatch(/^input-unknown-key/u);
  });
});

describe("a folder that is no recording, or of a device that nobody drives", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "drivers-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("each gives one sentence with a code", async () => {
    await expect(openFixture(path.join(folder, "none"))).rejects.toMatchObject({ code: "input-missing" });
    await expect(openFixture(folder)).rejects.toMatchObject({ code: "input-missing" });
    const raw = writeDescriptors({ vendorId: 0x1234, productId: 0x5678, release: 1, endpoints: [] });
    await writeFile(path.join(folder, "device"), writeMockUsbDevice(raw, { bus: 1, device: 2 }));
    await writeFile(path.join(folder, "capture.ioctl"), "USBDEVFS_REAPURB 0 3 2 0 0 2 2 0 8038\n");
    await expect(openFixture(folder)).rejects.toThrow(/no driver in the list drives usb 1234:5678/u);
    await writeFile(path.join(folder, "capture.pcapng"), new Uint8Array(99));
    await expect(openFixture(folder)).rejects.toMatchObject({ code: "input-malformed" });
  });
});
