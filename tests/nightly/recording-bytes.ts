/**
 * The same recording, seed, clock and keys: the same packet, byte for byte (issue 7, 7). Each committed session is enrolled
 * twice by this Node, and once by each further one that KIOSK_NODES names (paths, separated by colons). The last piece makes
 * docs/determinism.json anew where the program has changed, and finds fault where it has not and this machine gives another packet.
 */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { NightlyJob } from "./job.ts";

const SESSIONS = "fixtures/sessions";

const run = promisify(execFile);

const enrolledBy = async (node: string, session: string): Promise<string> => {
  const words = ["dist/kiosk/main.js", "enrol", "--session", session, "--seed", "night", "--json"];
  const { stdout } = await run(node, words, { maxBuffer: 1 << 24 });
  return (JSON.parse(stdout) as { readonly sha256: string }).sha256;
};

/** One line a fault. */
const comparedWithOthers = async (): Promise<readonly string[]> => {
  const words = ["scripts/twice.mjs", "--out", "docs/determinism.json"];
  return await run(process.execPath, words, { maxBuffer: 1 << 24 }).then(
    () => [],
    (error: unknown) => [String((error as { readonly stderr?: string }).stderr ?? error).trim()],
  );
};

const nodes = (): readonly string[] => [
  process.execPath,
  process.execPath,
  ...(process.env["KIOSK_NODES"] ?? "").split(":").filter((node) => node !== ""),
];

export const recordingBytesJob = (): NightlyJob => {
  const sessions = readdirSync(SESSIONS).map((name) => path.join(SESSIONS, name));
  return {
    name: "recording-bytes",
    pieces: sessions.length + 1,
    run: async (piece) => {
      const session = sessions[piece];
      if (session === undefined) return { cases: 1, faults: await comparedWithOthers() };
      const found: { readonly node: string; readonly sha256: string }[] = [];
      for (const node of nodes()) found.push({ node, sha256: await enrolledBy(node, session) });
      const [first] = found;
      const faults = found
        .filter(({ sha256 }) => sha256 !== first?.sha256)
        .map(
          ({ node, sha256 }) => `${session}: ${sha256} by ${path.basename(node)}, not ${first?.sha256 ?? ""}`,
        );
      return { cases: found.length, faults };
    },
  };
};
