/** `kiosk devices replay`: one capture from a recording folder, through the real driver, as a picture. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { PlannedFault } from "../../../drivers/transport/fault-plan.ts";
import type { Shell } from "../command.ts";
import { readInput, writeOutput } from "./files.ts";

export interface ReplayOptions {
  readonly json?: true;
  readonly out: string;
  readonly faults?: string;
}

const DEADLINE: Milliseconds = 60_000;

interface Opened {
  readonly device: CaptureDevice;
  readonly model: string;
  readonly deadline: Milliseconds;
}

const opened = async (folder: string, faults: readonly PlannedFault[]): Promise<Opened> => {
  const { CALLS } = await import("../../../drivers/sbi/recording.ts");
  if (existsSync(path.join(folder, CALLS))) {
    const { openRecordedSbi } = await import("../../devices/sbi-recording.ts");
    const { scanner, captures } = await openRecordedSbi(folder, faults);
    const [first] = captures;
    const device = await scanner.open(first?.finger ?? "right-index");
    const { make, model } = device.identity;
    return { device, model: `${make} ${model}`, deadline: first?.deadline ?? DEADLINE };
  }
  const { openFixture, withFaults } = await import("../../../drivers/fixture.ts");
  const fixture = withFaults(await openFixture(folder), faults);
  return { device: await fixture.open(), model: fixture.row.model, deadline: DEADLINE };
};

export const replay = async (
  shell: Shell,
  folder: string,
  { json, out, faults }: ReplayOptions,
): Promise<void> => {
  const { readScenario } = await import("../../../drivers/transport/fault-plan.ts");
  const { sampleOf, summaryOf } = await import("./capture.ts");
  const { pictureOf } = await import("./picture.ts");
  const scenario =
    faults === undefined ? undefined : readScenario((await readInput(faults)).toString("utf8"), faults);
  const { device, model, deadline } = await opened(folder, scenario?.faults ?? []);
  await using disposed = device;
  const sample = sampleOf(await disposed.capture({ deadline }, new AbortController().signal));
  await writeOutput(out, await pictureOf(sample));
  const summary = summaryOf(sample);
  const words = Object.entries(summary)
    .filter(([name]) => name !== "device")
    .map(([name, value]) => `${name} ${String(value)}`);
  shell.terminal.print(json ? JSON.stringify({ out, ...summary }) : `${out}: ${model}, ${words.join(", ")}`);
};
