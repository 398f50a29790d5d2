/** `kiosk devices selftest`, and the one device that a command is about. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import type { ConfiguredLine, Found } from "../../../drivers/discovery.ts";
import type { Shell } from "../command.ts";
import { linesOf } from "./lines.ts";
import type { ListOptions } from "./list.ts";

/** The connected device that `node` names; without it the only one that is driven. */
export const pick = async (
  shell: Shell,
  node: string | undefined,
  line: readonly ConfiguredLine[] = [],
): Promise<Found> => {
  const { discover } = await import("../../../drivers/discovery.ts");
  const found = (await discover({ lines: await linesOf(shell, line) })).filter(({ match, thing }) =>
    node === undefined ? match !== undefined : thing.node === node,
  );
  const [first, second] = found;
  if (!first)
    throw new OutsideFault(
      "device-missing",
      `${node ?? "A device with a driver"} is not connected; see: kiosk devices list --all.`,
    );
  if (second)
    throw new OutsideFault(
      "usage",
      `Several devices are connected; name one: ${found.map(({ thing }) => thing.node).join(", ")}.`,
    );
  return first;
};

export const systemContext = () => ({ clock: systemClock, random: systemRandom, log: silentLog });

export const selftest = async (
  shell: Shell,
  node: string | undefined,
  { json, line }: ListOptions,
): Promise<void> => {
  const { openFound } = await import("../../../drivers/discovery.ts");
  const found = await pick(shell, node, line);
  const started = performance.now();
  await using device = await openFound(found, systemContext());
  const result = {
    ...device.identity,
    status: device.status().words,
    ms: Math.round(performance.now() - started),
  };
  shell.terminal.print(
    json
      ? JSON.stringify(result)
      : `${result.make} ${result.model}, firmware ${result.firmware ?? "not told"}: opened in ${result.ms} ms. ${result.status}`,
  );
};
