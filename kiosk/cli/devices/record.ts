/** `kiosk devices record`: a device's or a service's traffic, written down while it captures. */
import { chmod } from "node:fs/promises";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { RecordingFiles } from "../../../drivers/recorder.ts";
import { isFingerPosition } from "../../session/run/finger-station.ts";
import type { Shell } from "../command.ts";
import type { ListOptions } from "./list.ts";
import { pick, systemContext } from "./pick.ts";
import { SEED } from "./redact.ts";

export interface RecordOptions extends Omit<ListOptions, "sbi"> {
  readonly out: string;
  readonly captures: number;
  readonly seconds: number;
  /** File of an SBI service's configuration. */
  readonly sbi?: string;
  readonly finger: string;
  readonly raw?: true;
  readonly live?: true;
}

const consent = (shell: Shell, { captures, raw }: RecordOptions): void =>
  shell.terminal.note(
    raw === true
      ? `Recording ${captures} captures as they come, with whoever is presented: use no one's finger without consent, and let it not leave this machine.`
      : `Recording ${captures} captures; made-up people replace what is presented before anything is written.`,
  );

/** Throws OutsideFault policy-refused, before anybody is asked to present anything. */
const demandTwin = (raw: true | undefined, none: string | undefined): void => {
  if (raw !== true && none !== undefined)
    throw new OutsideFault(
      "policy-refused",
      `What is recorded of it cannot leave this machine: no twin for it, because ${none}. Give --raw to record it all the same.`,
    );
};

/** What may be read by its owner alone. */
const keep = async (files: RecordingFiles, { out, raw }: RecordOptions): Promise<void> => {
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  await writeRecording(files, out);
  if (raw === true) await chmod(out, 0o700);
};

const report = (shell: Shell, { json, out }: RecordOptions, outcomes: readonly CaptureOutcome[]): void => {
  const kinds = outcomes.map(({ kind }) => kind);
  shell.terminal.print(json ? JSON.stringify({ out, outcomes: kinds }) : `${out}: ${kinds.join(", ")}`);
};

/** A service's scanner; its serial number and its signatures do not go in (drivers/sbi/unnamed.ts). */
const recordService = async (shell: Shell, file: string, options: RecordOptions): Promise<void> => {
  const { finger, captures, seconds } = options;
  if (!isFingerPosition(finger))
    throw new OutsideFault("usage", `--finger "${finger}" is no finger; write e.g. right-index.`);
  const { readSbiSetting, SbiScanner } = await import("../../devices/sbi-scanner.ts");
  const { recordSbi } = await import("../../../drivers/sbi/recording.ts");
  const { loopback } = await import("../../../drivers/transport/net.ts");
  const { standInService } = await import("../../devices/sbi-stand-in.ts");
  const { standInsOf } = await import("../people/stand-ins.ts");
  const presented = () => ({ position: finger, again: false });
  const setting = await readSbiSetting(file);
  const trust = { anchors: setting.anchors, now: systemClock.now() };
  const recorder = await recordSbi(loopback, systemClock, trust);
  const scanner = new SbiScanner({ setting, clock: systemClock, random: systemRandom, net: recorder.net });
  consent(shell, options);
  const outcomes: CaptureOutcome[] = [];
  for (let i = 0; i < captures; i += 1) {
    await using device = await scanner.open(finger);
    outcomes.push(await device.capture({ deadline: seconds * 1000 }, new AbortController().signal));
  }
  await keep(
    await recorder.files(
      options.raw === true ? undefined : standInService(standInsOf({ seed: SEED, presented })),
    ),
    options,
  );
  report(shell, options, outcomes);
};

export const record = async (
  shell: Shell,
  node: string | undefined,
  options: RecordOptions,
): Promise<void> => {
  if (options.live === true) {
    const { recordLive } = await import("./record-live.ts");
    return recordLive(shell, options);
  }
  if (options.sbi !== undefined) return recordService(shell, options.sbi, options);
  const { transportOf } = await import("../../../drivers/discovery.ts");
  const { recordTwin } = await import("../../../drivers/record-twin.ts");
  const { twinFiles, twinOf } = await import("../../../drivers/synthetic-twin.ts");
  const { standInsOf } = await import("../people/stand-ins.ts");
  const { match, thing, words } = await pick(shell, node, options.line);
  if (!match) throw new OutsideFault("device-missing", words);
  const { twin } = match.module;
  demandTwin(options.raw, "none" in twin ? twin.none : undefined);
  const transport = await transportOf(thing, systemClock);
  consent(shell, options);
  const device = { module: match.module, row: match.row, transport, context: systemContext() };
  const { files, recording, outcomes } = await recordTwin(device, options.captures, options.seconds * 1000);
  await keep(
    options.raw === true ? files : twinFiles(await twinOf(recording, thing.name, standInsOf({ seed: SEED }))),
    options,
  );
  report(shell, options, outcomes);
};
