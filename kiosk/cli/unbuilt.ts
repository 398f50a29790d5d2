/** Commands whose shape is fixed but whose work is not built: they say so, and refuse. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Register } from "./command.ts";

const UNBUILT: readonly (readonly [path: string, description: string])[] = [
  ["devices list", "what is plugged in, and why something is not found"],
  ["devices watch", "follow devices as they come and go"],
  ["devices selftest", "test a device and report"],
  ["devices record", "record a device's traffic"],
  ["devices replay", "one capture from a recording folder, as an image"],
  ["devices convert", "import a Wireshark capture"],
  ["finger extract", "pictures to ISO/IEC 19794-2:2005 templates"],
  ["finger compare", "similarity of templates"],
  ["finger wsq", "WSQ both ways"],
  ["face assess", "ISO/IEC 29794-5 assessment of pictures"],
  ["face portrait", "crop and de-rotate to the passport portrait"],
  ["packet build", "a packet from samples on disk"],
  ["packet export", "open a packet and write its files"],
  ["packet verify", "every check of a packet, one line each"],
  ["test run", "run scenarios"],
  ["test sweep", "faults at every step of a scenario"],
  ["people make", "synthetic people"],
  ["queue list", "the outbox, item by item"],
  ["queue show", "one item of the outbox"],
  ["queue retry", "try an item of the outbox again now"],
  ["queue export", "export the outbox to removable media"],
  ["calibrate", "guided calibration of a device"],
  ["intake", "the reference issuance backend"],
  ["audit verify", "walk the audit chain"],
];

/** Registers what no other file has registered. */
export const registerUnbuilt: Register = (program) => {
  for (const [path, description] of UNBUILT) {
    const [first = "", second] = path.split(" ");
    const parent =
      second === undefined
        ? program
        : (program.commands.find((command) => command.name() === first) ??
          program.command(first).description(`${first} commands`));
    const name = second ?? first;
    if (parent.commands.some((command) => command.name() === name)) continue;
    parent
      .command(name)
      .description(`${description} (not built yet)`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new OutsideFault("not-built-yet", `kiosk ${path} is not built yet.`);
      });
  }
};
