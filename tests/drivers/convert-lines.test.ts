/** Captures of Wireshark that hold no libusb device: pads, serial adapters, and the older forms of the file. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { convertCapture, type ConvertOptions } from "../../drivers/convert.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { readRecording, type Recording } from "../../drivers/recording.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { readPcapng, writePcapng } from "../../drivers/transport/pcapng.ts";
import { writeUsbmonCapture } from "../../drivers/transport/usbmon-transcript.ts";
import { digestOf } from "./digest.ts";
import { captureOfHid, captureOfLine, FTDI } from "./usb-captures.ts";

const recorded = (id: string): Promise<Recording> => readRecording(`fixtures/recordings/${id}/capture`);

const within = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), "converted-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** The sample that a converted capture replays to, as its digest; and what stands in its files. */
const replayed = (file: Uint8Array, options: ConvertOptions = {}) =>
  within(async (folder) => {
    const files = convertCapture(file, "capture", options);
    await writeRecording(files, folder);
    const fixture = await openFixture(folder);
    await using device = await fixture.open();
    const outcome = await device.capture({ deadline: 20_000 }, new AbortController().signal);
    return { sample: digestOf(outcome), files, model: fixture.row.model };
  });

const expectedOf = async (id: string): Promise<unknown> =>
  JSON.parse(await readFile(`fixtures/recordings/${id}/capture/expect.json`, "utf8"));

const padCapture = async () => {
  const recording = await recorded("wacom-stu");
  if (recording.kind !== "hid") throw new Error(recording.kind);
  return { recording, events: captureOfHid(recording.dialogue, recording.identity) };
};

const lineCapture = async (id: string, adapter?: { vendorId: number; productId: number }) => {
  const recording = await recorded(id);
  if (recording.kind !== "serial") throw new Error(recording.kind);
  return writeUsbmonCapture(captureOfLine(recording.dialogue, adapter));
};

describe("a capture of a signature pad", () => {
  test("replays to the signature, point for point", async () => {
    const { events } = await padCapture();
    const { sample, files } = await replayed(writeUsbmonCapture(events));
    expect({ sample }).toEqual(await expectedOf("wacom-stu"));
    expect([...files.keys()]).toEqual(["device.umockdev", "hid.jsonl"]);
    expect([...files.values()].join("")).not.toMatch(/SECRET|530045/iu);
  });

  test("by another program, which asked the pad for its numbers: they are not in it", async () => {
    const { recording } = await padCapture();
    const asked = [0x0a, 0x0b, 0x0f].map((id) => ({
      t: 1,
      kind: "feature-get" as const,
      id,
      payload: Buffer.from("4711471147"),
    }));
    const events = captureOfHid([...asked, ...recording.dialogue], recording.identity);
    const files = convertCapture(writeUsbmonCapture(events), "capture");
    const lines = String(files.get("hid.jsonl"));
    expect(lines).not.toContain(Buffer.from("4711").toString("hex"));
    expect(lines.split("\n").filter((line) => line.includes('"id":15'))).toHaveLength(1);
  });
});

describe("a capture of a serial adapter", () => {
  test.each(["topaz", "suprema-sfm", "zfm", "mrz-serial"])(
    "with %s on the line replays to the same sample, without the adapter's own bytes",
    async (id) => {
      const driver = id === "topaz" ? "topaz:SigLite 1x5" : id;
      expect({ sample: (await replayed(await lineCapture(id), { driver })).sample }).toEqual(
        await expectedOf(id),
      );
    },
  );

  test("of a maker whose adapters add nothing", async () => {
    const file = await lineCapture("zfm", { vendorId: 0x10c4, productId: 0xea60 });
    expect({ sample: (await replayed(file, { driver: "zfm" })).sample }).toEqual(await expectedOf("zfm"));
  });

  test("says that somebody must say what listens there; a driver that listens on no line is refused", async () => {
    const file = await lineCapture("mrz-serial");
    expect(() => convertCapture(file, "usb.pcapng")).toThrow(
      /it holds 1\.7 \(0403:6001\)\. Of a serial adapter, say what listens on it with --driver/u,
    );
    expect(() => convertCapture(file, "usb.pcapng", { driver: "uru4000" })).toThrow(
      /"uru4000" listens on no serial line; there are suprema-sfm, zfm, topaz/u,
    );
    expect(FTDI.vendorId).toBe(0x0403);
  });

  test("a Topaz pad's serial number is taken out of its stream", async () => {
    const packet = Uint8Array.of(0x88, 1, 2, 3, 4);
    const file = writeUsbmonCapture(captureOfLine([{ t: 1, direction: "in", data: packet }]));
    const files = convertCapture(file, "capture", { driver: "topaz" });
    expect(String(files.get("serial.jsonl"))).toContain('"hex":"8800000000"');
  });
});

const packetsOf = async () => {
  const { events } = await padCapture();
  return readPcapng(writeUsbmonCapture(events), "x");
};

/** As tcpdump writes it; `nano`: with stamps in nanoseconds. */
const pcapOf = (packets: Awaited<ReturnType<typeof packetsOf>>, nano = false): Buffer => {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(nano ? 0xa1b23c4d : 0xa1b2c3d4, 0);
  head.writeUInt32LE(220, 20);
  return Buffer.concat([
    head,
    ...packets.flatMap(({ t, data }) => {
      const own = Buffer.alloc(16);
      own.writeUInt32LE(Math.floor(t / 1e6), 0);
      own.writeUInt32LE((t % 1e6) * (nano ? 1000 : 1), 4);
      own.writeUInt32LE(data.length, 8);
      own.writeUInt32LE(data.length, 12);
      return [own, Buffer.from(data)];
    }),
  ]);
};

describe("other forms of the file", () => {
  test.each([false, true])("the older pcap, nanoseconds %s: the same recording", async (nano) => {
    const { events } = await padCapture();
    const same = convertCapture(writeUsbmonCapture(events), "x");
    expect(convertCapture(pcapOf(await packetsOf(), nano), "x")).toEqual(same);
  });

  test("the short header of link type 189", async () => {
    const short = (await packetsOf()).map(({ t, data }) => ({
      t,
      data: Buffer.concat([data.subarray(0, 48), data.subarray(64)]),
    }));
    const { sample } = await replayed(writePcapng(189, short));
    expect({ sample } satisfies { sample: unknown }).toEqual(await expectedOf("wacom-stu"));
  });

  test("what is something else says what it is, and what to do", async () => {
    const packets = await packetsOf();
    const whole = pcapOf(packets);
    expect(() => convertCapture(gzipSync(whole), "x")).toThrow(/packed by gzip; unpack it first/u);
    expect(() => convertCapture(writePcapng(249, packets), "x")).toThrow(/USBPcap \(Windows\)/u);
    expect(() => convertCapture(writePcapng(1, packets), "x")).toThrow(/link type 1 is no USB traffic/u);
    expect(() => convertCapture(Buffer.from("GIF89a, and then some more"), "x")).toThrow(/no capture of/u);
    expect(() => convertCapture(new Uint8Array(), "x")).toThrow(/no capture of/u);
    expect(() => convertCapture(whole.subarray(0, 24), "x")).toThrow(/holds no USB traffic/u);
    const mad = Buffer.from(whole);
    mad.writeUInt32LE(0xffff_ffff, 24 + 8);
    expect(() => convertCapture(mad, "x")).toThrow(/a packet of 4294967295 bytes/u);
  });
});
