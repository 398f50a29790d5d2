/** The `kiosk` binary: commands in, exit status out. */
import path from "node:path";
import { Command, CommanderError } from "commander";
import { EXIT, FAULT_CODES, OutsideFault } from "../../api/base/faults.ts";
import { registerAudit } from "./audit.ts";
import { CHECKOUT } from "./checkout.ts";
import type { Register, Shell } from "./command.ts";
import { registerConformance } from "./conformance/register.ts";
import { registerCalibrate } from "./calibrate/register.ts";
import { registerDevices } from "./devices/devices.ts";
import { registerTimeline } from "./devices/timeline/register.ts";
import { namedTrouble } from "./file-trouble.ts";
import { registerFace } from "./face/face.ts";
import { registerFinger } from "./finger/finger.ts";
import { registerEnrol } from "./enrol/register.ts";
import { registerKeys } from "./keys/register.ts";
import { registerLog } from "./log.ts";
import { registerPacket } from "./packet/packet.ts";
import { registerIntake } from "./intake/register.ts";
import { registerPeople } from "./people/register.ts";
import { registerQueue } from "./queue.ts";
import { registerOperators } from "./operators.ts";
import { registerTickets } from "./tickets/register.ts";
import { registerStart } from "./start/register.ts";
import type { Terminal } from "./terminal.ts";
import { registerTest } from "./test/register.ts";

/** THE list of commands; one line each. */
const commands: readonly Register[] = [
  registerStart,
  registerFinger,
  registerFace,
  registerEnrol,
  registerPeople,
  registerPacket,
  registerQueue,
  registerTickets,
  registerIntake,
  registerKeys,
  registerLog,
  registerAudit,
  registerDevices,
  registerCalibrate,
  registerTimeline,
  registerOperators,
  registerConformance,
  registerTest,
];

const build = (terminal: Terminal): Command => {
  const program = new Command("kiosk")
    .description("Biometric enrolment kiosk")
    .option("--data <dir>", "state folder: outbox, keys, audit", process.env["KIOSK_DATA"])
    .option(
      "--config <file>",
      "the kiosk's configuration; else kiosk.json in the state folder, else a trial with specimen keys",
      process.env["KIOSK_CONFIG"],
    )
    .showHelpAfterError("(kiosk --help lists the commands)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  const shell: Shell = {
    terminal,
    dataDirectory: () => {
      const given: unknown = program.opts()["data"];
      return typeof given === "string" ? path.resolve(given) : path.join(CHECKOUT, "var");
    },
    configFile: () => {
      const given: unknown = program.opts()["config"];
      return typeof given === "string" ? path.resolve(given) : undefined;
    },
  };
  for (const register of commands) register(program, shell);
  return program;
};

const complain = (terminal: Terminal, error: unknown): number => {
  if (error instanceof CommanderError) {
    const asked = error.code === "commander.helpDisplayed" || error.code === "commander.version";
    return asked ? EXIT.done : EXIT.usage;
  }
  if (error instanceof OutsideFault) {
    terminal.note(`${terminal.style("red", `[${error.code}]`)} ${error.message}`);
    return FAULT_CODES[error.code];
  }
  terminal.note(
    `This is a fault of the program, please report it:\n${error instanceof Error ? error.stack : String(error)}`,
  );
  return EXIT.refused;
};

/** Runs one command line; gives the exit status. Never throws. */
export const runCommand = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    await build(terminal).parseAsync([...words], { from: "user" });
    return EXIT.done;
  } catch (error) {
    return complain(terminal, namedTrouble(error));
  }
};
