/** Wraps a transport in its tap and writes what the tap saw as a recording folder; no serial number goes in. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../api/base/folders.ts";
import type { Clock } from "../api/base/clock.ts";
import { never } from "../api/base/faults.ts";
import type { DriverModule, IdRow } from "./driver.ts";
import type { Recording, SerialIdentity } from "./recording.ts";
import { writeHidRecording } from "./transport/hid-recording.ts";
import { writeSerialRecording } from "./transport/serial-recording.ts";
import { HidTap, SerialTap, VideoTap, type KeepFrame } from "./transport/tap-others.ts";
import { UsbTap } from "./transport/tap-usb.ts";
import type { Transport } from "./transport/transport.ts";
import type { UsbmonEvent } from "./transport/usbmon.ts";
import type { RecordingOf } from "./twin.ts";
import { writeMockUsbDevice } from "./transport/umockdev-device.ts";
import { writeDescriptors } from "./transport/usb-descriptors.ts";
import { transcriptOf, writeUsbmonCapture } from "./transport/usbmon-transcript.ts";
import { writeVideoRecording } from "./transport/video-recording.ts";

/** A recording's files by name. */
export type RecordingFiles = ReadonlyMap<string, Uint8Array | string>;

export interface Recorder {
  /** Give this to the driver instead of the tapped transport. */
  readonly transport: Transport;
  /** What was seen so far, to be replayed at once. */
  recording(): Recording;
  files(): RecordingFiles;
}

const ADDRESS = { bus: 1, device: 2 } as const;

/** As usbmon would have seen it. `raw`: the device's own descriptors, where there are any. */
export const usbFiles = (events: readonly UsbmonEvent[], raw: Uint8Array): RecordingFiles =>
  new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(raw, ADDRESS)],
    ["capture.pcapng", writeUsbmonCapture(events)],
  ]);

const hidFiles = ({ identity, dialogue }: RecordingOf<"hid">): RecordingFiles => {
  const { vendorId, productId } = identity;
  const endpoints = [{ address: 0x81, type: "interrupt", maxPacketSize: 64 }] as const;
  const descriptors = writeDescriptors({ vendorId, productId, release: 0x0100, endpoints });
  return new Map([
    ["device.umockdev", writeMockUsbDevice(descriptors, ADDRESS)],
    ["hid.jsonl", writeHidRecording(dialogue)],
  ]);
};

const serialFiles = ({ identity, dialogue }: RecordingOf<"serial">): RecordingFiles =>
  new Map([
    ["identity.json", `${JSON.stringify(identity)}\n`],
    ["serial.jsonl", writeSerialRecording(dialogue)],
  ]);

const videoFiles = ({ dialogue }: RecordingOf<"video">): RecordingFiles => {
  const { identity, frames, index, controls } = writeVideoRecording(dialogue);
  return new Map<string, Uint8Array | string>([
    ["identity.json", identity],
    ["frames.mjpeg", frames],
    ["frames.jsonl", index],
    ["controls.jsonl", controls],
  ]);
};

/** Any recording but one of a USB device, whose descriptors are files of their own. */
export const otherFiles = (recording: Exclude<Recording, { kind: "usb" }>): RecordingFiles => {
  switch (recording.kind) {
    case "hid":
      return hidFiles(recording);
    case "serial":
      return serialFiles(recording);
    case "video":
      return videoFiles(recording);
    default:
      return never(recording);
  }
};

const usbRecorder = (tap: UsbTap): Recorder => ({
  transport: tap,
  recording: () => ({ kind: "usb", identity: tap, dialogue: transcriptOf(tap.events) }),
  files: () => usbFiles(tap.events, writeDescriptors(tap)),
});

const otherRecorder = (
  transport: Transport,
  recording: () => Exclude<Recording, { kind: "usb" }>,
): Recorder => ({ transport, recording, files: () => otherFiles(recording()) });

const hidRecorder = (tap: HidTap): Recorder =>
  otherRecorder(tap, () => {
    const { vendorId, productId } = tap;
    return { kind: "hid", identity: { vendorId, productId }, dialogue: [...tap.entries] };
  });

const serialRecorder = (tap: SerialTap, identity: SerialIdentity): Recorder =>
  otherRecorder(tap, () => ({ kind: "serial", identity, dialogue: [...tap.entries] }));

/** `named`: the driver, where the camera's traffic does not tell it. */
const videoRecorder = (tap: VideoTap, named: { readonly driver?: string }): Recorder =>
  otherRecorder(tap, () => ({ kind: "video", identity: named, dialogue: { ...tap.recording, ...named } }));

const asItCame = (received: Uint8Array): Uint8Array => received;

/** The driver: its id is what a serial line has for an identity, and it knows where its device tells a serial number. */
export const recorderOf = (
  transport: Transport,
  clock: Clock,
  { id, matches, withoutSerial = asItCame }: Pick<DriverModule, "id" | "matches" | "withoutSerial">,
  row?: IdRow,
  /** What is kept of a camera's frame; default: all of it. */
  keep?: KeepFrame,
): Recorder => {
  switch (transport.kind) {
    case "usb":
      return usbRecorder(new UsbTap(transport, clock, withoutSerial));
    case "hid":
      return hidRecorder(new HidTap(transport, clock, withoutSerial));
    case "serial":
      return serialRecorder(new SerialTap(transport, clock, withoutSerial), {
        driver: id,
        path: transport.path,
        ...(row === undefined || matches.length === 1 ? {} : { model: row.model }),
      });
    case "video":
      return videoRecorder(
        new VideoTap(transport, clock, keep),
        matches.every(({ byNameOnly }) => byNameOnly) ? { driver: id } : {},
      );
    default:
      return never(transport);
  }
};

export const writeRecording = async (files: RecordingFiles, directory: string): Promise<void> => {
  await makeFolders(directory);
  for (const [name, content] of files) await writeFile(path.join(directory, name), content);
};
