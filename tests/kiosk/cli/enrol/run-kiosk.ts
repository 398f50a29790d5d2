/** Runs kiosk commands in this process, and makes sessions from the committed one. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../../../../kiosk/cli/program.ts";
import type { Terminal } from "../../../../kiosk/cli/terminal.ts";

export const SESSION = "fixtures/sessions/adult";

export interface Ran {
  readonly status: number;
  readonly printed: string;
  readonly noted: string;
}

export const run = async (data: string, ...words: string[]): Promise<Ran> => {
  const printed: string[] = [];
  const noted: string[] = [];
  const terminal: Terminal = {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    progress: () => undefined,
    style: (_format, text) => text,
  };
  const status = await runCommand(["--data", data, ...words], terminal);
  return { status, printed: printed.join("\n"), noted: noted.join("\n") };
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
