/** `kiosk start`: the whole kiosk on this machine. */
import { addCommand, wholeNumber, type Register } from "../command.ts";
import { lineOf, LINES } from "../devices/line-option.ts";
import type { StartOptions } from "./run.ts";

export const registerStart: Register = (program, shell) => {
  addCommand(program, "start", "run the kiosk: server and applicant screen", "kiosk start --devices virtual")
    .option("--devices <which>", "auto, virtual, or replay:DIR (a recorded session)", "auto")
    .option("--camera <owner>", "driver, or page: the browser's own camera", "driver")
    .option("--port <n>", "port on the loopback, 0 for any", wholeNumber(0, 65_535), 8080)
    .option("--theme <name>", "the State's colours and seal (kiosk/web/themes)", "neutral")
    .option("--languages <tags>", "draft and test languages to offer besides, e.g. bm,ha", "")
    .option(
      "--mission <name>",
      "name of the mission, shown above and on each packet; else the configuration's",
    )
    .option("--state <code>", "issuing State, three letters; else the configuration's, else UTO")
    .option("--line <path=driver>", LINES, lineOf)
    .option(
      "--sbi <file>",
      "a scanner certified for MOSIP: its service's configuration (drivers/sbi/README.md)",
    )
    .option(
      "--pad-width-mm <mm>",
      "width of the writing area of a pad that does not state it; else the configuration's",
      wholeNumber(20, 400),
    )
    .option("--printer <line>", "ticket printer: usb, serial:PATH[:BAUD], tcp:HOST[:PORT] or file:PATH")
    .option(
      "--record <dir>",
      "every session's devices are recorded into it, with made-up people in the place of who enrolled",
    )
    .option("--catalogue <file>", "a trial's services; a configured kiosk names its own")
    .option(
      "--screen-width-mm <mm>",
      "width of the screen, so that targets are 20 mm",
      wholeNumber(100, 3000),
    )
    .action(async (options: StartOptions) => {
      const { runStart } = await import("./run.ts");
      await runStart(shell, options);
    });
};
