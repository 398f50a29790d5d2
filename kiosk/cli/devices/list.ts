/** `kiosk devices list|watch`: what is plugged in, what could be, and what is known of it. */
import { systemClock } from "../../../api/base/clock.ts";
import type { DeviceFeatures } from "../../../api/words/device.ts";
import type { ConfiguredLine, Found } from "../../../drivers/discovery.ts";
import type { Shell } from "../command.ts";
import { linesOf } from "./lines.ts";
import { factRow, factsOf } from "./facts.ts";

const asRow = ({ thing, state, words, match, features }: Found) => ({
  kind: thing.kind,
  node: thing.node,
  name: thing.name,
  driver: match?.module.id,
  state,
  ...factRow(features),
  words,
});

const show = (shell: Shell, found: Found): void => {
  const { terminal } = shell;
  const { state, features, words } = found;
  const colour = state === "ready" ? "green" : state === "no-driver" ? "dim" : "yellow";
  terminal.print(`${terminal.style(colour, state.padEnd(18))} ${words}`);
  if (features) terminal.print(`${" ".repeat(18)} ${statedOf(features)}`);
};

const statedOf = (features: DeviceFeatures): string =>
  `${factsOf(features)}; ${features.suitability}; evidence: ${features.evidence}. ${features.note}`;

/** What the kiosk could drive, with what is known of it and on what evidence. */
const known = async (shell: Shell, json?: true): Promise<void> => {
  const { DRIVERS } = await import("../../../drivers/index.ts");
  const rows = DRIVERS.flatMap((module) =>
    module.matches.map((row) => ({ driver: module.id, model: row.model, ...module.featuresOf(row) })),
  );
  if (json) return shell.terminal.print(JSON.stringify(rows));
  // Models of which the same is known stand together.
  const groups = new Map<string, { driver: string; models: string[]; features: DeviceFeatures }>();
  for (const { driver, model, ...features } of rows) {
    const key = JSON.stringify([driver, features]);
    const group = groups.get(key) ?? { driver, models: [], features };
    group.models.push(model);
    groups.set(key, group);
  }
  const { terminal } = shell;
  for (const { driver, models, features } of groups.values()) {
    terminal.print(`${terminal.style("bold", driver.padEnd(18))} ${models.join(", ")}`);
    terminal.print(`${" ".repeat(18)} ${statedOf(features)}`);
  }
  terminal.note(
    "Scanners certified for MOSIP: kiosk devices list --sbi. Ticket printers: kiosk start --printer.",
  );
};

export interface ListOptions {
  readonly json?: true;
  readonly all?: true;
  readonly drivers?: true;
  readonly sbi?: true;
  readonly line?: readonly ConfiguredLine[];
}

/** Scanners that services of the MOSIP kind announce on this machine; what they say is not yet verified. */
const announced = async (shell: Shell, json?: true): Promise<void> => {
  const { discoverSbi } = await import("../../../drivers/sbi/client.ts");
  const found = await discoverSbi();
  if (json)
    return shell.terminal.print(
      JSON.stringify(
        found.map(({ identity, ...rest }) => ({ ...rest, make: identity.make, model: identity.model })),
      ),
    );
  for (const { port, identity, type, status, certification } of found)
    shell.terminal.print(
      `${identity.make} ${identity.model}: ${type}, ${status}, certification ${certification}, SBI service at port ${port}; announced, verified when it is opened.`,
    );
  if (found.length === 0) shell.terminal.print("No SBI service answers at ports 4501 to 4600.");
};

export const list = async (shell: Shell, options: ListOptions): Promise<void> => {
  const { json, all, drivers, sbi, line = [] } = options;
  if (drivers) return known(shell, json);
  if (sbi) return announced(shell, json);
  const { discover } = await import("../../../drivers/discovery.ts");
  const everything = await discover({ lines: await linesOf(shell, line) });
  const found = all ? everything : everything.filter(({ match }) => match !== undefined);
  if (json) return shell.terminal.print(JSON.stringify(found.map(asRow)));
  for (const one of found) show(shell, one);
  const rest = everything.length - found.length;
  if (found.length === 0) shell.terminal.print("No device is connected that a driver of the kiosk drives.");
  if (rest > 0) shell.terminal.note(`${rest} other devices are connected; --all lists them.`);
};

export const follow = async (shell: Shell, { json, line = [] }: ListOptions): Promise<void> => {
  const { watch } = await import("../../../drivers/discovery.ts");
  const lines = await linesOf(shell, line);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  shell.terminal.note("Following devices; Ctrl-C ends.");
  for await (const { attached, detached } of watch(systemClock, stop.signal, {
    lines,
  })) {
    for (const [change, those] of [
      ["attached", attached],
      ["detached", detached],
    ] as const)
      for (const found of those) {
        if (json) shell.terminal.print(JSON.stringify({ change, ...asRow(found) }));
        else shell.terminal.print(`${change}: ${found.words}`);
      }
  }
};
