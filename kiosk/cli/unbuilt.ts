/** Commands whose shape is fixed but whose work is not built: they say so, and refuse. */
import { OutsideFault } from "../../api/base/faults.ts";
import { group, type Register } from "./command.ts";

const UNBUILT: readonly (readonly [group: string | undefined, name: string, description: string])[] = [
  ["test", "run", "run scenarios"],
  ["test", "sweep", "faults at every step of a scenario"],
];

export const registerUnbuilt: Register = (program) => {
  for (const [parent, name, description] of UNBUILT)
    (parent === undefined ? program : group(program, parent, "scenarios"))
      .command(name)
      .description(`${description} (not built yet)`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new OutsideFault(
          "not-built-yet",
          `kiosk ${[parent, name].filter((word) => word !== undefined).join(" ")} is not built yet.`,
        );
      });
};
