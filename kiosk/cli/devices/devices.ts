/** `kiosk devices list|watch|selftest|record|redact|replay|convert`. */
import { addCommand, group, wholeNumber } from "../command.ts";
import type { Register } from "../command.ts";
import { convert, type ConvertOptions } from "./convert.ts";
import { lineOf, LINES } from "./line-option.ts";
import { follow, list, type ListOptions } from "./list.ts";
import { selftest } from "./pick.ts";
import { record, type RecordOptions } from "./record.ts";
import { redact, SEED, type RedactOptions } from "./redact.ts";
import { replay, type ReplayOptions } from "./replay.ts";

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
    "record a device's traffic, with nobody in it",
    "kiosk devices record --out my-scanner --captures 2",
  )
    .requiredOption("--out <dir>", "the recording folder")
    .option("--captures <n>", "how many captures in a row", wholeNumber(1, 20), 1)
    .option("--seconds <n>", "time for each", wholeNumber(1, 600), 60)
    .option("--line <path=driver>", LINES, lineOf)
    .option("--live", "not a device by itself, but the next session of the kiosk that runs on --data")
    .option("--raw", "as it came, with whoever was presented; it must not leave the machine")
    .option("--sbi <file>", "not a device, but the scanner of an SBI service: its configuration")
    .option("--finger <position>", "which finger a service is asked for", "right-index")
    .action((node: string | undefined, options: RecordOptions) => record(shell, node, options));
  addCommand(
    devices,
    "redact <dir>",
    "a recording with made-up people in it, which may leave the machine",
    "kiosk devices redact my-scanner --out for-the-maker",
  )
    .requiredOption("--out <dir>", "the recording folder that is written")
    .option("--seed <text>", "of who stands in", SEED)
    .option("--picture <file...>", "pictures of fingers in the scanner's own size, in place of made-up ones")
    .action((folder: string, options: RedactOptions) => redact(shell, folder, options));
  addCommand(
    devices,
    "replay <dir>",
    "one capture from a recording folder, as an image or a reader's lines",
    "kiosk devices replay my-scanner --out finger.png",
  )
    .requiredOption("--out <file>", "the picture, PNG; of a reader of documents its lines, as text")
    .option("--faults <file>", "scenario.json: what goes wrong, where, and what must come of it")
    .action((folder: string, options: ReplayOptions) => replay(shell, folder, options));
  addCommand(
    devices,
    "convert <capture>",
    "a Wireshark capture, or umockdev's .ioctl, becomes a recording",
    "kiosk devices convert usb.pcapng --out my-scanner",
  )
    .requiredOption("--out <dir>", "the recording folder")
    .option("--bus <n>", "which device, if the capture holds several", wholeNumber(1, 999))
    .option("--device <n>", "which device, if the capture holds several", wholeNumber(1, 127))
    .option("--descriptors <file>", "the device's sysfs file, if the capture began after it was plugged in")
    .option("--driver <driver>", "what listens on a captured serial adapter: DRIVER or DRIVER:MODEL")
    .option(
      "--picture <file...>",
      "of a recording folder: as kiosk devices redact, with these pictures of fingers",
    )
    .action((file: string, options: ConvertOptions) => convert(shell, file, options));
};
