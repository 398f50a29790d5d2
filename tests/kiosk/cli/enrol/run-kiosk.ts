/** Runs kiosk commands in this process, and makes sessions from the committed one. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { recordTwin } from "../../../../drivers/record-twin.ts";
import { writeRecording } from "../../../../drivers/recorder.ts";
import { virtualCamera } from "../../../../drivers/virtual.ts";
import { runCommand } from "../../../../kiosk/cli/program.ts";
import { listen } from "../listen.ts";

export const SESSION = "fixtures/sessions/adult";

export interface Ran {
  readonly status: number;
  readonly printed: string;
  readonly noted: string;
}

export const run = async (data: string, ...words: string[]): Promise<Ran> => {
  const { printed, noted, terminal } = listen();
  const status = await runCommand(["--data", data, ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
};

/** A recording of a camera that shows the committed session's good frame at once: nothing to wait for, one face to judge. */
export const quickCamera = async (folder: string): Promise<string> => {
  const frame = await readFile("fixtures/faces/specimen/frame-4-neutral.jpg");
  const place = await mkdtemp(path.join(folder, "camera-"));
  const start = Date.parse("2026-03-02T09:00:00.000Z");
  await writeRecording((await recordTwin(virtualCamera([frame], { start }), 1)).files, place);
  return place;
};

/** The committed session, changed, in a folder of its own. */
export const sessionAt = async (
  folder: string,
  change: (session: Record<string, unknown>) => void,
): Promise<string> => {
  const text = await readFile(path.join(SESSION, "session.json"), "utf8");
  const session = JSON.parse(text) as Record<string, unknown>;
  session["devices"] = Object.fromEntries(
    ["camera", "scanner", "pad"].map((name) => [name, path.resolve(SESSION, name)]),
  );
  // The tests that replace or damage a recording want to see what the drivers make of it.
  delete session["checksums"];
  change(session);
  const place = await mkdtemp(path.join(folder, "session-"));
  await writeFile(path.join(place, "session.json"), JSON.stringify(session));
  return place;
};
