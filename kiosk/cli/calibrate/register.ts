/** `kiosk calibrate DEVICE`. */
import { Option } from "commander";
import { DESK_LANGUAGES } from "../../../api/words/desk-http.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { addCommand, type Register } from "../command.ts";
import type { CalibrateOptions } from "./options.ts";

export const registerCalibrate: Register = (program, shell) => {
  addCommand(
    program,
    "calibrate [device]",
    "guided calibration of a device; writes a signed certificate (JSON and PDF)",
    "kiosk calibrate scanner --target synthetic:scale --out certificate",
  )
    .option(
      "--target <which>",
      "rehearse: synthetic, synthetic:FAULT or replay:DIR, in place of a real target",
    )
    .option("--reference <file...>", "the reference file of a bought, certified target; repeatable")
    .option("--steps <list>", "only these steps, separated by commas; the others stand as not done")
    .option("--operator <name>", "who calibrates, for the certificate")
    .option(
      "--out <dir>",
      "also write the four files of the certificate here, and in a trial the specimen authority (ca.pem)",
    )
    .addOption(
      new Option("--language <tag>", "language of the certificate's PDF")
        .choices(DESK_LANGUAGES)
        .default("en"),
    )
    .option(
      "--record <dir>",
      "also record what passes, one folder for each capture, to be measured again with replay:DIR or rehearsed at the desk",
    )
    .option("--raw", "with --record on a device that is plugged in: whatever lies before it is kept as it is")
    .option("--sheets", "instead: write our own camera sheets, to print at exact size, into --out")
    .action(async (device: string | undefined, options: CalibrateOptions) => {
      const { runCalibrate, writeSheets } = await import("./run.ts");
      if (options.sheets) return writeSheets(shell, options);
      if (device === undefined)
        throw new OutsideFault(
          "usage",
          "Name the device: scanner, camera or pad, or its node from kiosk devices list.",
        );
      return runCalibrate(shell, device, options);
    });
};
