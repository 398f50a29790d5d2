/** What the issuer publishes of its services, as last heard; and which of them this kiosk offers. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { text, type Database } from "../../../api/base/sqlite.ts";
import { servicesSchema, type Availability } from "../../../api/issuance/availability.ts";
import type { IssuanceClient } from "../../../api/issuance/client.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import {
  openingOf,
  loadCatalogue,
  type Catalogue,
  type Opening,
  type Service,
} from "../../session/catalogue.ts";
import { placeIn, type ReadConfig } from "./config.ts";

/** A service that this kiosk offers, with or without a catalogue. */
export interface Standing {
  readonly name: Service["name"];
  readonly opening: Opening;
}

export interface Published {
  /** That of a session for which nobody chose: the first that is offered. Undefined where no catalogue is configured. */
  readonly service: Service | undefined;
  /** Undefined: not of this kiosk's catalogue. */
  serviceOf(id: string | undefined): Service | undefined;
  /** What this kiosk offers, each with its opening. */
  offered(now: Milliseconds): readonly { readonly service: Service; readonly opening: Opening }[];
  /**
   * What the issuer says of everything that this kiosk offers. Without a catalogue that are passports: those that the
   * configuration's `services` name, else every published service called "passport" or "passport-...". Empty: nothing
   * is published of them, and they are open.
   */
  standing(now: Milliseconds): readonly Standing[];
  /** Throws OutsideFault when the line is down; what was last heard stands. */
  refresh(): Promise<void>;
}

export interface PublishedParts {
  readonly database: Database;
  readonly client: IssuanceClient;
  readonly clock: Clock;
  readonly config: ReadConfig | undefined;
  /** The catalogue of a trial, where nothing is configured. */
  readonly trial?: string;
}

const catalogueOf = async ({ config, trial }: PublishedParts): Promise<Catalogue | undefined> => {
  const named = config?.catalogue === undefined ? undefined : placeIn(config, config.catalogue);
  const file = named ?? (config === undefined ? trial : undefined);
  if (file === undefined) return undefined;
  const catalogue = await loadCatalogue(systemFiles, file);
  if (config !== undefined && catalogue.issuingState !== config.issuingState)
    throw new OutsideFault(
      "policy-refused",
      `${file} is the catalogue of ${catalogue.issuingState}, and this kiosk enrols for ${config.issuingState}.`,
    );
  return catalogue;
};

/** Throws OutsideFault input-missing where one is named that the catalogue does not have. */
const servicesOf = (
  catalogue: Catalogue | undefined,
  wanted: readonly string[] | undefined,
): readonly Service[] => {
  if (catalogue === undefined) return [];
  return (wanted ?? catalogue.services.map(({ id }) => id)).map((id) => {
    const service = catalogue.services.find((one) => one.id === id);
    if (service === undefined)
      throw new OutsideFault(
        "input-missing",
        `No service "${id}" is in the catalogue ${catalogue.version}; correct "services".`,
      );
    return service;
  });
};

const PASSPORT: Service["name"] = { fr: "Passeport", en: "Passport", ar: "جواز سفر" };
const PASSPORTS = /^passport(?:-|$)/u;

/** Who has no catalogue cannot ask which of several passports is meant: it stays closed while none of them is open. */
const withoutCatalogue = (
  named: readonly string[] | undefined,
  known: readonly Availability[],
  now: Milliseconds,
): readonly Standing[] =>
  (named ?? known.map(({ service }) => service).filter((id) => PASSPORTS.test(id))).map((id) => ({
    name: PASSPORT,
    opening: openingOf(id, known, now),
  }));

const SERVICES = "services";

export const openPublished = async (parts: PublishedParts): Promise<Published> => {
  const { database, client, clock, config } = parts;
  const catalogue = await catalogueOf(parts);
  const services = servicesOf(catalogue, config?.services);
  const [service] = services;
  const row = await database.get("SELECT value FROM published WHERE name = ?", SERVICES);
  const kept = row === undefined ? undefined : servicesSchema.safeParse(JSON.parse(text(row, "value")));
  let known: readonly Availability[] = kept?.success === true ? kept.data.services : [];
  const offered: Published["offered"] = (now) =>
    services.map((one) => ({ service: one, opening: openingOf(one.id, known, now) }));
  return {
    service,
    serviceOf: (id) => services.find((one) => one.id === id),
    offered,
    standing: (now) =>
      catalogue === undefined
        ? withoutCatalogue(config?.services, known, now)
        : offered(now).map(({ service: { name }, opening }) => ({ name, opening })),
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
