/** A failure to hand on: a folder from which anybody plays the same again. */
import { createHash } from "node:crypto";
import { cp, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolders } from "../../../api/base/folders.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { CHECKOUT } from "../checkout.ts";
import { SOFTWARE } from "../software.ts";
import type { Result } from "./one.ts";
import { readScenario } from "./read.ts";
import type { Scenario } from "./scenario.ts";

const SCENARIO = "scenario.json";
const DEVICES = ["camera", "scanner", "pad"] as const;

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
    .slice(0, 60);

/** Recordings come along, so that the folder is whole. */
const withRecordings = async (scenario: Scenario, from: string, to: string): Promise<Scenario> => {
  const recordings: Record<string, string> = {};
  for (const device of DEVICES) {
    const given = scenario.devices.recordings[device];
    if (given === undefined) continue;
    const name = path.join("recordings", device);
    const there = path.resolve(from, given);
    // One that is not there cannot come along; that is what the scenario failed of.
    if ((await stat(there).catch(() => undefined)) === undefined) recordings[device] = there;
    else {
      await cp(there, path.join(to, name), { recursive: true });
      recordings[device] = name;
    }
  }
  return { ...scenario, devices: { ...scenario.devices, recordings } };
};

const versions = async (): Promise<Record<string, string>> => {
  const head = path.join(CHECKOUT, "package.json");
  const { version } = JSON.parse(await readFile(head, "utf8")) as { version: string };
  return {
    software: SOFTWARE,
    package: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
};

/** Scenarios whose names begin alike keep a folder each. */
const folderName = (scenario: Scenario): string =>
  `${slug(scenario.name)}-${createHash("sha256").update(JSON.stringify(scenario)).digest("hex").slice(0, 8)}`;

/** Writes INTO/<name of the scenario>/ and gives the folder. Throws OutsideFault disk-failed. */
export const writeBundle = async (
  scenario: Scenario,
  from: string,
  result: Result,
  into: string,
): Promise<string> => {
  const folder = path.join(into, folderName(scenario));
  try {
    await makeFolders(folder);
    const whole = await withRecordings(scenario, from, folder);
    await writeFile(path.join(folder, SCENARIO), `${JSON.stringify(whole, null, 2)}\n`);
    const trace = result.lines.map(({ at, text }) => `${(at / 1000).toFixed(3)} ${text}`);
    await writeFile(path.join(folder, "trace.txt"), `${trace.join("\n")}\n`);
    const { divergence, packets } = result;
    const about = { seed: scenario.seed, divergence, packets, versions: await versions() };
    await writeFile(path.join(folder, "bundle.json"), `${JSON.stringify(about, null, 2)}\n`);
  } catch (cause) {
    throw new OutsideFault("disk-failed", `${folder} cannot be written; choose another --bundles folder.`, {
      cause,
    });
  }
  return folder;
};

export const isBundle = async (folder: string): Promise<boolean> =>
  (await stat(path.join(folder, SCENARIO)).catch(() => undefined)) !== undefined;

/** The scenario file of what was named: itself, or a bundle's. */
export const scenarioFile = async (named: string): Promise<string> => {
  const found = await stat(named).catch(() => undefined);
  return found?.isDirectory() === true ? path.join(named, SCENARIO) : named;
};

export const readNamed = async (
  named: string,
): Promise<{ readonly file: string; readonly scenario: Scenario }> => {
  const file = await scenarioFile(named);
  return { file, scenario: await readScenario(file) };
};
