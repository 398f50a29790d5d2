/** Every parser that reads device bytes, fed with rubbish and with spoilt samples: it may refuse, it may not break. Seeded. */
import { readNetRecording } from "../../drivers/transport/net-recording.ts";
import { VirtualClock } from "../../api/base/clock.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import { isWholeJpeg } from "../../drivers/camera/uvc/jpeg.ts";
import { readCanonEvents, writeCanonEvents } from "../../drivers/camera/ptp/canon.ts";
import { readNikonEvents, writeNikonEvents } from "../../drivers/camera/ptp/nikon.ts";
import { readDeviceInfo, withoutSerial, writeDeviceInfo } from "../../drivers/camera/ptp/protocol.ts";
import { jpegWithin } from "../../drivers/camera/ptp/shutter.ts";
import { readTouch, writeTouch } from "../../drivers/signature/touch-screen/protocol.ts";
import { LineCollector, documentOf, zoneOf } from "../../drivers/document/mrz-serial/protocol.ts";
import { readGeometry } from "../../drivers/fingerprint/futronic-fs81/protocol.ts";
import { readReply, readRows, writeReply, writeRows } from "../../drivers/fingerprint/nb1010/protocol.ts";
import * as sfm from "../../drivers/fingerprint/suprema-sfm/protocol.ts";
import { assemble, looksScrambled, readPicture } from "../../drivers/fingerprint/uru4000/picture.ts";
import * as zfm from "../../drivers/fingerprint/zfm/protocol.ts";
import { TopazSplitter, readPacket as readTopaz } from "../../drivers/signature/topaz/protocol.ts";
import { readPenReport, writeTimedPen } from "../../drivers/signature/wacom-stu/protocol.ts";
import { ByteStream } from "../../drivers/transport/byte-stream.ts";
import { readScenario } from "../../drivers/transport/fault-plan.ts";
import { readHidRecording } from "../../drivers/transport/hid-recording.ts";
import { JpegSplitter } from "../../drivers/transport/jpeg-splitter.ts";
import { readSerialRecording } from "../../drivers/transport/serial-recording.ts";
import { TransferFault } from "../../drivers/transport/transport.ts";
import type { SerialTransport } from "../../drivers/transport/transport.ts";
import { convertCapture } from "../../drivers/convert.ts";
import { hidOfUsb } from "../../drivers/transport/hid-capture.ts";
import { serialOfUsb } from "../../drivers/transport/serial-capture.ts";
import { writeUsbmon } from "../../drivers/transport/usbmon.ts";
import { captureOfHid, captureOfLine, FTDI } from "./usb-captures.ts";
import { readMockDevices, usbDeviceOf, writeMockUsbDevice } from "../../drivers/transport/umockdev-device.ts";
import { readIoctl } from "../../drivers/transport/umockdev-ioctl.ts";
import { readDescriptors, writeDescriptors } from "../../drivers/transport/usb-descriptors.ts";
import {
  readUsbmonEvents,
  transcriptOf,
  writeUsbmonCapture,
} from "../../drivers/transport/usbmon-transcript.ts";
import { readVideoRecording } from "../../drivers/transport/video-recording.ts";
import { SBI_TARGETS } from "./fuzz-sbi.ts";
import { jpegFrames } from "./pictures.ts";
import type { FuzzTarget } from "./fuzz-target.ts";

const ascii = (...lines: string[]): Uint8Array => Buffer.from(`${lines.join("\n")}\n`);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** A line that gives these bytes and then is silent. */
const lineOf = (bytes: Uint8Array): SerialTransport => {
  let rest = bytes;
  return {
    kind: "serial",
    path: "fuzz",
    configure: () => Promise.resolve(),
    write: () => Promise.resolve(),
    dropInput: () => undefined,
    read: () => {
      if (rest.length === 0) return Promise.reject(new TransferFault("timed-out", "silence"));
      // A copy: whoever reads a finger wipes what it read.
      const part = Uint8Array.from(rest.subarray(0, 7));
      rest = rest.subarray(7);
      return Promise.resolve(part);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

const stream = (bytes: Uint8Array): ByteStream => new ByteStream(lineOf(bytes), new VirtualClock(0));
const patient = { timeout: 1000 };

const endpoints = [{ address: 0x82, type: "bulk", maxPacketSize: 64 }] as const;
const descriptors = writeDescriptors({ vendorId: 0x05ba, productId: 0x000a, release: 0x0103, endpoints });
const event = { id: 1n, type: "bulk", endpoint: 0x82, device: 2, bus: 1, t: 5e15, interval: 0 } as const;
const capture = writeUsbmonCapture([
  { ...event, event: "submit", status: -115, urbLength: 64, data: new Uint8Array() },
  { ...event, event: "complete", status: 0, urbLength: 8, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
]);

const PAD = { vendorId: 0x056a, productId: 0x00a8 } as const;

/** As tcpdump writes it, of one submission. */
const olderCapture = (() => {
  const [head, own] = [Buffer.alloc(24), Buffer.alloc(16)];
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt32LE(220, 20);
  const data = writeUsbmon({
    ...event,
    event: "submit",
    status: -115,
    urbLength: 64,
    data: new Uint8Array(),
  });
  own.writeUInt32LE(data.length, 8);
  return Buffer.concat([head, own, data]);
})();

/** Three stored lines in two blocks, as the reader sends them. */
const picture = (() => {
  const transfer = new Uint8Array(64 + 3 * 384);
  transfer[4] = 3;
  transfer.set([2, 2, 1, 1, 0, 1], 16);
  return transfer;
})();

const pen = { inRange: true, contact: true, pressure: 500, x: 100, y: 200, time: 7, sequence: 8 };
const frames = await jpegFrames(1);

/** A data container of "device information". */
const PTP_DATA_HEAD = Uint8Array.of(0, 2, 0, 0, 2, 0, 0x01, 0x10, 1, 0, 0, 0);

const decodeHead = (bytes: Uint8Array) => {
  const found = readPicture(bytes);
  looksScrambled(found);
  assemble(found, true);
};

export const TARGETS: readonly FuzzTarget[] = [
  {
    name: "usbmon pcapng",
    samples: [capture, olderCapture],
    read: (bytes) => void transcriptOf(readUsbmonEvents(bytes, "fuzz")),
  },
  {
    name: "captures of pads and lines",
    samples: [
      writeUsbmonCapture(captureOfLine([{ t: 1, direction: "in", data: Uint8Array.of(1, 2, 3) }])),
      writeUsbmonCapture(captureOfHid([{ t: 1, kind: "input", id: 1, payload: Uint8Array.of(9, 9) }], PAD)),
    ],
    read: (bytes) => {
      const dialogue = transcriptOf(readUsbmonEvents(bytes, "fuzz"));
      hidOfUsb(dialogue);
      serialOfUsb(dialogue, FTDI);
      const pad = dialogue.some(({ type }) => type === "interrupt");
      convertCapture(bytes, "fuzz", pad ? {} : { driver: "zfm" });
    },
  },
  { name: "descriptors", samples: [descriptors], read: (bytes) => void readDescriptors(bytes, "fuzz") },
  {
    name: "umockdev device",
    samples: [ascii(writeMockUsbDevice(descriptors, { bus: 1, device: 2 }))],
    read: (bytes) => void usbDeviceOf(readMockDevices(text(bytes), "fuzz"), "fuzz"),
  },
  {
    name: "umockdev ioctl",
    samples: [
      ascii(
        "@DEV /dev/x",
        "USBDEVFS_REAPURB 0 3 131 0 0 16 3 0 010203",
        "USBDEVFS_REAPURB 0 2 0 0 0 9 1 0 C0040700000001005A",
      ),
    ],
    read: (bytes) => void readIoctl(text(bytes), "fuzz"),
  },
  {
    name: "hid recording",
    samples: [ascii('{"t_us":1,"kind":"input","id":52,"hex":"80ff"}')],
    read: (bytes) => void readHidRecording(text(bytes), "fuzz"),
  },
  {
    name: "serial recording",
    samples: [ascii('{"t_us":1,"dir":"in","hex":"ef01"}')],
    read: (bytes) => void readSerialRecording(text(bytes), "fuzz"),
  },
  {
    name: "camera recording",
    samples: [ascii('{"t_us":1,"offset":0,"length":4}')],
    read: (bytes) => {
      const files = {
        identity: '{"model":"x"}',
        frames: new Uint8Array(8),
        index: text(bytes),
        controls: "",
      };
      readVideoRecording(files, "fuzz");
    },
  },
  {
    name: "scenario",
    samples: [
      ascii(
        '{"faults":[{"at":{"ep":"0x82","nth":1},"do":"short","bytes":9}],"expect":{"outcome":"failed","code":"stalled"}}',
      ),
    ],
    read: (bytes) => void readScenario(text(bytes), "fuzz"),
  },
  { name: "U.are.U picture", samples: [picture], read: decodeHead },
  {
    name: "NB-1010 messages",
    samples: [writeReply(0x37, 1, 0xf7), writeRows(4, new Uint8Array(512))],
    read: (bytes) => {
      if (bytes.length < 200) readReply(bytes, 0x37);
      else readRows(bytes, 4);
    },
  },
  { name: "FS81 information", samples: [new Uint8Array(512)], read: (bytes) => void readGeometry(bytes) },
  {
    name: "SFM packets",
    samples: [sfm.writePacket({ command: 0x15, param: 0, size: 46_108, flag: 0x61 })],
    read: async (bytes) => void (await sfm.readPacket(stream(bytes), patient)),
  },
  {
    name: "SFM picture",
    samples: [sfm.writeImage({ width: 64, height: 64, pixels: new Uint8Array(4096) })],
    read: (bytes) => void sfm.readImage(bytes),
  },
  {
    name: "ZFM packets",
    samples: [zfm.writePacket({ kind: 7, payload: Uint8Array.of(0, 1, 2) })],
    read: async (bytes) => void (await zfm.readPacket(stream(bytes), patient)),
  },
  {
    name: "STU reports",
    samples: [Uint8Array.of(0x34, ...writeTimedPen(pen)), Uint8Array.of(0x01, 0x90, 5, 0, 9, 0, 7)],
    read: (bytes) => void readPenReport(bytes),
  },
  {
    name: "Topaz packets",
    samples: [Uint8Array.of(0xc1, 10, 3, 20, 4, 0xc0, 10, 3, 20, 4)],
    read: (bytes) => {
      for (const format of [0, 1] as const)
        for (const packet of new TopazSplitter(format).push(bytes)) readTopaz(packet, format);
    },
  },
  {
    name: "EOS events",
    samples: [writeCanonEvents([{ handle: 1, format: 0x3801, size: 9 }])],
    read: (bytes) => void readCanonEvents(bytes),
  },
  { name: "Nikon events", samples: [writeNikonEvents([1, 2])], read: (bytes) => void readNikonEvents(bytes) },
  {
    name: "PTP device information",
    samples: [
      writeDeviceInfo({ operations: [1, 2], manufacturer: "M", model: "C", version: "1", serial: "S1" }),
    ],
    read: (bytes) => {
      withoutSerial(Buffer.concat([PTP_DATA_HEAD, bytes]));
      readDeviceInfo(bytes);
    },
  },
  { name: "live view frames", samples: frames, read: (bytes) => void jpegWithin(bytes) },
  {
    name: "touch packets",
    samples: [writeTouch({ kind: "point", sequence: 1, x: 2, y: 3, pressure: 4, time: 5 })],
    read: (bytes) => void readTouch(bytes),
  },
  {
    name: "MRZ lines",
    samples: [
      ascii("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    ],
    read: (bytes) => {
      const collector = new LineCollector();
      documentOf(
        [...collector.push(bytes), ...collector.flush()].map(zoneOf).filter((zone) => zone !== undefined),
      );
    },
  },
  {
    name: "net recording",
    samples: [
      ascii(
        '{"t_us":1,"port":4501,"method":"RCAPTURE","path":"/capture","body":"{}","answer":"{\\"biometrics\\":[]}"}',
        '{"t_us":2,"port":4501,"method":"MOSIPDISC","path":"/device","body":"","fault":"unplugged"}',
      ),
    ],
    read: (bytes) => void readNetRecording(Buffer.from(bytes).toString("utf8"), "fuzz"),
  },
  ...SBI_TARGETS,
  {
    name: "JPEG frames",
    samples: frames,
    read: (bytes) => {
      for (const jpeg of new JpegSplitter().push(bytes)) isWholeJpeg(jpeg);
    },
  },
];

/** A small generator of its own, so that a case is found again by its seed. */
export const generator = (seed: number) => {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

export type Next = (below: number) => number;

const EXTREMES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

/** One change: a bit, an extreme byte, a piece cut out, a piece put in twice, rubbish put in, the end cut off. */
export const spoil = (bytes: Uint8Array, next: Next): Uint8Array => {
  const at = next(bytes.length + 1);
  const length = next(9);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const copy = new Uint8Array(bytes);
  switch (next(6)) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 << next(8));
      return copy;
    case 1:
      for (let i = 0; i < length; i += 1) copy[at + i] = EXTREMES[next(EXTREMES.length)] ?? 0;
      return copy;
    case 2:
      return Buffer.concat([before, after.subarray(length)]);
    case 3:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 4:
      return Buffer.concat([before, Uint8Array.from({ length }, () => next(256)), after]);
    default:
      return before;
  }
};

const inputOf = (target: FuzzTarget, next: Next): Uint8Array => {
  const sample = target.samples[next(target.samples.length)] ?? new Uint8Array();
  if (next(10) === 0) return Uint8Array.from({ length: next(300) }, () => next(256));
  let input = sample;
  for (let changes = 1 + next(4); changes > 0; changes -= 1) input = spoil(input, next);
  return input;
};

/** Cases [from, from + count), spread over the targets; gives one line a fault, with the case that shows it. */
export const fuzz = async (from: number, count: number): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (let number = from; number < from + count; number += 1) {
    const target = TARGETS[number % TARGETS.length];
    if (!target) continue;
    const input = inputOf(target, generator(number + 1));
    try {
      await target.read(input);
    } catch (error) {
      if (error instanceof OutsideFault || error instanceof TransferFault) continue;
      faults.push(`case ${number}, ${target.name}: ${String(error)}`);
    }
  }
  return faults;
};
