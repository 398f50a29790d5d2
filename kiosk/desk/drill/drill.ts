/**
 * The power-loss drill: a throw-away kiosk on a scratch folder is ended without warning in the middle of its work
 * (SIGKILL), again and again; after each time everything that it had said was safe must be there, whole. It shows what
 * the program promises; what a disk without power may lose is computed elsewhere (tests/kiosk/crash).
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { openQueue, recoverQueue } from "../../queue/open-queue.ts";
import { sha256Of } from "../../queue/outbox.ts";
import { comebacks } from "../../session/keep/keeper.ts";
import { projectRoot } from "../../server/root.ts";
import { drillVault } from "./scratch.ts";

export interface DrillRound {
  readonly round: number;
  /** Packets that were said to be sealed before the end, this round. */
  readonly sealed: number;
  readonly found: number;
  /** Missing, or not byte for byte what was sealed. */
  readonly lost: readonly string[];
  /** Whether a person's session was under way when it ended, and came back. */
  readonly session: "none" | "came-back" | "lost";
  /** Entries of the audit chain, walked from the first. */
  readonly audit: number;
  readonly tookMs: number;
}

export interface DrillResult {
  readonly rounds: readonly DrillRound[];
  readonly nothingLost: boolean;
}

const WORKER = path.join(projectRoot, "dist/kiosk/desk/drill/throwaway-worker.js");
const LINE = z.looseObject({
  kept: z.string().optional(),
  wiping: z.string().optional(),
  sealed: z.string().optional(),
  sha256: z.string().optional(),
});
const TOO_LONG_MS = 60_000;

interface Said {
  readonly sealed: ReadonlyMap<string, string>;
  /** Kept, and not about to be wiped. */
  readonly session: string | undefined;
}

/** What complete lines said; the last one may have been cut off. Pure. */
export const saidIn = (output: string): Said => {
  const sealed = new Map<string, string>();
  let session: string | undefined;
  for (const text of output.split("\n").slice(0, -1)) {
    const line = LINE.parse(JSON.parse(text));
    if (line.sealed !== undefined && line.sha256 !== undefined) sealed.set(line.sealed, line.sha256);
    if (line.kept !== undefined) session = line.kept;
    if (line.wiping !== undefined) session = undefined;
  }
  return { sealed, session };
};

/** Runs the kiosk until it has said so many lines, then ends it at once. */
const runAndKill = (folder: string, lines: number): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WORKER, folder], { stdio: ["ignore", "pipe", "pipe"] });
    const late = setTimeout(() => child.kill("SIGKILL"), TOO_LONG_MS);
    let [output, complaint] = ["", ""];
    child.stderr.on("data", (part) => {
      complaint += String(part);
    });
    child.stdout.on("data", (part) => {
      output += String(part);
      if (output.split("\n").length > lines) child.kill("SIGKILL");
    });
    // Not "exit": what it said last is still in the pipe then.
    child.on("close", (_code, signal) => {
      clearTimeout(late);
      if (signal === "SIGKILL" && output.split("\n").length > lines) resolve(saidIn(output));
      else
        reject(
          new OutsideFault("policy-refused", `The drill's kiosk ended by itself: ${complaint.slice(0, 200)}`),
        );
    });
  });

/** What is there after the end, looked at as the kiosk itself looks when it starts. */
const inspect = async (folder: string, said: ReadonlyMap<string, string>) => {
  await using queue = await openQueue({
    folder,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  await recoverQueue(queue, systemClock);
  const lost: string[] = [];
  for (const [packetId, sha256] of said) {
    const item = await queue.outbox.item(packetId);
    const bytes = await queue.store.packets.get(packetId);
    if (item === undefined || bytes === undefined || sha256Of(bytes) !== sha256) lost.push(packetId);
  }
  return { lost, audit: (await queue.audit.verify()).number };
};

const sessionAfter = async (folder: string, session: string | undefined): Promise<DrillRound["session"]> => {
  const vault = await drillVault(path.join(folder, "sessions"));
  const back = await comebacks(vault, 3_600_000, systemClock.now());
  const found = back.some((one) => one.session.packetId === session);
  for (const one of back) await one.session.wipe();
  if (session === undefined) return "none";
  return found ? "came-back" : "lost";
};

/** `within`: a folder of the disk that is to be tried. What the drill writes there is gone when it is over. */
export const powerLossDrill = async (
  within: string,
  rounds: number,
  tell: (round: DrillRound) => void,
): Promise<DrillResult> => {
  const folder = await mkdtemp(path.join(within, "drill-"));
  const all: DrillRound[] = [];
  const everything = new Map<string, string>();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const from = systemClock.now();
      const [chance = 0] = systemRandom("drill", 1);
      // A packet is three lines: it ends after keeping, sealing or wiping alike.
      const said = await runAndKill(folder, 4 + (chance % 7));
      for (const [packet, sha256] of said.sealed) everything.set(packet, sha256);
      const { lost, audit } = await inspect(folder, everything);
      const session = await sessionAfter(folder, said.session);
      const one: DrillRound = {
        round,
        sealed: said.sealed.size,
        found: everything.size - lost.length,
        lost,
        session,
        audit,
        tookMs: systemClock.now() - from,
      };
      all.push(one);
      tell(one);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    rounds: all,
    nothingLost: all.every(({ lost, session }) => lost.length === 0 && session !== "lost"),
  };
};
