/** `kiosk devices list|watch|selftest|record|replay|convert`. */
import { readFile, writeFile } from "node:fs/promises";
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { ConfiguredLine, Found } from "../../../drivers/discovery.ts";
import { lineOf, LINES } from "./line-option.ts";
import { factRow, factsOf } from "./facts.ts";
import { addCommand, group, wholeNumber } from "../command.ts";
import type { Register, Shell } from "../command.ts";

const readInput = async (file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new OutsideFault("input-missing", `${file} cannot be read.`, { cause });
  }
};

const writeOutput = async (file: string, bytes: Uint8Array): Promise<void> => {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${file} cannot be written.`, { cause });
  }
};

const asRow = ({ thing, state, words, match, features }: Found) => ({
  kind: thing.kind,
  node: thing.node,
  name: thing.name,
  driver: match?.module.id,
  state,
  ...factRow(features),
  words,
});

const show = (shell: Shell, found: Found): void => {
  const { terminal } = shell;
  const { state, features, words } = found;
  const colour = state === "ready" ? "green" : state === "no-driver" ? "dim" : "yellow";
  terminal.print(`${terminal.style(colour, state.padEnd(18))} ${words}`);
  if (features)
    terminal.print(
      `${" ".repeat(18)} ${factsOf(features)}; ${features.suitability}; evidence: ${features.evidence}. ${features.note}`,
    );
};

/** What the kiosk could drive, with what is known of it and on what evidence. */
const known = async (shell: Shell, json?: true): Promise<void> => {
  const { DRIVERS } = await import("../../../drivers/index.ts");
  const rows = DRIVERS.flatMap((module) =>
    module.matches.map((row) => ({ driver: module.id, model: row.model, ...module.featuresOf(row) })),
  );
  if (json) return shell.terminal.print(JSON.stringify(rows));
  for (const { driver, model, ...features } of rows) {
    const { suitability, evidence, note } = features;
    shell.terminal.print(
      `${driver.padEnd(15)} ${model.padEnd(44)} ${suitability.padEnd(14)} ${evidence}; ${factsOf(features)}. ${note}`,
    );
  }
};

interface ListOptions {
  readonly json?: true;
  readonly all?: true;
  readonly drivers?: true;
  readonly sbi?: true;
  readonly line?: readonly ConfiguredLine[];
}

/** Scanners that services of the MOSIP kind announce on this machine; what they say is not yet verified. */
const announced = async (shell: Shell, json?: true): Promise<void> => {
  const { discoverSbi } = await import("../../../drivers/sbi/client.ts");
  const found = await discoverSbi();
  if (json)
    return shell.terminal.print(
      JSON.stringify(
        found.map(({ identity, ...rest }) => ({ ...rest, make: identity.make, model: identity.model })),
      ),
    );
  for (const { port, identity, type, status, certification } of found)
    shell.terminal.print(
      `${identity.make} ${identity.model}: ${type}, ${status}, certification ${certification}, SBI service at port ${port}; announced, verified when it is opened.`,
    );
  if (found.length === 0) shell.terminal.print("No SBI service answers at ports 4501 to 4600.");
};

const list = async (shell: Shell, options: ListOptions): Promise<void> => {
  const { json, all, drivers, sbi, line = [] } = options;
  if (drivers) return known(shell, json);
  if (sbi) return announced(shell, json);
  const { discover } = await import("../../../drivers/discovery.ts");
  const everything = await discover({ lines: line });
  const found = all ? everything : everything.filter(({ match }) => match !== undefined);
  if (json) return shell.terminal.print(JSON.stringify(found.map(asRow)));
  for (const one of found) show(shell, one);
  const rest = everything.length - found.length;
  if (found.length === 0) shell.terminal.print("No device is connected that a driver of the kiosk drives.");
  if (rest > 0) shell.terminal.note(`${rest} other devices are connected; --all lists them.`);
};

const follow = async (shell: Shell, { json, line = [] }: ListOptions): Promise<void> => {
  const { watch } = await import("../../../drivers/discovery.ts");
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  shell.terminal.note("Following devices; Ctrl-C ends.");
  for await (const { attached, detached } of watch(systemClock, stop.signal, { lines: line })) {
    for (const [change, those] of [
      ["attached", attached],
      ["detached", detached],
    ] as const)
      for (const found of those) {
        if (json) shell.terminal.print(JSON.stringify({ change, ...asRow(found) }));
        else shell.terminal.print(`${change}: ${found.words}`);
      }
  }
};

/** The connected device that `node` names; without it the only one that is driven. */
const pick = async (node: string | undefined, line: readonly ConfiguredLine[] = []): Promise<Found> => {
  const { discover } = await import("../../../drivers/discovery.ts");
  const found = (await discover({ lines: line })).filter(({ match, thing }) =>
    node === undefined ? match !== undefined : thing.node === node,
  );
  const [first, second] = found;
  if (!first)
    throw new OutsideFault(
      "device-missing",
      `${node ?? "A device with a driver"} is not connected; see: kiosk devices list --all.`,
    );
  if (second)
    throw new OutsideFault(
      "usage",
      `Several devices are connected; name one: ${found.map(({ thing }) => thing.node).join(", ")}.`,
    );
  return first;
};

const context = () => ({ clock: systemClock, random: systemRandom, log: silentLog });

const selftest = async (
  shell: Shell,
  node: string | undefined,
  { json, line }: ListOptions,
): Promise<void> => {
  const { openFound } = await import("../../../drivers/discovery.ts");
  const found = await pick(node, line);
  const started = performance.now();
  await using device = await openFound(found, context());
  const result = {
    ...device.identity,
    status: device.status().words,
    ms: Math.round(performance.now() - started),
  };
  shell.terminal.print(
    json
      ? JSON.stringify(result)
      : `${result.make} ${result.model}, firmware ${result.firmware ?? "not told"}: opened in ${result.ms} ms. ${result.status}`,
  );
};

interface RecordOptions extends ListOptions {
  readonly out: string;
  readonly captures: number;
  readonly seconds: number;
}

const record = async (shell: Shell, node: string | undefined, options: RecordOptions): Promise<void> => {
  const { transportOf } = await import("../../../drivers/discovery.ts");
  const { recordTwin } = await import("../../../drivers/record-twin.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { match, thing, words } = await pick(node, options.line);
  if (!match) throw new OutsideFault("device-missing", words);
  const transport = await transportOf(thing, systemClock);
  shell.terminal.note(
    `Recording ${options.captures} captures. A recording holds what is presented: use no one's finger without consent.`,
  );
  const device = { module: match.module, row: match.row, transport, context: context() };
  const { files, outcomes } = await recordTwin(device, options.captures, options.seconds * 1000);
  await writeRecording(files, options.out);
  const kinds = outcomes.map(({ kind }) => kind);
  shell.terminal.print(
    options.json
      ? JSON.stringify({ out: options.out, outcomes: kinds })
      : `${options.out}: ${kinds.join(", ")}`,
  );
};

interface ReplayOptions {
  readonly json?: true;
  readonly out: string;
  readonly faults?: string;
}

const replay = async (shell: Shell, folder: string, { json, out, faults }: ReplayOptions): Promise<void> => {
  const { openFixture, withFaults } = await import("../../../drivers/fixture.ts");
  const { readScenario } = await import("../../../drivers/transport/fault-plan.ts");
  const { sampleOf, summaryOf } = await import("./capture.ts");
  const { pictureOf } = await import("./picture.ts");
  const recording = await openFixture(folder);
  const scenario =
    faults === undefined ? undefined : readScenario((await readInput(faults)).toString("utf8"), faults);
  const fixture = scenario ? withFaults(recording, scenario.faults) : recording;
  await using device = await fixture.open();
  const sample = sampleOf(await device.capture({ deadline: 60_000 }, new AbortController().signal));
  await writeOutput(out, await pictureOf(sample));
  const summary = summaryOf(sample);
  const words = Object.entries(summary)
    .filter(([name]) => name !== "device")
    .map(([name, value]) => `${name} ${String(value)}`);
  shell.terminal.print(
    json ? JSON.stringify({ out, ...summary }) : `${out}: ${fixture.row.model}, ${words.join(", ")}`,
  );
};

interface ConvertOptions {
  readonly json?: true;
  readonly out: string;
  readonly bus?: number;
  readonly device?: number;
  readonly descriptors?: string;
  readonly picture?: readonly string[];
}

/** A real recording with made-up pictures in place of somebody's finger. */
const synthesise = async (
  shell: Shell,
  folder: string,
  { json, out, picture = [] }: ConvertOptions,
): Promise<void> => {
  const { syntheticTwin } = await import("../../../drivers/synthetic-twin.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { decodeGrey } = await import("../../../models/image.ts");
  const pictures = await Promise.all(picture.map(async (file) => decodeGrey(await readInput(file), file)));
  const files = await syntheticTwin(folder, pictures);
  await writeRecording(files, out);
  const names = [...files.keys()];
  shell.terminal.print(json ? JSON.stringify({ out, files: names }) : `${out}: ${names.join(", ")}`);
};

const convert = async (shell: Shell, file: string, options: ConvertOptions): Promise<void> => {
  if (options.picture) return synthesise(shell, file, options);
  const { convertCapture } = await import("../../../drivers/convert.ts");
  const { writeRecording } = await import("../../../drivers/recorder.ts");
  const { bus, device, descriptors, out } = options;
  const address = bus === undefined || device === undefined ? undefined : { bus, device };
  const files = convertCapture(await readInput(file), file, {
    ...(address ? { address } : {}),
    ...(descriptors === undefined ? {} : { descriptors: await readInput(descriptors) }),
  });
  await writeRecording(files, out);
  const names = [...files.keys()];
  shell.terminal.print(options.json ? JSON.stringify({ out, files: names }) : `${out}: ${names.join(", ")}`);
};

export const registerDevices: Register = (program, shell) => {
  const devices = group(program, "devices", "what is plugged in; recordings of devices");
  addCommand(
    devices,
    "list",
    "what is plugged in, and why something is not found",
    "kiosk devices list --all",
  )
    .option("--all", "also what no driver drives")
    .option("--drivers", "not what is plugged in, but everything that could be driven")
    .option("--sbi", "not what is plugged in, but what SBI services on this machine announce")
    .option("--line <path=driver>", LINES, lineOf)
    .action((options: ListOptions) => list(shell, options));
  addCommand(devices, "watch", "follow devices as they come and go", "kiosk devices watch --json")
    .option("--line <path=driver>", LINES, lineOf)
    .action((options: ListOptions) => follow(shell, options));
  addCommand(
    devices,
    "selftest [node]",
    "open a device and report",
    "kiosk devices selftest /dev/bus/usb/001/004",
  )
    .option("--line <path=driver>", LINES, lineOf)
    .action((node: string | undefined, options: ListOptions) => selftest(shell, node, options));
  addCommand(
    devices,
    "record [node]",
    "record a device's traffic",
    "kiosk devices record --out my-scanner --captures 2",
  )
    .requiredOption("--out <dir>", "the recording folder")
    .option("--captures <n>", "how many captures in a row", wholeNumber(1, 20), 1)
    .option("--seconds <n>", "time for each", wholeNumber(1, 600), 60)
    .option("--line <path=driver>", LINES, lineOf)
    .action((node: string | undefined, options: RecordOptions) => record(shell, node, options));
  addCommand(
    devices,
    "replay <dir>",
    "one capture from a recording folder, as an image",
    "kiosk devices replay my-scanner --out finger.png",
  )
    .requiredOption("--out <file>", "the picture, PNG")
    .option("--faults <file>", "scenario.json: what goes wrong, where")
    .action((folder: string, options: ReplayOptions) => replay(shell, folder, options));
  addCommand(
    devices,
    "convert <capture>",
    "a Wireshark capture becomes a recording",
    "kiosk devices convert usb.pcapng --out my-scanner",
  )
    .requiredOption("--out <dir>", "the recording folder")
    .option("--bus <n>", "which device, if the capture holds several", wholeNumber(1, 999))
    .option("--device <n>", "which device, if the capture holds several", wholeNumber(1, 127))
    .option("--descriptors <file>", "the device's sysfs file, if the capture began after it was plugged in")
    .option("--picture <file...>", "of a recording folder: made-up pictures in place of the fingers in it")
    .action((file: string, options: ConvertOptions) => convert(shell, file, options));
};
