/** `kiosk devices view`: a recording as a page. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { readRecording } from "../../../../drivers/recording.ts";
import type { Terminal } from "../../terminal.ts";
import { protocolOf, timelineOf, type TimelineEvent } from "./events.ts";
import { timelinePage } from "./page.ts";
import { readService } from "./service.ts";

export interface ViewOptions {
  readonly out: string;
  readonly json?: boolean;
}

interface Shown {
  readonly title: string;
  readonly about: string;
  readonly events: readonly TimelineEvent[];
}

const shown = async (folder: string): Promise<Shown> => {
  const calls = await readService(folder);
  if (calls !== undefined)
    return {
      title: "SBI service",
      about: "Recorded calls of a service, with what is wrapped inside.",
      events: calls,
    };
  const recording = await readRecording(folder);
  const protocol = protocolOf(recording);
  if (protocol === undefined)
    throw new OutsideFault(
      "device-missing",
      `${folder} is a recording of a device that no driver knows; kiosk devices list --drivers shows which are known.`,
    );
  return {
    title: protocol.model,
    about: `Recorded ${recording.kind} traffic, in the words of the driver ${protocol.id}.`,
    events: timelineOf(recording, protocol),
  };
};

/** Throws OutsideFault: input-missing, input-malformed, device-missing, disk-failed. */
export const viewRecording = async (
  terminal: Terminal,
  folder: string,
  { out, json }: ViewOptions,
): Promise<void> => {
  const { title, about, events } = await shown(folder);
  if (json === true) {
    const rows = events.map(({ bytes, ...event }) => ({ ...event, hex: Buffer.from(bytes).toString("hex") }));
    terminal.print(JSON.stringify(rows));
  }
  const file = path.resolve(out);
  const page = timelinePage({ title: `${path.basename(path.resolve(folder))}: ${title}`, about, events });
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, page);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${file} cannot be written.`, { cause });
  }
  if (json !== true)
    terminal.print(`${events.length} messages; look at ${path.relative(process.cwd(), file)}`);
};
