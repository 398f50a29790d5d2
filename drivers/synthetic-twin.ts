/**
 * The synthetic twin of a recording: made-up people in place of whoever was recorded, no serial number, and every other byte as
 * it was. So a kiosk's own traffic may leave it.
 *
 *   const files = await syntheticTwin("a-real-recording", standIns);   // drivers/twin.ts
 *   await writeRecording(files, "its-twin");
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../api/base/faults.ts";
import type { DriverModule } from "./driver.ts";
import { DRIVERS } from "./index.ts";
import { rowFor } from "./match.ts";
import { readRecording, type Recording } from "./recording.ts";
import { otherFiles, usbFiles, type RecordingFiles } from "./recorder.ts";
import { demandReplaced, withStream, type StandIns } from "./twin.ts";
import { eventsOfDialogue } from "./transport/dialogue-events.ts";
import { cleanCapture } from "./transport/clean-capture.ts";
import { readMockDevices, usbDeviceOf } from "./transport/umockdev-device.ts";
import { writeDescriptors } from "./transport/usb-descriptors.ts";

/** iManufacturer, iProduct and iSerialNumber in the device descriptor. */
const STRING_INDEXES = [14, 15, 16] as const;
const unnumbered = (descriptors: Uint8Array): Uint8Array => {
  const raw = new Uint8Array(descriptors);
  for (const index of STRING_INDEXES) raw[index] = 0;
  return raw;
};

const descriptorsOf = async (directory: string): Promise<Uint8Array> => {
  for (const name of ["device.umockdev", "device"]) {
    const file = path.join(directory, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    return unnumbered(usbDeviceOf(readMockDevices(text, file), file).raw);
  }
  throw new OutsideFault("input-missing", `${directory} has no device description.`);
};

/** What names this very unit: recorders leave it out, captures of other programs do not. Of USB it is taken out of the events. */
const withoutSerials = (recording: Recording, { withoutSerial }: DriverModule): Recording => {
  if (!withoutSerial) return recording;
  switch (recording.kind) {
    case "hid":
      return {
        ...recording,
        dialogue: recording.dialogue.map((entry) => ({
          ...entry,
          payload: withoutSerial(entry.payload, entry.id),
        })),
      };
    case "serial":
      return {
        ...recording,
        dialogue: withStream(recording.dialogue, ({ bytes }) => bytes.set(withoutSerial(bytes))),
      };
    default:
      return recording;
  }
};

/** Names below /dev/serial/by-id hold an adapter's serial number. */
const withoutPlace = (recording: Recording): Recording =>
  recording.kind === "serial"
    ? { ...recording, identity: { ...recording.identity, path: "serial line" } }
    : recording;

/** A stand-in of another size would not fit in the recorded place. */
const checked = (standIns: StandIns, driver: string): StandIns => ({
  print: (place) => {
    const { width, height } = place;
    const made = standIns.print(place);
    if (made.width !== width || made.height !== height)
      throw new OutsideFault(
        "input-malformed",
        `The pictures of ${driver} are ${width} x ${height}, not ${made.width} x ${made.height}.`,
      );
    return made;
  },
  frame: (place) => standIns.frame(place),
  paper: (place) => standIns.paper(place),
  signature: (place) => standIns.signature(place),
  zone: (shape) => standIns.zone(shape),
});

/**
 * The twin of a recording in memory. Throws OutsideFault policy-refused for one that cannot leave the machine: nothing is known
 * of its device, its driver has no twin for it, or there is more in it than the driver understands.
 */
export const twinOf = async (
  given: Recording,
  label: string,
  standIns: StandIns,
  drivers: readonly DriverModule[] = DRIVERS,
): Promise<Recording> => {
  const module = rowFor(given, drivers)?.module;
  const refused = (why: string) =>
    new OutsideFault("policy-refused", `${label} cannot leave this machine: no twin for it, because ${why}.`);
  if (!module) throw refused("no driver in the list drives its device");
  const { twin } = module;
  if ("none" in twin) throw refused(twin.none);
  const recording = withoutPlace(withoutSerials(given, module));
  const dialogue = await twin.make(recording, checked(standIns, module.id));
  const made = { ...recording, dialogue } as Recording;
  demandReplaced(recording, made, label);
  return made;
};

/** The twin's files; descriptors as the identity tells them unless given. */
export const twinFiles = (made: Recording, descriptors?: Uint8Array): RecordingFiles => {
  if (made.kind !== "usb") return otherFiles(made);
  const events = eventsOfDialogue(made.dialogue);
  const clean = rowFor(made)?.module.withoutSerial;
  return usbFiles(
    clean ? cleanCapture(events, clean) : events,
    descriptors ?? writeDescriptors(made.identity),
  );
};

/** Throws OutsideFault for what is no recording, or one that cannot leave the machine. */
export const syntheticTwin = async (directory: string, standIns: StandIns): Promise<RecordingFiles> => {
  const recording = await readRecording(directory);
  const made = await twinOf(recording, directory, standIns);
  return twinFiles(made, recording.kind === "usb" ? await descriptorsOf(directory) : undefined);
};
