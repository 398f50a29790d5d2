/** Reads a scenario: strict YAML (JSON is YAML too), and what is wrong is said with file, line, column and remedy. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { readBounded } from "../../../api/base/json-file.ts";
import { parsePlaced } from "../placed.ts";
import { demandFit } from "./fit.ts";
import { scenarioSchema, type Scenario } from "./scenario.ts";

/** Larger is no scenario. */
const MOST_BYTES = 200_000;

/** Throws OutsideFault input-malformed or input-unknown-key, with line and remedy. */
export const parseScenario = (text: string, label: string): Scenario =>
  parsePlaced(scenarioSchema, { text, label, what: "the scenario", see: "docs/scenarios.md" });

/** Throws OutsideFault input-missing, input-too-large, input-malformed or input-unknown-key. */
export const readScenario = async (file: string): Promise<Scenario> => {
  const bytes = await readBounded(systemFiles, file, "a scenario", MOST_BYTES);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no scenario ${file}; name a file, a bundle, or all.`);
  const text = Buffer.from(bytes).toString("utf8");
  const scenario = parseScenario(text, file);
  await demandFit(scenario, { text, label: file });
  return scenario;
};
