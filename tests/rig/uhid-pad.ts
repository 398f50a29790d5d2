/**
 * The Wacom STU twin as a HID device that a kernel believes in, over /dev/uhid. Runs in the rig's guest, as root.
 * Prints "created", and "shown N" with the bytes of a picture that was put on its screen.
 */
import { open } from "node:fs/promises";
import { systemClock } from "../../api/base/clock.ts";
import { bytes, record, u16le, u32le, u8 } from "../../api/bytes/record.ts";
import { Reader } from "../../api/bytes/reader.ts";
import { twinPad } from "../../drivers/signature/wacom-stu/model.ts";
import { REPORT } from "../../drivers/signature/wacom-stu/protocol.ts";
import { TransferFault } from "../../drivers/transport/transport.ts";
import { scribble } from "../drivers/pictures.ts";

/** linux/uhid.h, little-endian, packed. */
const KERNEL = { start: 2, stop: 3, open: 4, close: 5, getReport: 9, setReport: 13 } as const;
const US = { create: 11, getReply: 10, input: 12, setReply: 14 } as const;
const LARGEST = 4096;
const NO_DATA = 61;

/** A made-up descriptor of the vendor's page with the pad's report ids; not a dump of a real one. */
const FEATURES: readonly (readonly [number, number])[] = [
  [REPORT.status, 4],
  [REPORT.information, 16],
  [REPORT.capability, 16],
  [REPORT.clearScreen, 1],
  [REPORT.inkingMode, 1],
  [REPORT.startImageData, 1],
  [REPORT.imageDataBlock, 255],
  [REPORT.endImageData, 1],
  [REPORT.penDataOptionMode, 1],
];
const INPUTS: readonly (readonly [number, number])[] = [
  [REPORT.penData, 6],
  [REPORT.penDataTimeCountSequence, 10],
];
const field = (id: number, count: number, kind: number): readonly number[] => {
  const length = count < 128 ? [0x95, count] : [0x96, count & 0xff, count >> 8];
  return [0x85, id, 0x09, 0x30, 0x15, 0, 0x26, 0xff, 0, 0x75, 8, ...length, kind, 0x02];
};
const descriptor = [
  // Usage page ff0d, usage 1, collection.
  0x06,
  0x0d,
  0xff,
  0x09,
  0x01,
  0xa1,
  0x01,
  ...INPUTS.flatMap(([id, count]) => field(id, count, 0x81)),
  ...FEATURES.flatMap(([id, count]) => field(id, count, 0xb1)),
  0xc0,
];

const text = (value: string, length: number): Uint8Array => {
  const out = new Uint8Array(length);
  out.set(Buffer.from(value));
  return out;
};
const padded = (value: Uint8Array): Uint8Array => {
  const out = new Uint8Array(LARGEST);
  out.set(value);
  return out;
};

const create = record("uhid create", {
  type: u32le,
  name: bytes(128),
  phys: bytes(64),
  uniq: bytes(64),
  size: u16le,
  bus: u16le,
  vendor: u32le,
  product: u32le,
  version: u32le,
  country: u32le,
  data: bytes(LARGEST),
});
const getReply = record("uhid get reply", {
  type: u32le,
  id: u32le,
  error: u16le,
  size: u16le,
  data: bytes(LARGEST),
});
const setReply = record("uhid set reply", { type: u32le, id: u32le, error: u16le });
const input = record("uhid input", { type: u32le, size: u16le, data: bytes(LARGEST) });
const getRequest = record("uhid get", { type: u32le, id: u32le, report: u8, kind: u8 });
const setRequest = record("uhid set", { type: u32le, id: u32le, report: u8, kind: u8, size: u16le });
const SET_HEAD = 12;

const pad = twinPad([scribble(400), scribble(400)], { clock: systemClock, startAfter: 1500 });
const uhid = await open("/dev/uhid", "r+");
await uhid.write(
  create.encode({
    type: US.create,
    name: text("Wacom STU-430 (twin)", 128),
    phys: text("rig", 64),
    uniq: new Uint8Array(64),
    size: descriptor.length,
    bus: 3,
    vendor: 0x056a,
    product: 0x00a4,
    version: 0x0100,
    country: 0,
    data: padded(Uint8Array.from(descriptor)),
  }),
);
process.stdout.write("created\n");

const write = async (): Promise<never> => {
  for (;;) {
    const { bytes: report } = await pad.nextInput();
    await uhid.write(input.encode({ type: US.input, size: report.length, data: padded(report) }));
  }
};
void write();

const refusal = (error: unknown): number => {
  if (error instanceof TransferFault) return NO_DATA;
  throw error;
};

for (;;) {
  const raw = Buffer.alloc(4380);
  await uhid.read(raw, 0, raw.length, null);
  const type = raw.readUInt32LE(0);
  if (type === KERNEL.getReport) {
    const { id, report } = getRequest.read(new Reader(raw, "uhid get"));
    const [error, data] = await pad.getFeature(report, LARGEST).then(
      (got) => [0, Uint8Array.of(report, ...got)] as const,
      (fault: unknown) => [refusal(fault), new Uint8Array()] as const,
    );
    await uhid.write(
      getReply.encode({ type: US.getReply, id, error, size: data.length, data: padded(data) }),
    );
  }
  if (type === KERNEL.setReport) {
    const { id, report, size } = setRequest.read(new Reader(raw, "uhid set"));
    const payload = new Uint8Array(raw.subarray(SET_HEAD + 1, SET_HEAD + size));
    const error = await pad.setFeature(report, payload).then(() => 0, refusal);
    if (report === REPORT.endImageData) process.stdout.write(`shown ${pad.shown?.bytes.length ?? 0}\n`);
    await uhid.write(setReply.encode({ type: US.setReply, id, error }));
  }
}
