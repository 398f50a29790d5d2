/** `kiosk devices redact`: the twin of a recording, with nobody in it, so that it may leave the machine. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Shell } from "../command.ts";
import { readInput } from "./files.ts";

export interface RedactOptions {
  readonly json?: true;
  readonly out: string;
  readonly seed?: string;
  readonly picture?: readonly string[];
}

export const SEED = "redacted";

/** Throws OutsideFault policy-refused for a recording that cannot leave the machine. */
export const redact = async (
  shell: Shell,
  folder: string,
  { json, out, seed = SEED, picture = [] }: RedactOptions,
): Promise<void> => {
  const { syntheticTwin } = await import("../../../drivers/synthetic-twin.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { CALLS, exchangeSbi } = await import("../../../drivers/sbi/recording.ts");
  const { standInService } = await import("../../devices/sbi-stand-in.ts");
  const { standInsOf } = await import("../people/stand-ins.ts");
  const { decodeGrey } = await import("../../../models/image.ts");
  const prints = await Promise.all(picture.map(async (file) => decodeGrey(await readInput(file), file)));
  const standIns = standInsOf({ seed, prints });
  const files = existsSync(path.join(folder, CALLS))
    ? await exchangeSbi(folder, standInService(standIns))
    : await syntheticTwin(folder, standIns);
  await writeRecording(files, out);
  const names = [...files.keys()];
  shell.terminal.print(json ? JSON.stringify({ out, files: names }) : `${out}: ${names.join(", ")}`);
};
