/** The wizard on the command line: step by step, with what to show to the device, to a signed certificate. */
import { X509Certificate } from "node:crypto";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, writeDurably } from "../../../api/base/files.ts";
import type { CalibratedCharacteristic, CalibrationStep } from "../../../api/words/calibration.ts";
import { Calibration } from "../../devices/calibration.ts";
import { certify } from "../../devices/certificate.ts";
import { readSpeeches, type Speech } from "../../desk/speech.ts";
import { projectRoot } from "../../server/root.ts";
import type { Instrument } from "../../devices/instrument.ts";
import { picturesOf } from "../../devices/pictures.ts";
import { PrintRanges } from "../../devices/print-ranges.ts";
import { recordedInstrument } from "../../devices/recorded.ts";
import { givenWith, writeSet, type RecordedSet } from "../../devices/recorded-set.ts";
import type { StepwiseParts } from "../../devices/stepwise.ts";
import { writeRecording } from "../../../drivers/recorder.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import { CalibrationRecords, writeCertificate } from "../../devices/records.ts";
import { readTarget, type CalibrationTarget } from "../../devices/reference.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument, rehearsedRanges } from "../../devices/rehearsal.ts";
import { REHEARSED_FAULTS, type RehearsedFault } from "../../devices/rehearsed-faults.ts";
import { STEP_PLANS } from "../../devices/steps.ts";
import { targetSheets } from "../../devices/target-sheets.ts";
import type { Shell } from "../command.ts";
import { SOFTWARE } from "../software.ts";
import { readConfig } from "../runtime/config.ts";
import { toldOfDevices, type ToldOfDevices } from "../runtime/lines.ts";
import { openIdentity } from "../runtime/identity.ts";
import { measurementLine } from "./lines.ts";
import { pluggedInstrument } from "./plugged.ts";
import type { CalibrateOptions } from "./options.ts";

const KINDS: Readonly<Record<string, CalibratedCharacteristic>> = {
  scanner: "finger",
  camera: "face",
  pad: "signature",
};

const kindOf = (device: string): CalibratedCharacteristic => {
  const kind = KINDS[device];
  if (kind === undefined)
    throw new OutsideFault("usage", `To rehearse, name scanner, camera or pad; "${device}" is none of them.`);
  return kind;
};

type Recorded = Pick<StepwiseParts, "keep" | "lot">;

const faultOf = (device: string, kind: CalibratedCharacteristic, name: string): RehearsedFault => {
  const fault = REHEARSED_FAULTS[kind].find((one) => one === name);
  if (fault === undefined)
    throw new OutsideFault(
      "usage",
      `A ${device} can be rehearsed with ${REHEARSED_FAULTS[kind].join(", ")}; "${name}" is not known.`,
    );
  return fault;
};

interface Chosen {
  readonly instrument: Instrument;
  /** Of a recording: what it was measured against when it was recorded. */
  readonly set?: RecordedSet;
}

const instrumentFor = async (
  device: string,
  { target }: CalibrateOptions,
  told: ToldOfDevices,
  recorded: Recorded | undefined,
): Promise<Chosen> => {
  if (target === undefined) return { instrument: await pluggedInstrument(device, told, recorded) };
  const [way = "", ...rest] = target.split(":");
  if (way === "replay" && recorded !== undefined)
    throw new OutsideFault(
      "usage",
      "A recording is recorded already; leave --record out, or copy its folder.",
    );
  if (way === "replay" && rest.length > 0)
    return recordedInstrument(systemFiles, path.resolve(rest.join(":")));
  if (way !== "synthetic")
    throw new OutsideFault(
      "usage",
      `--target "${target}" is not known; give synthetic, synthetic:FAULT or replay:DIR.`,
    );
  const kind = kindOf(device);
  const fault = rest[0] === undefined ? undefined : faultOf(device, kind, rest[0]);
  return { instrument: await rehearsalInstrument(kind, fault, undefined, recorded) };
};

/** Takes each recording to its folder. What is synthetic comes out the same every time, its lot with it. */
const recordingInto = (folder: string, target: string | undefined): Required<Recorded> => ({
  lot: target ?? `${systemClock.now()}`,
  keep: (name, files) => writeRecording(files, path.join(folder, name)),
});

/** Own targets lie in DATA/targets, one reference file each; more can be named. */
const targetsOf = async (
  shell: Shell,
  { reference = [], target }: CalibrateOptions,
  set: RecordedSet | undefined,
): Promise<readonly CalibrationTarget[]> => {
  const folder = path.join(shell.dataDirectory(), "targets");
  const own = (await systemFiles.list(folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(folder, name));
  const files = target === undefined ? [...own, ...reference] : reference;
  const read = await Promise.all(
    files.map(async (file) => {
      const known = await readTarget(systemFiles, file);
      if (known !== undefined) return known;
      throw new OutsideFault("input-missing", `There is no ${file}; name a target's reference file.`);
    }),
  );
  if (target === undefined || read.length > 0) return read;
  return set === undefined ? REHEARSAL_TARGETS : givenWith(set).targets;
};

const stepName = (speech: Speech, step: CalibrationStep): string => speech.words(`step-${step}`) ?? step;

type Ask = (step: CalibrationStep, what: string) => Promise<void>;

/** With a real device a person lays the target down and says so; recordings and synthetic targets need nobody. */
const asking = (shell: Shell, instrument: Instrument, speech: Speech): { readonly ask: Ask } & Disposable => {
  if (instrument.rehearsal !== undefined)
    return { ask: () => Promise.resolve(), [Symbol.dispose]: () => undefined };
  if (!process.stdin.isTTY)
    throw new OutsideFault(
      "usage",
      "Somebody has to lay the targets down: run it in a terminal, or rehearse with --target.",
    );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return {
    ask: async (step, what) => {
      // Frames in a row need one word, not sixteen.
      const first = STEP_PLANS[step].captures[0] === what || step !== "flicker";
      if (first) await lines.question(`${stepName(speech, step)}: show "${what}", then press Enter. `);
    },
    [Symbol.dispose]: () => lines.close(),
  };
};

const walk = async (
  shell: Shell,
  calibration: Calibration,
  options: CalibrateOptions,
  speech: Speech,
): Promise<void> => {
  const { terminal } = shell;
  const wanted = options.steps?.split(",").map((name) => name.trim());
  const unknown = wanted?.find((name) => !calibration.steps.some((step) => step === name));
  if (unknown !== undefined)
    throw new OutsideFault(
      "usage",
      `${unknown} is no step of this device; its steps are ${calibration.steps.join(", ")}.`,
    );
  using asker = asking(shell, calibration.instrument, speech);
  const signal = new AbortController().signal;
  for (const { step, outcome } of calibration.states()) {
    if (outcome.kind === "not-testable") continue;
    if (wanted !== undefined && !wanted.includes(step)) {
      calibration.leaveOut(step, "Left out by the operator.");
      continue;
    }
    terminal.progress(`${stepName(speech, step)} ...`);
    try {
      await calibration.run(step, signal, (what) => asker.ask(step, what));
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      calibration.leaveOut(step, error.message);
    }
  }
};

const report = (shell: Shell, calibration: Calibration, speech: Speech): void => {
  const { terminal } = shell;
  for (const { step, outcome, advice } of calibration.states()) {
    const name = stepName(speech, step).padEnd(36);
    if (outcome.kind !== "measured") {
      terminal.print(`${terminal.style("dim", outcome.kind.padEnd(14))} ${name} ${outcome.reason}`);
      continue;
    }
    const colour = outcome.passed ? "green" : "red";
    terminal.print(`${terminal.style(colour, (outcome.passed ? "passed" : "FAILED").padEnd(14))} ${name}`);
    for (const measurement of outcome.measurements)
      terminal.print(`${" ".repeat(15)}${measurementLine(measurement)}`);
    if (advice !== undefined) terminal.print(`${" ".repeat(15)}${terminal.style("yellow", advice)}`);
  }
};

interface Described {
  readonly instrument: Instrument;
  readonly targets: readonly CalibrationTarget[];
  readonly ranges: readonly number[];
  readonly target: string | undefined;
  readonly padWidthMm?: Millimetres | undefined;
}

/** What was recorded: a rehearsed fault by its name, or a device by its model. */
const describe = (
  folder: string,
  lot: string,
  { instrument, targets, ranges, target, padWidthMm }: Described,
): Promise<void> => {
  const { characteristic, rehearsal, identity } = instrument;
  return writeSet(systemFiles, folder, {
    format: "recorded-targets/1",
    characteristic,
    about: target?.split(":")[1] ?? (rehearsal === undefined ? identity.model : "sound"),
    lot,
    targets: [...targets],
    ...(characteristic === "finger" ? { printRanges: [...ranges] } : {}),
    ...(padWidthMm === undefined || instrument.features.sizeUnstated !== true ? {} : { padWidthMm }),
  });
};

export const runCalibrate = async (
  shell: Shell,
  device: string,
  options: CalibrateOptions,
): Promise<void> => {
  if (options.record !== undefined && options.target === undefined && options.raw !== true)
    throw new OutsideFault(
      "usage",
      "A recording of real targets keeps whatever lies before the device as it is; see that it is targets and nobody's face or finger, and give --raw.",
    );
  const data = shell.dataDirectory();
  const speeches = await readSpeeches(path.join(projectRoot, "kiosk/web/desk/languages"));
  const speech = speeches.en;
  const config = await readConfig(data, shell.configFile());
  await using identity = await openIdentity(data, config);
  const signer = identity.signer();
  const into = options.record === undefined ? undefined : path.resolve(options.record);
  const recorded = into === undefined ? undefined : recordingInto(into, options.target);
  const told = toldOfDevices(config);
  const { instrument: chosen, set } = await instrumentFor(device, options, told, recorded);
  await using instrument = chosen;
  const targets = await targetsOf(shell, options, set);
  const rehearsal = instrument.rehearsal !== undefined;
  const ranges = rehearsal
    ? (set?.printRanges ?? rehearsedRanges())
    : await new PrintRanges(systemFiles, data).of(instrument.identity.driver);
  const calibration = new Calibration({ instrument, targets, ranges, now: () => systemClock.now() });
  await walk(shell, calibration, options, speech);
  const made = await certify(
    {
      calibration,
      operator: options.operator ?? process.env["USER"] ?? "not named",
      kiosk: rehearsal ? "rehearsal" : await kioskOf(data),
      software: SOFTWARE,
      signer,
      // The command line speaks English; the paper is for whoever keeps it.
      speech: speeches[options.language ?? "en"],
      now: systemClock.now(),
    },
    await picturesOf(calibration.states()),
  );
  if (into !== undefined && recorded !== undefined) {
    // The last step's recording is written as its device is closed.
    await instrument[Symbol.asyncDispose]();
    const { padWidthMm } = told;
    await describe(into, recorded.lot, { instrument, targets, ranges, target: options.target, padWidthMm });
  }
  const records = new CalibrationRecords(systemFiles, data);
  await records.add(made);
  if (options.out !== undefined) {
    const out = path.resolve(options.out);
    await writeCertificate(systemFiles, out, made);
    // A trial's authority is in nobody's hands; whoever wants to verify with stock OpenSSL needs it beside the rest.
    const authority = identity.specimen?.trust[0];
    if (authority !== undefined)
      await writeDurably(
        systemFiles,
        path.join(out, "ca.pem"),
        Buffer.from(new X509Certificate(authority).toString()),
      );
  }
  const { certificate } = made;
  const folder = options.out ?? path.join(data, "calibration", certificate.id);
  if (options.json) shell.terminal.print(JSON.stringify({ out: folder, ...certificate }));
  else {
    report(shell, calibration, speech);
    shell.terminal.print(
      `\n${speech.words(`certificate-${certificate.verdict}`)}\n${certificate.id}: ${folder}`,
    );
  }
  if (certificate.verdict !== "passed")
    throw new OutsideFault(
      "policy-refused",
      `${certificate.device.model} is not calibrated: ${speech.words(`certificate-${certificate.verdict}`)}.`,
    );
};

/** The kiosk's own id. Throws OutsideFault store-busy while the kiosk runs: calibrate at its desk then. */
const kioskOf = async (data: string): Promise<string> => {
  const { openQueue } = await import("../../queue/open-queue.ts");
  const { systemRandom } = await import("../../../api/base/random.ts");
  await using queue = await openQueue({
    folder: data,
    files: systemFiles,
    clock: systemClock,
    random: systemRandom,
  });
  return queue.kiosk;
};

export const writeSheets = async (shell: Shell, { out, json }: CalibrateOptions): Promise<void> => {
  if (out === undefined) throw new OutsideFault("usage", "Name the folder for the sheets with --out.");
  await systemFiles.makeFolder(path.resolve(out));
  const made = await targetSheets();
  for (const [name, bytes] of made) await systemFiles.write(path.join(out, name), bytes);
  shell.terminal.print(
    json
      ? JSON.stringify({ out, files: [...made.keys()] })
      : `${out}: ${[...made.keys()].join(", ")}. Print at 100 % on A4.`,
  );
};
