/** The real kiosk: one traced run of it, the disks that a cut leaves, and real kills. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Disk, materialise, nameOf, type Survival } from "./disk.ts";
import { layReserve, leaveKiosk, RESERVES, type Way } from "./real-kiosk.ts";
import { brokenReal } from "./real-promises.ts";
import { saidBy } from "./study.ts";
import { killedOf, realProgram, saidIn, tracedOf, type FileOperation } from "./trace.ts";

const RESERVE = new Set(RESERVES.map(([name]) => name));
const ofReserve = new Set([...RESERVE].map((name) => `kiosk/${name}`));

export interface RealStudy {
  readonly way: Way;
  /** Operations of one whole run. */
  readonly trace: readonly FileOperation[];
  /** Broken promises on the disk that a cut before operation `moment` leaves. */
  cutAt(moment: number, survival: Survival): Promise<readonly string[]>;
  /** A real SIGKILL before operation `n`, in a process of its own; undefined: it had ended before. */
  killAt(n: number): Promise<readonly string[] | undefined>;
}

/** Models look at two sessions once; what they saw is copied from then on. */
export const preparedKiosk = async (folder: string): Promise<string> => {
  const before = path.join(folder, "before");
  await leaveKiosk(path.join(before, "kiosk"));
  return before;
};

export const realStudy = (tracer: string, folder: string, before: string, way: Way): RealStudy => {
  const copy = (root: string) => {
    cpSync(before, root, { recursive: true });
    layReserve(path.join(root, "kiosk"));
  };
  const run = path.join(folder, `run-${way}`);
  copy(path.join(run, "root"));
  const trace = tracedOf(realProgram, tracer, run, way);
  /** What was looked at before: between two moments often nothing has reached the disk and nothing was said. */
  const known = new Map<string, readonly string[]>();
  const looked = async (root: string, said: readonly string[]) => {
    try {
      return await brokenReal(root, said, way);
    } finally {
      rmSync(root, { recursive: true });
    }
  };
  return {
    way,
    trace,
    cutAt: async (moment, survival) => {
      const disk = Disk.holding(before, RESERVE);
      for (const operation of trace.slice(0, moment))
        if (!ofReserve.has(operation.path)) disk.apply(operation);
      const said = saidBy(trace, moment);
      const left = disk.left(survival);
      const name = nameOf(left, said);
      const faultsBefore = known.get(name);
      if (faultsBefore !== undefined) return faultsBefore;
      const root = path.join(folder, `cut-${way}-${moment}`);
      mkdirSync(root);
      materialise(left, root);
      layReserve(path.join(root, "kiosk"));
      const faults = await looked(root, said);
      known.set(name, faults);
      return faults;
    },
    killAt: async (n) => {
      const root = path.join(folder, `kill-${way}-${n}`);
      copy(root);
      const killed = await killedOf(realProgram, tracer, root, n, way);
      const faults = await looked(root, saidIn(root));
      return killed ? faults : undefined;
    },
  };
};
