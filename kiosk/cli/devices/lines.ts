/** The lines of the kiosk's configuration, where it has one, with those of the command line. */
import type { ConfiguredLine } from "../../../drivers/discovery.ts";
import type { Shell } from "../command.ts";
import { readConfig } from "../runtime/config.ts";
import { toldOfDevices } from "../runtime/lines.ts";

export const linesOf = async (
  shell: Shell,
  given: readonly ConfiguredLine[],
): Promise<readonly ConfiguredLine[]> =>
  toldOfDevices(await readConfig(shell.dataDirectory(), shell.configFile()), given).lines;
