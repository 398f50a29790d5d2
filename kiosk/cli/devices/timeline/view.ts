/** `kiosk devices view`: a recording as a page. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { rowFor } from "../../../../drivers/match.ts";
import { readRecording } from "../../../../drivers/recording.ts";
import type { Terminal } from "../../terminal.ts";
import { timelineOf } from "./events.ts";
import { timelinePage } from "./page.ts";

export interface ViewOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** Throws OutsideFault: input-missing, input-malformed, device-missing, disk-failed. */
export const viewRecording = async (
  terminal: Terminal,
  folder: string,
  { out, json }: ViewOptions,
): Promise<void> => {
  const recording = await readRecording(folder);
  const found = rowFor(recording);
  if (found === undefined)
    throw new OutsideFault(
      "device-missing",
      `${folder} is a recording of a device that no driver knows; kiosk devices list --drivers shows which are known.`,
    );
  const events = timelineOf(recording, found.module);
  if (json === true) {
    const rows = events.map(({ bytes, ...event }) => ({ ...event, hex: Buffer.from(bytes).toString("hex") }));
    terminal.print(JSON.stringify(rows));
  }
  const file = path.resolve(out);
  const page = timelinePage({
    title: `${path.basename(path.resolve(folder))}: ${found.row.model}`,
    about: `Recorded ${recording.kind} traffic, in the words of the driver ${found.module.id}.`,
    events,
  });
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, page);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${file} cannot be written.`, { cause });
  }
  if (json !== true)
    terminal.print(`${events.length} messages; look at ${path.relative(process.cwd(), file)}`);
};
