import { addCommand, group, wholeNumber, type Register } from "../command.ts";
import type { ConformanceOptions } from "./command.ts";
import { Option } from "commander";
import { DEVICE_CHOICES } from "../people/register.ts";

export const registerConformance: Register = (program, { terminal }) => {
  addCommand(
    group(program, "test", "scenarios, fault sweeps, conformance"),
    "conformance",
    "check the self-service profiles of BSI TR-03121 in the manner of TR-03122; claims no certification",
    "kiosk test conformance --out conformance",
  )
    .addOption(new Option("--profile <name>", "one profile instead of both").choices(["face", "fingerprint"]))
    .option("--truth <dir>", "ground truth: pictures and ground-truth.json; made by the program when absent")
    .addOption(
      new Option(
        "--scanner <name>",
        "on whose twin the bench's person lays fingers (default: futronic-fs81, of 500 ppi)",
      ).choices(DEVICE_CHOICES.scanner),
    )
    .option("--policy <file>", "the mission's own policy instead of the built-in self-service one")
    .option("--out <dir>", "write report.html, report.json and junit.xml")
    .option(
      "--serve <port>",
      "instead of running: answer a conformance test system over HTTP on this machine",
      wholeNumber(0, 65_535),
    )
    .action(async (options: ConformanceOptions) => {
      const { runConformance } = await import("./command.ts");
      await runConformance(terminal, options);
    });
};
