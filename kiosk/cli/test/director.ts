/** Lets go wrong what the scenario says, when it says so. */
import { never } from "../../../api/base/faults.ts";
import type { BenchClock } from "./bench-clock.ts";
import type { Backend } from "./backend.ts";
import type { BenchDisk } from "./disk.ts";
import type { Equipment } from "./equipment.ts";
import type { BenchLine } from "./line.ts";
import { momentOf } from "./moment.ts";
import type { Fault } from "./scenario.ts";
import type { Trace } from "./trace.ts";

export interface Stage {
  readonly clock: BenchClock;
  readonly trace: Trace;
  readonly equipment: Equipment;
  readonly line: BenchLine;
  readonly backend: Backend;
  readonly skew: { offset: number };
  /** Of the kiosk that runs now. */
  disk(): BenchDisk;
  /** The program ends now, and begins again after so long. */
  kill(power: boolean, downMs: number): void;
}

type Lasting = Exclude<Fault, { layer: "process" | "clock" | "device" }>;
type End = () => void;

const isLasting = (fault: Fault): fault is Lasting => "for" in fault && fault.layer !== "process";

/** Begins the fault; what it gives ends it. */
const begin = (fault: Lasting, stage: Stage): End => {
  switch (fault.layer) {
    case "plug":
      stage.equipment.unplug(fault.device);
      return () => void stage.equipment.gone.delete(fault.device);
    case "disk": {
      const mood = { mood: fault.do, area: fault.area };
      const { moods } = stage.disk();
      moods.add(mood);
      return () => void moods.delete(mood);
    }
    case "network": {
      const weather = { weather: fault.do, bytes: fault.bytes };
      stage.line.weathers.push(weather);
      return () => void stage.line.weathers.splice(stage.line.weathers.indexOf(weather), 1);
    }
    case "backend":
      stage.backend.moods.add(fault.do);
      return () => void stage.backend.moods.delete(fault.do);
    default:
      return never(fault);
  }
};

const lasting = async (fault: Lasting, stage: Stage): Promise<void> => {
  stage.trace.add(`fault ${fault.layer} ${fault.do}`);
  const end = begin(fault, stage);
  await stage.clock.sleep(fault.for * 1000);
  end();
  stage.trace.add(`fault ${fault.layer} ${fault.do} over`);
};

const once = (fault: Fault, stage: Stage, came: Set<Fault>): void => {
  came.add(fault);
  if (fault.layer === "device") {
    stage.trace.add(`fault ${fault.device} ${fault.do}`);
    stage.equipment.strike(fault);
  } else if (fault.layer === "clock") {
    stage.skew.offset += fault.by * 1000;
    stage.trace.add(`fault clock jump ${fault.by}`);
  } else if (fault.layer === "process") {
    stage.trace.add(`fault process ${fault.do}`);
    stage.kill(fault.do === "power", fault.for * 1000);
  } else if (isLasting(fault)) void lasting(fault, stage);
};

/** Mishaps of a device's transfers are the equipment's own; this is everything else. Gives those that came, as they come. */
export const direct = (faults: readonly Fault[], stage: Stage): ReadonlySet<Fault> => {
  const came = new Set<Fault>();
  for (const fault of faults) {
    if (!("from" in fault) || fault.from === undefined) continue;
    if ("write" in fault.from) {
      const { for: down, do: how } = fault as Extract<Fault, { layer: "process" }>;
      stage.disk().cutBefore(fault.from.write, () => {
        came.add(fault);
        stage.trace.add(`fault process ${how}`);
        stage.kill(how === "power", down * 1000);
      });
    } else void momentOf(fault.from, stage.clock, stage.trace).then(() => once(fault, stage, came));
  }
  return came;
};
