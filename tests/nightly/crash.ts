/** The crash matrix at length: 5,000 disks rebuilt from a trace, then 1,000 real SIGKILLs, each at its own operation. */
import { rmSync } from "node:fs";
import path from "node:path";
import { randomSurvival } from "../kiosk/crash/disk.ts";
import { broken } from "../kiosk/crash/promises.ts";
import { faultsAfter, randomOf, study } from "../kiosk/crash/study.ts";
import { buildTracer, killedAt, saidIn } from "../kiosk/crash/trace.ts";
import { temporaryFolder } from "../kiosk/stand.ts";
import type { NightlyJob, PieceResult } from "./job.ts";

const DISKS = { pieces: 50, each: 100 };
const KILLS = { pieces: 20, each: 50 };

const disks = async (piece: number, folder: string, tracer: string): Promise<PieceResult> => {
  const trace = study(tracer, folder);
  const faults: string[] = [];
  for (let turn = 0; turn < DISKS.each; turn += 1) {
    const seed = piece * DISKS.each + turn;
    const random = randomOf(seed);
    const moment = Math.floor(random() * (trace.length + 1));
    const found = await faultsAfter(folder, trace, moment, randomSurvival(random), turn % 4 === 0);
    faults.push(...found.map((fault) => `disk, seed ${seed}, operation ${moment}: ${fault}`));
  }
  return { cases: DISKS.each, faults };
};

const kills = async (piece: number, folder: string, tracer: string): Promise<PieceResult> => {
  const faults: string[] = [];
  for (let turn = 0; turn < KILLS.each; turn += 1) {
    const at = 1 + piece * KILLS.each + turn;
    const root = path.join(folder, `kill-${at}`);
    // Enough packets for more operations than there are kills.
    if (!(await killedAt(tracer, root, at, "24"))) faults.push(`kill ${at}: the program ended first`);
    faults.push(...(await broken(root, saidIn(root), true)).map((fault) => `kill ${at}: ${fault}`));
    rmSync(root, { recursive: true });
  }
  return { cases: KILLS.each, faults };
};

export const job: NightlyJob = {
  name: "crash",
  pieces: DISKS.pieces + KILLS.pieces,
  run: async (piece) => {
    using folder = temporaryFolder();
    const tracer = buildTracer(folder.path);
    return piece < DISKS.pieces
      ? await disks(piece, folder.path, tracer)
      : await kills(piece - DISKS.pieces, folder.path, tracer);
  },
};
