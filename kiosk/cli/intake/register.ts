/** kiosk intake: the reference issuance backend. */
import { addCommand, wholeNumber, type Register } from "../command.ts";
import type { IntakeOptions } from "./run.ts";

export const registerIntake: Register = (program, shell) => {
  addCommand(program, "intake", "the reference issuance backend", "kiosk intake --port 8090")
    .option("--store <store>", "sqlite:PATH (a folder), or postgres://USER@HOST/DATABASE")
    .option("--port <n>", "on the loopback interface", wholeNumber(0, 65_535), 8090)
    .option("--keys <dir>", "the backend's own keys (PEM); without it, the specimen issuer's")
    .option("--host <address>", "listen beyond loopback; needs TLS keys")
    .option("--kiosks", "show every kiosk with the numbers that are missing, and end")
    .option("--status <packet=status>", "tell what has become of a packet (rejected, printed, ...), and end")
    .option("--reason <sentence>", "with --status PACKET=rejected: what the applicant is told")
    .option(
      "--import <folder>",
      "take in an export from removable media, write the receipts beside it, and end",
    )
    .action(async (options: IntakeOptions) => {
      const { runIntake } = await import("./run.ts");
      await runIntake(shell, options);
    });
};
