/** `kiosk devices replay`: one capture from a recording folder, through the real driver, as a picture or a reader's lines. */
import { existsSync } from "node:fs";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";
import { endOf, readScenario } from "../../../drivers/transport/fault-plan.ts";
import type { Expectation, PlannedFault, Scenario } from "../../../drivers/transport/fault-plan.ts";
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
  readonly missed: () => readonly PlannedFault[];
}

const opened = async (folder: string, faults: readonly PlannedFault[]): Promise<Opened> => {
  const { CALLS } = await import("../../../drivers/sbi/recording.ts");
  if (existsSync(path.join(folder, CALLS))) {
    const { openRecordedSbi } = await import("../../devices/sbi-recording.ts");
    const { scanner, captures, missed } = await openRecordedSbi(folder, faults);
    const [first] = captures;
    const device = await scanner.open(first?.finger ?? "right-index");
    const { make, model } = device.identity;
    return { device, model: `${make} ${model}`, deadline: first?.deadline ?? DEADLINE, missed };
  }
  const { openFixture, withFaults } = await import("../../../drivers/fixture.ts");
  const fixture = withFaults(await openFixture(folder), faults);
  const device = await fixture.open();
  return { device, model: fixture.row.model, deadline: DEADLINE, missed: () => fixture.missed() };
};

const inWords = ({ outcome, code, reason }: Expectation): string =>
  [outcome, code ?? reason].filter((word) => word !== undefined).join(", ");

/** A scenario that was not played to its end proves nothing, and one that ends otherwise than it says is told. */
const demandPlayed = (
  { expect }: Scenario,
  file: string,
  outcome: CaptureOutcome,
  missed: readonly PlannedFault[],
): void => {
  const [first] = missed;
  if (first !== undefined)
    throw new OutsideFault(
      "usage",
      `${file}: "${first.mishap}" at transfer ${first.nth} of ${first.place ?? "all"} was never reached; see kiosk devices view for what passes where.`,
    );
  if (expect === undefined) return;
  const got = endOf(outcome);
  const differs =
    expect.outcome !== got.outcome ||
    (expect.code ?? got.code) !== got.code ||
    (expect.reason ?? got.reason) !== got.reason;
  if (differs)
    throw new OutsideFault(
      "recording-mismatch",
      `${file} expects "${inWords(expect)}", and the capture ended as "${inWords(got)}".`,
    );
};

/** A reader's lines are text; everything else is a picture. */
const written = async (sample: CapturedSample): Promise<Uint8Array> => {
  if (sample.characteristic === "document" && sample.picture === undefined)
    return Buffer.from(`${sample.lines.join("\n")}\n`);
  const { pictureOf } = await import("./picture.ts");
  return pictureOf(sample);
};

export const replay = async (
  shell: Shell,
  folder: string,
  { json, out, faults }: ReplayOptions,
): Promise<void> => {
  const { sampleOf, summaryOf } = await import("./capture.ts");
  const scenario =
    faults === undefined ? undefined : readScenario((await readInput(faults)).toString("utf8"), faults);
  const { device, model, deadline, missed } = await opened(folder, scenario?.faults ?? []);
  await using disposed = device;
  const outcome = await disposed.capture({ deadline }, new AbortController().signal);
  if (scenario && faults !== undefined) demandPlayed(scenario, faults, outcome, missed());
  const sample = sampleOf(outcome);
  await writeOutput(out, await written(sample));
  const summary = summaryOf(sample);
  const words = Object.entries(summary)
    .filter(([name]) => name !== "device")
    .map(([name, value]) => `${name} ${String(value)}`);
  shell.terminal.print(json ? JSON.stringify({ out, ...summary }) : `${out}: ${model}, ${words.join(", ")}`);
};
