/** `kiosk devices convert`: a Wireshark capture becomes a recording, or a recording a synthetic one. */
import type { Shell } from "../command.ts";
import { readInput } from "./files.ts";
import { redact } from "./redact.ts";

export interface ConvertOptions {
  readonly json?: true;
  readonly out: string;
  readonly bus?: number;
  readonly device?: number;
  readonly descriptors?: string;
  readonly picture?: readonly string[];
}

export const convert = async (shell: Shell, file: string, options: ConvertOptions): Promise<void> => {
  if (options.picture) return redact(shell, file, options);
  const { convertCapture } = await import("../../../drivers/convert.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { bus, device, descriptors, out } = options;
  const address = bus === undefined || device === undefined ? undefined : { bus, device };
  const files = convertCapture(await readInput(file), file, {
    ...(address ? { address } : {}),
    ...(descriptors === undefined ? {} : { descriptors: await readInput(descriptors) }),
  });
  await writeRecording(files, out);
  const names = [...files.keys()];
  shell.terminal.print(options.json ? JSON.stringify({ out, files: names }) : `${out}: ${names.join(", ")}`);
};
