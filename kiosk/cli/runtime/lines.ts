/** What the configuration says of devices, with what the command line says besides or instead. */
import type { Millimetres } from "../../../api/words/units.ts";
import type { ConfiguredLine } from "../../../drivers/discovery.ts";
import type { Config } from "./config.ts";

export interface ToldOfDevices {
  readonly lines: readonly ConfiguredLine[];
  readonly padWidthMm?: Millimetres;
}

/** A line of the command line stands for the configuration's of the same path. */
export const toldOfDevices = (
  config: Pick<Config, "devices"> | undefined,
  given: readonly ConfiguredLine[] = [],
  width?: Millimetres,
): ToldOfDevices => {
  const own = (config?.devices.lines ?? [])
    .filter(({ path }) => !given.some((line) => line.path === path))
    .map(({ path, driver, model }) => ({ path, driver, ...(model === undefined ? {} : { model }) }));
  const padWidthMm = width ?? config?.devices.padWidthMm;
  return { lines: [...own, ...given], ...(padWidthMm === undefined ? {} : { padWidthMm }) };
};
