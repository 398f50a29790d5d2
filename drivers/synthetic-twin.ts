/**
 * The synthetic twin of a real recording: made-up pictures in place of somebody's finger, no serial number, and every other byte
 * as it was recorded. So a kiosk's own traffic may leave it.
 *
 *   const files = await syntheticTwin("a-real-recording", [print]);   // GreyImage of the device's own size
 *   await writeRecording(files, "its-twin");
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../api/base/faults.ts";
import type { GreyImage } from "../api/words/sample.ts";
import { replacedPictures as nb1010 } from "./fingerprint/nb1010/replace.ts";
import { replacedPictures as uru4000 } from "./fingerprint/uru4000/replace.ts";
import { rowFor } from "./match.ts";
import { readRecording } from "./recording.ts";
import type { RecordingFiles } from "./recorder.ts";
import { readMockDevices, usbDeviceOf, writeMockUsbDevice } from "./transport/umockdev-device.ts";
import { isStandardRequest } from "./transport/usb-exchange.ts";
import type { UsbExchange } from "./transport/usb-exchange.ts";
import type { UsbmonEvent } from "./transport/usbmon.ts";
import { writeUsbmonCapture } from "./transport/usbmon-transcript.ts";

type Replace = (
  dialogue: readonly UsbExchange[],
  productId: number,
  pictures: readonly GreyImage[],
) => ReadonlyMap<number, Uint8Array>;

const REPLACERS: Readonly<
  Record<string, { readonly replace: Replace; readonly width: number; readonly height: number }>
> = {
  nb1010: { replace: nb1010, width: 256, height: 180 },
  uru4000: { replace: uru4000, width: 384, height: 290 },
};
/** iManufacturer, iProduct and iSerialNumber in the device descriptor. */
const STRING_INDEXES = [14, 15, 16] as const;
const ADDRESS = { bus: 1, device: 2 } as const;

const eventsOf = (
  dialogue: readonly UsbExchange[],
  changed: ReadonlyMap<number, Uint8Array>,
): readonly UsbmonEvent[] => {
  const placed: { at: number; event: UsbmonEvent }[] = [];
  for (const exchange of dialogue) {
    const { type, endpoint, setup, length, sent, completion, submission, submittedAt } = exchange;
    // Strings hold serial numbers; the host's own requests are in no driver's dialogue.
    if (isStandardRequest(exchange)) continue;
    const common = {
      id: BigInt(submission + 1) * 64n,
      type,
      endpoint,
      ...ADDRESS,
      interval: type === "interrupt" ? 8 : 0,
    };
    const start = {
      ...common,
      t: submittedAt,
      status: -115,
      urbLength: length,
      data: sent,
      ...(setup ? { setup } : {}),
    };
    placed.push({ at: submission, event: { ...start, event: "submit" } });
    if (!completion) continue;
    const data = changed.get(completion.position) ?? completion.received;
    const urbLength = (endpoint & 0x80) === 0 ? length : data.length;
    const { at: t, status } = completion;
    placed.push({
      at: completion.position,
      event: { ...common, event: "complete", t, status, urbLength, data },
    });
  }
  return placed.sort((a, b) => a.at - b.at).map(({ event }) => event);
};

const descriptorsOf = async (directory: string): Promise<Uint8Array> => {
  for (const name of ["device.umockdev", "device"]) {
    const file = path.join(directory, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const raw = new Uint8Array(usbDeviceOf(readMockDevices(text, file), file).raw);
    for (const index of STRING_INDEXES) raw[index] = 0;
    return raw;
  }
  throw new OutsideFault("input-missing", `${directory} has no device description.`);
};

/** Throws OutsideFault for what is no recording, or one of a device whose pictures cannot be exchanged. */
export const syntheticTwin = async (
  directory: string,
  pictures: readonly GreyImage[],
): Promise<RecordingFiles> => {
  const recording = await readRecording(directory);
  const driver = rowFor(recording)?.module.id ?? "none";
  const replacer = REPLACERS[driver];
  if (recording.kind !== "usb" || !replacer)
    throw new OutsideFault(
      "not-built-yet",
      `${directory} is of driver ${driver}; pictures are exchanged in recordings of ${Object.keys(REPLACERS).join(", ")} only.`,
    );
  const { replace, width, height } = replacer;
  for (const picture of pictures)
    if (picture.width !== width || picture.height !== height)
      throw new OutsideFault(
        "input-malformed",
        `The pictures of ${driver} are ${width} x ${height}, not ${picture.width} x ${picture.height}.`,
      );
  const { dialogue, identity } = recording;
  const changed = replace(dialogue, identity.productId, pictures);
  return new Map<string, Uint8Array | string>([
    ["device.umockdev", writeMockUsbDevice(await descriptorsOf(directory), ADDRESS)],
    ["capture.pcapng", writeUsbmonCapture(eventsOf(dialogue, changed))],
  ]);
};
