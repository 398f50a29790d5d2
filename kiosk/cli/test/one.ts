/** One scenario, played and judged. */
import { constants } from "node:os";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { sameSumsEverywhere } from "../../../models/onnx.ts";
import { brokenInvariants, inClear } from "./invariants.ts";
import { Play } from "./play.ts";
import type { Remembered } from "./remembered.ts";
import type { Scenario } from "./scenario.ts";
import type { TraceLine } from "./trace.ts";
import type { Watcher } from "./watch.ts";
import { divergenceOf, type Divergence } from "./verdict.ts";

export interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly divergence?: Divergence;
  /** Invariants that do not hold, whatever was expected. */
  readonly broken: readonly string[];
  readonly lines: readonly TraceLine[];
  /** SHA-256 of the packets that the backend has in the end. */
  readonly packets: readonly string[];
  /** Of the scenario's own time. */
  readonly playedMs: number;
  /** Until its kiosk showed the first screen. */
  readonly startedMs: number;
  /** Of the processor. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** The scenario that is played now: what nobody waits for and fails belongs to it. */
let playing: Play | undefined;
let listening = false;
const listen = (): void => {
  if (listening) return;
  listening = true;
  process.on("uncaughtException", (error) => {
    if (playing === undefined) throw error;
    playing.stopped(error);
  });
  // Its state lies in memory: whoever ends the program in the midst of a scenario has that memory back.
  process.on("exit", () => playing?.dispose());
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
};

/** `folder`: of the scenario's file. Throws OutsideFault where a recording or a face is not what the scenario needs. */
export const playScenario = async (
  scenario: Scenario,
  folder: string,
  remembered: Remembered,
  watcher?: Watcher,
): Promise<Result> => {
  listen();
  sameSumsEverywhere();
  const began = performance.now();
  const cpu = process.cpuUsage();
  const play = new Play(scenario, {
    folder,
    remembered,
    always: inClear,
    invariants: brokenInvariants,
    ...(watcher === undefined ? {} : { watcher }),
  });
  playing = play;
  let startedMs: number | undefined;
  play.trace.onLine(() => (startedMs ??= Math.round(performance.now() - began)));
  try {
    const played = await play.run();
    const divergence = divergenceOf(scenario, played);
    const { user, system } = process.cpuUsage(cpu);
    return {
      name: scenario.name,
      passed: divergence === undefined,
      ...(divergence === undefined ? {} : { divergence }),
      broken: played.broken,
      lines: played.lines,
      packets: played.afterwards.arrived.map(({ sha256 }) => sha256),
      playedMs: Math.round(played.lines.at(-1)?.at ?? 0),
      startedMs: startedMs ?? 0,
      cpuMs: Math.round((user + system) / 1000),
      wallMs: Math.round(performance.now() - began),
    };
  } finally {
    playing = undefined;
    await watcher?.closed();
    play.dispose();
  }
};

/** As playScenario; a scenario that cannot be played has failed, with the reason as its divergence. */
export const playOrSay = async (
  scenario: Scenario,
  file: string,
  remembered: Remembered,
  watcher?: Watcher,
): Promise<Result> => {
  try {
    return await playScenario(scenario, path.dirname(file), remembered, watcher);
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    return {
      name: scenario.name,
      passed: false,
      divergence: {
        step: "beginning",
        expected: "it can be played",
        got: error.message,
      },
      broken: [],
      lines: [],
      packets: [],
      playedMs: 0,
      startedMs: 0,
      cpuMs: 0,
      wallMs: 0,
    };
  }
};
