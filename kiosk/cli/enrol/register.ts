import { addCommand, wholeNumber, type Register } from "../command.ts";
import type { EnrolOptions } from "./run.ts";

export const registerEnrol: Register = (program, shell) => {
  addCommand(
    program,
    "enrol",
    "one whole enrolment, headless, from a recorded session",
    "kiosk enrol --session fixtures/sessions/adult --out out",
  )
    .requiredOption("--session <dir>", "folder with session.json")
    .option("--out <dir>", "where the test issuer writes packet, data groups and report, for specimens only")
    .option("--people <n>", "enrol so many synthetic people instead", wholeNumber(1, 100_000))
    .option(
      "--seed <text>",
      "specimens: packet number and all randomness from it; the same packet every time",
    )
    .option("--stats", "time and memory at the end")
    .action(async (options: EnrolOptions) => {
      const { runEnrol } = await import("./run.ts");
      await runEnrol(shell, options);
    });
};
