/** Wraps a transport in its tap and writes what the tap saw as a recording folder; no serial number goes in. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "../api/base/clock.ts";
import { never } from "../api/base/faults.ts";
import type { DriverModule } from "./driver.ts";
import type { Recording, SerialIdentity } from "./recording.ts";
import { writeHidRecording } from "./transport/hid-recording.ts";
import { writeSerialRecording } from "./transport/serial-recording.ts";
import { HidTap, SerialTap, VideoTap } from "./transport/tap-others.ts";
import { UsbTap } from "./transport/tap-usb.ts";
import type { Transport } from "./transport/transport.ts";
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

const usbRecorder = (tap: UsbTap): Recorder => ({
  transport: tap,
  recording: () => ({ kind: "usb", identity: tap, dialogue: transcriptOf(tap.events) }),
  files: () =>
    new Map<string, Uint8Array | string>([
      ["device.umockdev", writeMockUsbDevice(writeDescriptors(tap), ADDRESS)],
      ["capture.pcapng", writeUsbmonCapture(tap.events)],
    ]),
});

const hidRecorder = (tap: HidTap): Recorder => {
  const { vendorId, productId } = tap;
  const endpoints = [{ address: 0x81, type: "interrupt", maxPacketSize: 64 }] as const;
  const descriptors = writeDescriptors({ vendorId, productId, release: 0x0100, endpoints });
  return {
    transport: tap,
    recording: () => ({ kind: "hid", identity: { vendorId, productId }, dialogue: [...tap.entries] }),
    files: () =>
      new Map([
        ["device.umockdev", writeMockUsbDevice(descriptors, ADDRESS)],
        ["hid.jsonl", writeHidRecording(tap.entries)],
      ]),
  };
};

const serialRecorder = (tap: SerialTap, identity: SerialIdentity): Recorder => ({
  transport: tap,
  recording: () => ({ kind: "serial", identity, dialogue: [...tap.entries] }),
  files: () =>
    new Map([
      ["identity.json", `${JSON.stringify(identity)}\n`],
      ["serial.jsonl", writeSerialRecording(tap.entries)],
    ]),
});

/** `named`: the driver, where the camera's traffic does not tell it. */
const videoRecorder = (tap: VideoTap, named: { readonly driver?: string }): Recorder => ({
  transport: tap,
  recording: () => ({ kind: "video", identity: named, dialogue: { ...tap.recording, ...named } }),
  files: () => {
    const { identity, frames, index, controls } = writeVideoRecording({ ...tap.recording, ...named });
    return new Map<string, Uint8Array | string>([
      ["identity.json", identity],
      ["frames.mjpeg", frames],
      ["frames.jsonl", index],
      ["controls.jsonl", controls],
    ]);
  },
});

const asItCame = (received: Uint8Array): Uint8Array => received;

/** The driver: its id is what a serial line has for an identity, and it knows where its device tells a serial number. */
export const recorderOf = (
  transport: Transport,
  clock: Clock,
  { id, matches, withoutSerial = asItCame }: Pick<DriverModule, "id" | "matches" | "withoutSerial">,
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
      });
    case "video":
      return videoRecorder(
        new VideoTap(transport, clock),
        matches.every(({ byNameOnly }) => byNameOnly) ? { driver: id } : {},
      );
    default:
      return never(transport);
  }
};

export const writeRecording = async (files: RecordingFiles, directory: string): Promise<void> => {
  await mkdir(directory, { recursive: true });
  for (const [name, content] of files) await writeFile(path.join(directory, name), content);
};
