/** The services of a scenario's kiosk: of the specimen catalogue, some of them suspended until a day. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { openingOf, parseCatalogue, type Opening, type Service } from "../../session/catalogue.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Scenario } from "./scenario.ts";

export interface BenchServices {
  offered(now: Milliseconds): readonly { readonly service: Service; readonly opening: Opening }[];
}

const LONG_AGO = "2020-01-01T00:00:00Z";

export const specimenServices = (): readonly Service[] => {
  const file = path.join(CHECKOUT, "kiosk/session/catalogues/specimen.json");
  return parseCatalogue(readFileSync(file), file).services;
};

/** Throws OutsideFault input-missing where the catalogue has no such service. */
export const benchServices = ({ services, suspended, starts }: Scenario): BenchServices => {
  const specimen = specimenServices();
  const published = Object.entries(suspended).map(([service, from]) => ({
    service,
    open: [{ from: LONG_AGO, to: starts }, { from }],
  }));
  const chosen = services.map((id) => {
    const service = specimen.find((one) => one.id === id);
    if (service === undefined)
      throw new OutsideFault("input-missing", `The specimen catalogue has no service "${id}".`);
    // No camera of a scenario looks at papers: they would all be left to the desk.
    return { ...service, documents: [] };
  });
  return {
    offered: (now) => chosen.map((service) => ({ service, opening: openingOf(service.id, published, now) })),
  };
};
