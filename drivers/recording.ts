/** Reads a recording folder of either form into one value. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../api/base/faults.ts";
import type { HidEntry } from "./transport/hid-recording.ts";
import { readHidRecording } from "./transport/hid-recording.ts";
import { readObject } from "./transport/json-lines.ts";
import type { SerialEntry } from "./transport/serial-recording.ts";
import { readSerialRecording } from "./transport/serial-recording.ts";
import { readMockDevices, usbDeviceOf } from "./transport/umockdev-device.ts";
import type { MockUsbDevice } from "./transport/umockdev-device.ts";
import { readIoctl } from "./transport/umockdev-ioctl.ts";
import type { UsbDescriptors } from "./transport/usb-descriptors.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";
import { readUsbmonEvents, transcriptOf } from "./transport/usbmon-transcript.ts";
import type { VideoRecording } from "./transport/video-recording.ts";
import { readVideoRecording } from "./transport/video-recording.ts";

export interface SerialIdentity {
  readonly driver: string;
  readonly path: string;
  /** Of a driver with several. */
  readonly model?: string;
}

/** By the kind of their transport. */
export interface RecordingKinds {
  readonly usb: {
    readonly kind: "usb";
    readonly identity: UsbDescriptors;
    readonly dialogue: readonly UsbExchange[];
  };
  readonly hid: {
    readonly kind: "hid";
    readonly identity: { readonly vendorId: number; readonly productId: number };
    readonly dialogue: readonly HidEntry[];
  };
  readonly serial: {
    readonly kind: "serial";
    readonly identity: SerialIdentity;
    readonly dialogue: readonly SerialEntry[];
  };
  readonly video: {
    readonly kind: "video";
    readonly identity: {
      readonly driver?: string;
      readonly vendorId?: number;
      readonly productId?: number;
    };
    readonly dialogue: VideoRecording;
  };
}
export type Recording = RecordingKinds[keyof RecordingKinds];

/** A picture is 110 KB; a recording larger than this is not one of a few captures. */
const MAX_FILE = 256 * 1024 * 1024;

class Folder {
  readonly directory: string;
  readonly #names: ReadonlySet<string>;

  constructor(directory: string, names: readonly string[]) {
    this.directory = directory;
    this.#names = new Set(names);
  }

  /** The first of these that is there. */
  which(...names: readonly string[]): string | undefined {
    return names.find((name) => this.#names.has(name));
  }

  async bytes(name: string): Promise<Uint8Array> {
    const file = path.join(this.directory, name);
    try {
      const read = await readFile(file);
      if (read.length > MAX_FILE)
        throw new OutsideFault("input-too-large", `${file} is larger than ${MAX_FILE} bytes.`);
      return read;
    } catch (cause) {
      if (cause instanceof OutsideFault) throw cause;
      throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
    }
  }

  async text(name: string): Promise<string> {
    return Buffer.from(await this.bytes(name)).toString("utf8");
  }

  label(name: string): string {
    return path.join(this.directory, name);
  }
}

const mockDevice = async (folder: Folder, name: string): Promise<MockUsbDevice> =>
  usbDeviceOf(readMockDevices(await folder.text(name), folder.label(name)), folder.label(name));

const readUsb = async (folder: Folder, description: string): Promise<Recording | undefined> => {
  const capture = folder.which("capture.pcapng", "capture.ioctl");
  if (capture === undefined) return undefined;
  const identity = await mockDevice(folder, description);
  const label = folder.label(capture);
  const dialogue =
    capture === "capture.ioctl"
      ? readIoctl(await folder.text(capture), label).exchanges
      : transcriptOf(readUsbmonEvents(await folder.bytes(capture), label), identity.address);
  if (dialogue.length === 0)
    throw new OutsideFault(
      "input-malformed",
      `${label}: nothing in it concerns the device that ${description} describes.`,
    );
  return { kind: "usb", identity, dialogue };
};

const readVideo = async (folder: Folder): Promise<Recording> => {
  const dialogue = readVideoRecording(
    {
      identity: await folder.text("identity.json"),
      frames: await folder.bytes("frames.mjpeg"),
      index: await folder.text("frames.jsonl"),
      controls: await folder.text("controls.jsonl"),
    },
    folder.directory,
  );
  const { driver, vendorId, productId } = dialogue;
  const identity = {
    ...(driver === undefined ? {} : { driver }),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
  };
  return { kind: "video", identity, dialogue };
};

const readSerial = async (folder: Folder): Promise<Recording> => {
  const label = folder.label("identity.json");
  const identity = readObject(await folder.text("identity.json"), label, ["driver", "path", "model"]);
  return {
    kind: "serial",
    identity: {
      driver: identity.text("driver"),
      path: identity.text("path"),
      ...(identity.field("model") === undefined ? {} : { model: identity.text("model") }),
    },
    dialogue: readSerialRecording(await folder.text("serial.jsonl"), folder.label("serial.jsonl")),
  };
};

/** One of these lies in every recording. */
const OF_A_RECORDING: ReadonlySet<string> = new Set([
  "device",
  "device.umockdev",
  "identity.json",
  "serial.jsonl",
  "frames.mjpeg",
  "sbi.jsonl",
]);

/** Of a folder that is none: a session's has its recordings in folders of their own. */
const noRecording = async (directory: string): Promise<OutsideFault> => {
  const folders = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(directory, name))
    .toSorted();
  const inside: string[] = [];
  for (const folder of folders)
    if ((await readdir(folder).catch(() => [])).some((name) => OF_A_RECORDING.has(name))) inside.push(folder);
  const [first] = inside;
  return new OutsideFault(
    "input-missing",
    first === undefined
      ? `${directory} holds no recording: a device description with capture.pcapng, capture.ioctl or hid.jsonl, a serial.jsonl, or a frames.mjpeg is needed.`
      : `${directory} holds no recording itself; name one of the folders in it, such as ${inside.slice(0, 8).join(", ")}.`,
  );
};

/** Throws OutsideFault input-missing, input-malformed, input-unknown-key or input-too-large. */
export const readRecording = async (directory: string): Promise<Recording> => {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (cause) {
    throw new OutsideFault(
      "input-missing",
      `${directory} is not a folder that can be read; name the folder of a recording.`,
      { cause },
    );
  }
  const folder = new Folder(directory, names);
  if (folder.which("frames.mjpeg")) return readVideo(folder);
  if (folder.which("serial.jsonl")) return readSerial(folder);
  const description = folder.which("device.umockdev", "device");
  if (description !== undefined) {
    if (folder.which("hid.jsonl")) {
      const identity = await mockDevice(folder, description);
      const dialogue = readHidRecording(await folder.text("hid.jsonl"), folder.label("hid.jsonl"));
      return { kind: "hid", identity, dialogue };
    }
    const usb = await readUsb(folder, description);
    if (usb) return usb;
  }
  throw await noRecording(directory);
};
