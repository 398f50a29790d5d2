/**
 * The crash matrix at length: 5,000 disks rebuilt from a trace, then 1,000 real SIGKILLs, each at its own operation; then
 * the whole kiosk, killed at every operation of its two ways, and the disks that cuts of it leave.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { randomSurvival, survivals } from "../kiosk/crash/disk.ts";
import { broken } from "../kiosk/crash/promises.ts";
import { preparedKiosk, realStudy } from "../kiosk/crash/real-study.ts";
import { faultsAfter, randomOf, study } from "../kiosk/crash/study.ts";
import { buildTracer, killedAt, saidIn } from "../kiosk/crash/trace.ts";
import { temporaryFolder } from "../kiosk/stand.ts";
import type { NightlyJob, PieceResult } from "./job.ts";

const DISKS = { pieces: 50, each: 100 };
const KILLS = { pieces: 20, each: 50 };
/** The whole kiosk: killed at every operation of both ways; and cut at each, with every extreme and one disk by a seed. */
const REAL = { pieces: 12 };

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

const real = async (piece: number, folder: string, tracer: string): Promise<PieceResult> => {
  const way = piece % 2 === 0 ? "desk" : "alone";
  const study = realStudy(tracer, folder, await preparedKiosk(folder), way);
  const faults: string[] = [];
  let cases = 0;
  const first = piece >> 1;
  for (let at = 1 + first; at < study.trace.length - 30; at += REAL.pieces / 2) {
    const found = (await study.killAt(at)) ?? ["it ended before"];
    faults.push(...found.map((fault) => `kiosk, ${way}, kill ${at}: ${fault}`));
    cases += 1;
  }
  for (let moment = first; moment <= study.trace.length; moment += REAL.pieces / 2) {
    const seed = piece * 1000 + moment;
    for (const survival of [...Object.values(survivals), randomSurvival(randomOf(seed))]) {
      const found = await study.cutAt(moment, survival);
      faults.push(...found.map((fault) => `kiosk, ${way}, seed ${seed}, cut ${moment}: ${fault}`));
      cases += 1;
    }
  }
  return { cases, faults };
};

export const job: NightlyJob = {
  name: "crash",
  pieces: DISKS.pieces + KILLS.pieces + REAL.pieces,
  run: async (piece) => {
    using folder = temporaryFolder();
    const tracer = buildTracer(folder.path);
    if (piece < DISKS.pieces) return await disks(piece, folder.path, tracer);
    const kill = piece - DISKS.pieces;
    return kill < KILLS.pieces
      ? await kills(kill, folder.path, tracer)
      : await real(kill - KILLS.pieces, folder.path, tracer);
  },
};
