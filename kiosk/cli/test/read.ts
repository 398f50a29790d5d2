/** Reads a scenario: strict YAML (JSON is YAML too), and what is wrong is said with file, line, column and remedy. */
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { readBounded } from "../../../api/base/json-file.ts";
import { parsePlaced, textOf } from "../placed.ts";
import { demandFit } from "./fit.ts";
import { demandRecordings } from "./recordings.ts";
import { scenarioSchema, type Scenario } from "./scenario.ts";

/** Larger is no scenario. */
const MOST_BYTES = 200_000;

/** Throws OutsideFault input-malformed or input-unknown-key, with line and remedy. */
export const parseScenario = (text: string, label: string): Scenario =>
  parsePlaced(scenarioSchema, { text, label, what: "the scenario", see: "docs/scenarios.md" });

/** Throws OutsideFault: there is none, it is none, or what it names is not there or not what it needs. */
export const readScenario = async (file: string): Promise<Scenario> => {
  const bytes = await readBounded(systemFiles, file, "a scenario", MOST_BYTES);
  if (bytes === undefined)
    throw new OutsideFault(
      "input-missing",
      `There is no scenario ${file}; name a file, a folder of them, a bundle, or all.`,
    );
  const text = textOf(bytes, file);
  const scenario = parseScenario(text, file);
  const written = { text, label: file };
  await demandFit(scenario, written);
  await demandRecordings(scenario, path.dirname(file), written);
  return scenario;
};
