/** `kiosk devices record`: a device's or a service's traffic, written down while it captures. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import type { Shell } from "../command.ts";
import type { ListOptions } from "./list.ts";
import { pick, systemContext } from "./pick.ts";

export interface RecordOptions extends Omit<ListOptions, "sbi"> {
  readonly out: string;
  readonly captures: number;
  readonly seconds: number;
  /** File of an SBI service's configuration. */
  readonly sbi?: string;
  readonly finger: string;
}

const consent = (shell: Shell, captures: number): void =>
  shell.terminal.note(
    `Recording ${captures} captures. A recording holds what is presented: use no one's finger without consent.`,
  );

const report = (shell: Shell, { json, out }: RecordOptions, outcomes: readonly CaptureOutcome[]): void => {
  const kinds = outcomes.map(({ kind }) => kind);
  shell.terminal.print(json ? JSON.stringify({ out, outcomes: kinds }) : `${out}: ${kinds.join(", ")}`);
};

/** A service's scanner; its serial number and its signatures do not go in (drivers/sbi/unnamed.ts). */
const recordService = async (shell: Shell, file: string, options: RecordOptions): Promise<void> => {
  const { finger, captures, seconds, out } = options;
  if (!isFingerPosition(finger))
    throw new OutsideFault("usage", `--finger "${finger}" is no finger; write e.g. right-index.`);
  const { readSbiSetting, SbiScanner } = await import("../../devices/sbi-scanner.ts");
  const { recordSbi } = await import("../../../drivers/sbi/recording.ts");
  const { loopback } = await import("../../../drivers/transport/net.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const setting = await readSbiSetting(file);
  const trust = { anchors: setting.anchors, now: systemClock.now() };
  const recorder = await recordSbi(loopback, systemClock, trust);
  const scanner = new SbiScanner({ setting, clock: systemClock, random: systemRandom, net: recorder.net });
  consent(shell, captures);
  const outcomes: CaptureOutcome[] = [];
  for (let i = 0; i < captures; i += 1) {
    await using device = await scanner.open(finger);
    outcomes.push(await device.capture({ deadline: seconds * 1000 }, new AbortController().signal));
  }
  await writeRecording(recorder.files(), out);
  report(shell, options, outcomes);
};

export const record = async (
  shell: Shell,
  node: string | undefined,
  options: RecordOptions,
): Promise<void> => {
  if (options.sbi !== undefined) return recordService(shell, options.sbi, options);
  const { transportOf } = await import("../../../drivers/discovery.ts");
  const { recordTwin } = await import("../../../drivers/record-twin.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { match, thing, words } = await pick(node, options.line);
  if (!match) throw new OutsideFault("device-missing", words);
  const transport = await transportOf(thing, systemClock);
  consent(shell, options.captures);
  const device = { module: match.module, row: match.row, transport, context: systemContext() };
  const { files, outcomes } = await recordTwin(device, options.captures, options.seconds * 1000);
  await writeRecording(files, options.out);
  report(shell, options, outcomes);
};
