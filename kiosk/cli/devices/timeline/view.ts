/** `kiosk devices view`: a recording as a page. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../../api/base/folders.ts";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { hex } from "../../../../drivers/explain.ts";
import { readRecording, type Recording } from "../../../../drivers/recording.ts";
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

/** By its ids, where the transport tells them. */
const unknownDevice = ({ kind, identity }: Recording): string => {
  const ids = "vendorId" in identity ? [identity.vendorId, identity.productId] : [];
  return [`unknown ${kind} device`, ids.map((id) => hex(id ?? 0, 4).slice(2)).join(":")].join(" ").trim();
};

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
    return {
      title: unknownDevice(recording),
      about: `Recorded ${recording.kind} traffic of a device that no driver of the list drives: the transport's words alone.`,
      events: timelineOf(recording, {}),
    };
  return {
    title: protocol.model,
    about: `Recorded ${recording.kind} traffic, in the words of the driver ${protocol.id}.`,
    events: timelineOf(recording, protocol),
  };
};

/** Throws OutsideFault: input-missing, input-malformed, disk-failed. */
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
    await makeFolders(path.dirname(file));
    await writeFile(file, page);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${file} cannot be written; name another file with --out.`, {
      cause,
    });
  }
  if (json !== true)
    terminal.print(
      `${events.length === 1 ? "1 message" : `${events.length} messages`}; look at ${path.relative(process.cwd(), file)}`,
    );
};
