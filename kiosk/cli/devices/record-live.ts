/** `kiosk devices record --live`: asks the kiosk that runs on this machine to record its next session, and waits for it. */
import { cp } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import {
  readDoor,
  RECORDING_PATH,
  type RecordingDoor,
  type RecordingState,
} from "../../server/recording-control.ts";
import type { Shell } from "../command.ts";

export interface RecordLiveOptions {
  readonly json?: true;
  readonly out: string;
}

const POLL_MS = 500;

const asked = async (
  { port, token }: RecordingDoor,
  method: "GET" | "POST" | "DELETE",
): Promise<RecordingState> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${RECORDING_PATH}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.ok) return (await answer.json()) as RecordingState;
    throw new OutsideFault("device-failed", `The kiosk refuses to record (${answer.status}).`);
  } catch (cause) {
    if (cause instanceof OutsideFault) throw cause;
    throw new OutsideFault("device-missing", "The kiosk does not answer any more; is it still running?", {
      cause,
    });
  }
};

const WORDS: Partial<Record<RecordingState["kind"], string>> = {
  armed: "The next session will be recorded. Ctrl-C ends the waiting.",
  recording: "Somebody enrols; made-up people will stand in the recording.",
  redacting: "The session is over; its recordings are redacted.",
};

/** Throws OutsideFault device-missing where no kiosk runs, device-failed where it could not record. */
export const recordLive = async (shell: Shell, { json, out }: RecordLiveOptions): Promise<void> => {
  const { terminal } = shell;
  const door = await readDoor(shell.dataDirectory());
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once("SIGINT", interrupted);
  try {
    let state = await asked(door, "POST");
    let said = "";
    while (state.kind !== "done" && state.kind !== "failed") {
      const words = WORDS[state.kind] ?? "The kiosk records nothing.";
      if (words !== said) terminal.note(words);
      said = words;
      await sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) {
        await asked(door, "DELETE");
        throw new OutsideFault(
          "policy-refused",
          "Stopped before a session was recorded; nothing is written.",
        );
      }
      state = await asked(door, "GET");
    }
    if (state.kind === "failed") throw new OutsideFault("device-failed", state.why);
    await makeFolders(out);
    await cp(state.folder, path.resolve(out), { recursive: true });
    if (json) return terminal.print(JSON.stringify({ ...state, out }));
    terminal.print(`${out}: ${state.recordings.join(", ")}`);
    for (const sentence of state.leftOut) terminal.print(sentence);
    terminal.print(
      state.incomplete === undefined
        ? `Replay it: kiosk enrol --session ${out}`
        : `There is no session to replay: ${state.incomplete}.`,
    );
  } finally {
    process.off("SIGINT", interrupted);
  }
};
