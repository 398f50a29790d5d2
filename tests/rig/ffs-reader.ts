/**
 * The U.are.U twin as a USB device that a kernel believes in: FunctionFS on dummy_hcd. Runs in the rig's guest, as root.
 * `node ffs-reader.js [unplug|stall|short]`: what happens to the first picture. Prints "bound" when it is plugged in.
 */
import { mkdir, open, rmdir, symlink, unlink, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { systemClock } from "../../api/base/clock.ts";
import { record, u16le, u32le, u8 } from "../../api/bytes/record.ts";
import { Reader } from "../../api/bytes/reader.ts";
import { twinScanner } from "../../drivers/fingerprint/uru4000/model.ts";
import { TransferFault } from "../../drivers/transport/transport.ts";
import { ridges } from "../drivers/pictures.ts";

const mishap = process.argv[2] ?? "none";
const GADGET = "/sys/kernel/config/usb_gadget/reader";
const FFS = "/run/ffs-reader";
const PICTURE = 111_424;
/** A real reader is powered up for a while; the guest's processor is an emulated one. */
const scanner = twinScanner([ridges(1), ridges(2)], {
  clock: systemClock,
  presentAfter: 1500,
  liftAfter: 800,
});

/** linux/usb/functionfs.h: descriptors (v2) and strings, little-endian. */
const ALL_FLAGS = 1 | 2 | 64;
const u16 = (value: number): readonly number[] => [value & 0xff, value >> 8];
const u32 = (value: number): readonly number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const INTERFACE = [9, 4, 0, 0, 2, 0xff, 0xff, 0xff, 1];
const endpoint = (address: number, kind: number, packet: number, interval: number): readonly number[] => [
  7,
  5,
  address,
  kind,
  ...u16(packet),
  interval,
];
/** Interrupt and bulk, both towards the host. */
const endpoints = (bulk: number): readonly number[] => [
  ...endpoint(0x81, 3, 64, 8),
  ...endpoint(0x82, 2, bulk, 0),
];
const descriptors = (): Uint8Array => {
  // Counts of full speed and of high speed descriptors: interface, interrupt, bulk.
  const body = [...u32(3), ...u32(3), ...INTERFACE, ...endpoints(64), ...INTERFACE, ...endpoints(512)];
  return Uint8Array.from([...u32(3), ...u32(12 + body.length), ...u32(ALL_FLAGS), ...body]);
};
const strings = (): Uint8Array => {
  const body = [...u32(1), ...u32(1), ...u16(0x0409), ...Buffer.from("reader\0")];
  return Uint8Array.from([...u32(2), ...u32(8 + body.length), ...body]);
};

const attribute = (name: string, value: string): Promise<void> => writeFile(`${GADGET}/${name}`, value);

const pullPlug = (): Promise<void> => attribute("UDC", "\n");

/** A twin that was killed leaves its gadget behind; a part that is not there needs no taking apart. */
const clear = async (): Promise<void> => {
  const steps: readonly (() => Promise<unknown> | Buffer)[] = [
    () => pullPlug(),
    () => unlink(`${GADGET}/configs/c.1/ffs.reader`),
    () => execFileSync("/bin/umount", [FFS], { stdio: "ignore" }),
    () => rmdir(`${GADGET}/functions/ffs.reader`),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch {
      // It was not there.
    }
  }
};

const plugIn = async (): Promise<FileHandle> => {
  await clear();
  await mkdir(`${GADGET}/strings/0x409`, { recursive: true });
  await mkdir(`${GADGET}/configs/c.1`, { recursive: true });
  await mkdir(`${GADGET}/functions/ffs.reader`, { recursive: true });
  await attribute("idVendor", "0x05ba");
  await attribute("idProduct", "0x000a");
  await attribute("bcdDevice", "0x0103");
  await attribute("strings/0x409/manufacturer", "DigitalPersona, Inc.");
  await attribute("strings/0x409/product", "U.are.U 4500 (twin)");
  await symlink(`${GADGET}/functions/ffs.reader`, `${GADGET}/configs/c.1/ffs.reader`);
  await mkdir(FFS, { recursive: true });
  execFileSync("/bin/mount", ["-t", "functionfs", "reader", FFS]);
  const control = await open(`${FFS}/ep0`, "r+");
  await control.write(descriptors());
  await control.write(strings());
  return control;
};

/** What the twin sends on an endpoint goes to the kernel, as long as it is plugged in. */
const pump = async (endpoint: number, file: string, length: number): Promise<void> => {
  const pipe = await open(file, "r+");
  for (let first = true; ; first = false) {
    const data = await scanner.read(endpoint, length);
    try {
      if (endpoint === 0x82 && first && mishap !== "none") await spoil(pipe, data);
      else for (let at = 0; at < data.length; at += 16_384) await pipe.write(data.subarray(at, at + 16_384));
    } catch (error) {
      process.stdout.write(`endpoint ${endpoint.toString(16)}: ${String(error)}\n`);
    }
  }
};

const spoil = async (pipe: FileHandle, data: Uint8Array): Promise<void> => {
  if (mishap === "short") await pipe.write(data.subarray(0, 50_000));
  // Reading where only writing is possible halts the endpoint.
  else if (mishap === "stall") await pipe.read(Buffer.alloc(1), 0, 1, null).catch(() => undefined);
  else {
    await pipe.write(data.subarray(0, 16_384));
    await pullPlug();
  }
};

const event = record("FunctionFS event", {
  requestType: u8,
  request: u8,
  value: u16le,
  index: u16le,
  length: u16le,
  type: u32le,
});
const SETUP = 4;

const answer = async (control: FileHandle, raw: Uint8Array): Promise<void> => {
  const { requestType, request, value, index, length } = event.read(new Reader(raw, "FunctionFS event"));
  const setup = {
    type: (requestType & 0x60) === 0x40 ? "vendor" : "standard",
    request,
    value,
    index,
  } as const;
  try {
    if (requestType & 0x80) {
      await control.write(await scanner.controlIn(setup, length));
    } else {
      const data = Buffer.alloc(length);
      await control.read(data, 0, length, null);
      await scanner.controlOut(setup, data);
    }
  } catch (error) {
    if (!(error instanceof TransferFault)) throw error;
    // Going the wrong way stalls the request.
    if (requestType & 0x80) await control.read(Buffer.alloc(0), 0, 0, null).catch(() => undefined);
    else await control.write(new Uint8Array()).catch(() => undefined);
  }
};

const control = await plugIn();
void pump(0x81, `${FFS}/ep1`, 64);
void pump(0x82, `${FFS}/ep2`, PICTURE);
await attribute("UDC", "dummy_udc.0");
process.stdout.write("bound\n");
for (;;) {
  const raw = Buffer.alloc(12);
  try {
    await control.read(raw, 0, 12, null);
    if (raw[8] === SETUP) await answer(control, raw);
  } catch (error) {
    process.stdout.write(`control: ${String(error)}\n`);
  }
}
