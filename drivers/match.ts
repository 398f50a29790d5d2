/** Which driver of the list drives a connected or recorded thing: the row that says most about it wins. */
import type { DriverModule, IdRow } from "./driver.ts";
import { DRIVERS } from "./index.ts";
import type { TransportKind } from "./transport/transport.ts";

export interface Thing {
  readonly kind: TransportKind;
  readonly identity: {
    readonly vendorId?: number;
    readonly productId?: number;
    readonly interfaceClass?: number;
    /** Named by the recording or the configuration; decides alone. */
    readonly driver?: string;
    /** Which of its models, likewise: "SigLite LCD 4x5", with or without its maker's name. Absent: the first. */
    readonly model?: string;
  };
}

export interface Match {
  readonly module: DriverModule;
  readonly row: IdRow;
  /** 0: does not match. 1: the transport, perhaps the class. 2: the vendor too. 4: vendor and product. 8: named. */
  readonly score: number;
}

export const isModel = (model: string, named: string | undefined): boolean =>
  named === undefined || ` ${model}`.toLowerCase().endsWith(` ${named}`.toLowerCase());

const scoreOf = (module: DriverModule, row: IdRow, { kind, identity }: Thing): number => {
  if (row.transport !== kind) return 0;
  if (identity.driver !== undefined)
    return identity.driver === module.id && isModel(row.model, identity.model) ? 8 : 0;
  if (row.byNameOnly) return 0;
  if (row.interfaceClass !== undefined) return row.interfaceClass === identity.interfaceClass ? 1 : 0;
  if (row.vendorId === undefined) return 1;
  if (row.vendorId !== identity.vendorId) return 0;
  if (row.productId === undefined) return 2;
  return row.productId === identity.productId ? 4 : 0;
};

/** Every row that matches, best first. */
export const rowsFor = (thing: Thing, drivers: readonly DriverModule[] = DRIVERS): readonly Match[] =>
  drivers
    .flatMap((module) => module.matches.map((row) => ({ module, row, score: scoreOf(module, row, thing) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);

export const rowFor = (thing: Thing, drivers: readonly DriverModule[] = DRIVERS): Match | undefined =>
  rowsFor(thing, drivers)[0];
