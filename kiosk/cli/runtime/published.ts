/** What the issuer publishes of its services, as last heard; and which service this kiosk's sessions are for. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { text, type Database } from "../../../api/base/sqlite.ts";
import { servicesSchema, type Availability } from "../../../api/issuance/availability.ts";
import type { IssuanceClient } from "../../../api/issuance/client.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import {
  demandOpen,
  offered,
  openingOf,
  parseCatalogue,
  type Catalogue,
  type Opening,
  type Service,
} from "../../session/catalogue.ts";
import { placeIn, type ReadConfig } from "./config.ts";

export interface Published {
  readonly catalogue: Catalogue | undefined;
  /** The service of this kiosk's sessions; undefined where no catalogue is configured. */
  readonly service: Service | undefined;
  /** Throws OutsideFault policy-refused, in dates, while the kiosk's own service is closed. */
  demandOpen(now: Milliseconds): void;
  /** Of the kiosk's own service. */
  opening(now: Milliseconds): Opening;
  /** Every service with its opening, for whoever shows them. */
  offered(now: Milliseconds): readonly { readonly service: Service; readonly opening: Opening }[];
  /** Throws OutsideFault when the line is down; what was last heard stands. */
  refresh(): Promise<void>;
}

export interface PublishedParts {
  readonly database: Database;
  readonly client: IssuanceClient;
  readonly clock: Clock;
  readonly config: ReadConfig | undefined;
}

const catalogueOf = async (config: ReadConfig | undefined): Promise<Catalogue | undefined> => {
  if (config?.catalogue === undefined) return undefined;
  const file = placeIn(config, config.catalogue);
  const bytes = await systemFiles.read(file);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no catalogue ${file}; name one that exists.`);
  const catalogue = parseCatalogue(bytes, file);
  if (catalogue.issuingState !== config.issuingState)
    throw new OutsideFault(
      "policy-refused",
      `${file} is the catalogue of ${catalogue.issuingState}, and this kiosk enrols for ${config.issuingState}.`,
    );
  return catalogue;
};

const serviceOf = (catalogue: Catalogue | undefined, wanted: string | undefined): Service | undefined => {
  if (catalogue === undefined) return undefined;
  const service =
    wanted === undefined ? catalogue.services[0] : catalogue.services.find(({ id }) => id === wanted);
  if (service === undefined)
    throw new OutsideFault(
      "input-missing",
      `No service "${wanted ?? ""}" is in the catalogue ${catalogue.version}.`,
    );
  return service;
};

const SERVICES = "services";

export const openPublished = async (parts: PublishedParts): Promise<Published> => {
  const { database, client, clock, config } = parts;
  const catalogue = await catalogueOf(config);
  const service = serviceOf(catalogue, config?.service);
  const row = await database.get("SELECT value FROM published WHERE name = ?", SERVICES);
  const kept = row === undefined ? undefined : servicesSchema.safeParse(JSON.parse(text(row, "value")));
  let known: readonly Availability[] = kept?.success === true ? kept.data.services : [];
  return {
    catalogue,
    service,
    demandOpen: (now) => {
      if (catalogue !== undefined && service !== undefined) demandOpen(catalogue, service.id, known, now);
    },
    opening: (now) => (service === undefined ? { kind: "open" } : openingOf(service.id, known, now)),
    offered: (now) => (catalogue === undefined ? [] : offered(catalogue, known, now)),
    refresh: async () => {
      const heard = await client.services();
      known = heard.services;
      await database.run(
        "INSERT OR REPLACE INTO published (name, at, value) VALUES (?, ?, ?)",
        SERVICES,
        clock.now(),
        JSON.stringify(heard),
      );
    },
  };
};
