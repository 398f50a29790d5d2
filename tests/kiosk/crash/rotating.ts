/**
 * 200 real SIGKILLs, others each day: 160 of the study's store, outbox, vault and intake, 40 of the whole kiosk. Run from
 * dist by .ci/run; a fault prints the operation at which it comes again.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../stand.ts";
import { broken } from "./promises.ts";
import { preparedKiosk, realStudy } from "./real-study.ts";
import { buildTracer, killedAt, saidIn } from "./trace.ts";

const STUDY = { kills: 160, operations: 1000 };
const REAL = { kills: 40 };
/** Prime, and no divisor of either number of operations: neighbours are of different kinds. */
const STRIDE = 37;
const AT_ONCE = 2;
const today = Math.floor(Date.now() / 86_400_000);

using folder = temporaryFolder();
const tracer = buildTracer(folder.path);
const faults: string[] = [];

const killStudy = async (turn: number): Promise<void> => {
  const at = 1 + (((today * STUDY.kills + turn) * STRIDE) % STUDY.operations);
  const root = path.join(folder.path, `study-${at}`);
  // Enough packets for more operations than there are points.
  if (!(await killedAt(tracer, root, at, "24"))) faults.push(`study, operation ${at}: it ended before`);
  faults.push(...(await broken(root, saidIn(root), true)).map((one) => `study, operation ${at}: ${one}`));
  rmSync(root, { recursive: true });
};

const before = await preparedKiosk(folder.path);
const ways = (["desk", "alone"] as const).map((way) => realStudy(tracer, folder.path, before, way));

const killReal = async (turn: number): Promise<void> => {
  const study = ways[turn % ways.length];
  if (study === undefined) return;
  // A run differs from the traced one by a few operations: the last ones are left to the cuts.
  const at = 1 + (((today * REAL.kills + turn) * STRIDE) % (study.trace.length - 30));
  const found = (await study.killAt(at)) ?? ["it ended before"];
  faults.push(...found.map((one) => `kiosk, ${study.way}, operation ${at}: ${one}`));
};

const kills: readonly (() => Promise<void>)[] = [
  ...Array.from({ length: STUDY.kills }, (_one, turn) => () => killStudy(turn)),
  ...Array.from({ length: REAL.kills }, (_one, turn) => () => killReal(turn)),
];
let next = 0;
const worker = async (): Promise<void> => {
  for (let kill = kills[next++]; kill !== undefined; kill = kills[next++]) await kill();
};
await Promise.all(Array.from({ length: AT_ONCE }, () => worker()));
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${kills.length} kills, ${faults.length} faults\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
