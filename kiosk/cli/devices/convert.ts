/** `kiosk devices convert`: a Wireshark capture, or umockdev's text, becomes a recording, or a recording a synthetic one. */
import { existsSync } from "node:fs";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Shell } from "../command.ts";
import { readInput } from "./files.ts";
import { redact } from "./redact.ts";

export interface ConvertOptions {
  readonly json?: true;
  readonly out: string;
  readonly bus?: number;
  readonly device?: number;
  readonly descriptors?: string;
  readonly driver?: string;
  readonly picture?: readonly string[];
}

/** umockdev's text, which begins with the device's node. */
const isIoctl = (input: Buffer): boolean => /^(?:@DEV |USBDEVFS_)/u.test(input.toString("latin1", 0, 16));

/** What umockdev wrote of the device itself: the file that is named, or the one beside the recording. */
const descriptionOf = async (file: string, named: string | undefined) => {
  const folder = path.dirname(file);
  const stem = path.basename(file, ".ioctl");
  const beside = [`${stem}.umockdev`, "device.umockdev", "device"].map((name) => path.join(folder, name));
  const label = named ?? beside.find((name) => existsSync(name));
  if (label === undefined)
    throw new OutsideFault(
      "input-missing",
      `${file} says nothing of the device itself; name its description (umockdev-record DEVICE, or sysfs "descriptors") with --descriptors.`,
    );
  return { file: await readInput(label), label };
};

export const convert = async (shell: Shell, file: string, options: ConvertOptions): Promise<void> => {
  if (options.picture) return redact(shell, file, options);
  const { convertCapture, convertIoctl } = await import("../../../drivers/convert.ts");
  const { isCutOff } = await import("../../../drivers/transport/pcapng.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { bus, device, descriptors, driver, out } = options;
  if ((bus === undefined) !== (device === undefined))
    throw new OutsideFault("usage", "--bus and --device name a device together; give both, or neither.");
  const address = bus === undefined || device === undefined ? undefined : { bus, device };
  const input = await readInput(file);
  const files = isIoctl(input)
    ? convertIoctl(input.toString("utf8"), file, await descriptionOf(file, descriptors))
    : convertCapture(input, file, {
        ...(address ? { address } : {}),
        ...(driver === undefined ? {} : { driver }),
        ...(descriptors === undefined ? {} : { descriptors: await readInput(descriptors) }),
      });
  await writeRecording(files, out);
  if (isCutOff(input))
    shell.terminal.note(
      `${file} ends in the middle of a packet, as a capture that was killed does; the recording holds what came before.`,
    );
  const names = [...files.keys()];
  shell.terminal.print(options.json ? JSON.stringify({ out, files: names }) : `${out}: ${names.join(", ")}`);
};
