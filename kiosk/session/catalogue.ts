/**
 * The service catalogue: what may be applied for here, what is captured for it, what it costs, and when. Data, strict;
 * the backend publishes availability windows, the kiosk says them in words and dates and refuses what is closed.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { ACQUIRED_PARTS, type AcquiredPart } from "./state.ts";
import type { WantedPaper } from "./paper.ts";
import { SERVICE_PROCESSES } from "../../api/words/kiosk-service.ts";
import type { PaperName } from "../../api/words/kiosk-paper.ts";
import { OutsideFault } from "../../api/base/faults.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { parseJson, readBounded } from "../../api/base/json-file.ts";
import type { Availability } from "../../api/issuance/availability.ts";
import type { Milliseconds } from "../../api/words/units.ts";

const code = z.string().regex(/^[a-z0-9-]{1,40}$/u);
const words = z.record(z.string().regex(/^[a-z]{2,3}$/u), z.string().min(1).max(300));
const required = z.enum(["required", "optional", "never"]);

const serviceSchema = z.strictObject({
  id: code,
  /** By language. */
  name: words,
  process: z.enum(SERVICE_PROCESSES),
  /** Doc 9303-4 section 4.4; absent for visas, which Doc 9303-7 names otherwise. */
  documentCode: z.string().regex(/^[A-Z]{1,2}$/u),
  /** Who may apply: nationals of the issuing State, or everybody else. */
  applicants: z.enum(["nationals", "foreigners"]),
  capture: z.strictObject({ face: required, fingers: required, signature: required }),
  /** Papers that are shown or scanned, named for the applicant. */
  documents: z.array(
    z.strictObject({
      id: code,
      name: words,
      required: z.boolean(),
      /** Asked of minors alone, e.g. what their parents sign. */
      minorsOnly: z.literal(true).optional(),
    }),
  ),
  /** A national number is asked for; without it a reason is recorded, never a refusal. */
  nationalNumber: z.enum(["asked", "not-asked"]),
  fees: z.array(
    z.strictObject({
      /** In the currency's smallest unit. */
      amount: z.int().min(0),
      currency: z.string().regex(/^[A-Z]{3}$/u),
      source: z.string().min(1),
    }),
  ),
  paymentReference: z.enum(["required", "none"]),
  policy: code,
});
export type Service = z.infer<typeof serviceSchema>;

const catalogueSchema = z
  .strictObject({
    format: z.literal("kiosk-catalogue/1"),
    version: z.string().regex(/^\d+\.\d+\.\d+$/u),
    issuingState: z.string().regex(/^[A-Z]{3}$/u),
    services: z.array(serviceSchema).min(1),
  })
  .refine(
    ({ services }) => new Set(services.map(({ id }) => id)).size === services.length,
    "a service stands twice",
  );
export type CatalogueContent = z.infer<typeof catalogueSchema>;
export interface Catalogue extends CatalogueContent {
  readonly sha256: string;
}

const KIND = { schema: catalogueSchema, what: "a catalogue", most: 256 * 1024 } as const;

/** Throws OutsideFault input-malformed, input-unknown-key or input-too-large, naming the place. */
export const parseCatalogue = (bytes: Uint8Array, label: string): Catalogue => ({
  ...parseJson(bytes, label, KIND),
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

/** Throws what `parseCatalogue` throws, and input-missing. */
export const loadCatalogue = async (files: FileSystem, file: string): Promise<Catalogue> => {
  const bytes = await readBounded(files, file, KIND.what, KIND.most);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no catalogue ${file}; name one that exists.`);
  return parseCatalogue(bytes, file);
};

export type Opening =
  | { readonly kind: "open"; readonly until?: Milliseconds }
  | {
      readonly kind: "closed";
      /** Since the last window ended; absent: it was never open. */
      readonly since?: Milliseconds;
      /** The next window, if it is known. */
      readonly resumes?: Milliseconds;
      readonly notice?: Readonly<Record<string, string>>;
    };

/** Nothing published about a service: it is open. */
export const openingOf = (
  service: string,
  published: readonly Availability[],
  now: Milliseconds,
): Opening => {
  const found = published.find((entry) => entry.service === service);
  if (found === undefined) return { kind: "open" };
  const windows = found.open.map(({ from, to }) => ({
    from: Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  }));
  const running = windows.find(({ from, to }) => from <= now && (to === undefined || now <= to));
  if (running !== undefined)
    return { kind: "open", ...(running.to === undefined ? {} : { until: running.to }) };
  const past = windows.flatMap(({ to }) => (to !== undefined && to < now ? [to] : []));
  const coming = windows.flatMap(({ from }) => (from > now ? [from] : []));
  return {
    kind: "closed",
    ...(past.length === 0 ? {} : { since: Math.max(...past) }),
    ...(coming.length === 0 ? {} : { resumes: Math.min(...coming) }),
    ...(found.notice === undefined ? {} : { notice: found.notice }),
  };
};

/** The services an applicant may choose now. */
export const offered = (
  catalogue: Catalogue,
  published: readonly Availability[],
  now: Milliseconds,
): readonly { readonly service: Service; readonly opening: Opening }[] =>
  catalogue.services.map((service) => ({ service, opening: openingOf(service.id, published, now) }));

/** What is not captured for that service. */
export const withoutOf = (service: Service | undefined): readonly AcquiredPart[] =>
  service === undefined ? [] : ACQUIRED_PARTS.filter((part) => service.capture[part] === "never");

/** Papers that the service asks for, as the session and the screen know them. */
export const papersOf = (service: Service | undefined): readonly (WantedPaper & PaperName)[] =>
  (service?.documents ?? []).map(({ id, name, required, minorsOnly }) => ({
    id,
    name,
    required,
    ...(minorsOnly === undefined ? {} : { minorsOnly }),
  }));

/** What is captured where it is good and wished, and else left out. */
export const optionalOf = (service: Service | undefined): readonly AcquiredPart[] =>
  service === undefined ? [] : ACQUIRED_PARTS.filter((part) => service.capture[part] === "optional");

const onDay = (at: Milliseconds, language: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: zone }).format(at);

/** Throws OutsideFault policy-refused, in dates, when a new session for this service may not start. */
export const demandOpen = (
  catalogue: Catalogue,
  id: string,
  published: readonly Availability[],
  now: Milliseconds,
  zone = "UTC",
): Service => {
  const service = catalogue.services.find((entry) => entry.id === id);
  if (service === undefined)
    throw new OutsideFault("input-missing", `No service "${id}" is in the catalogue ${catalogue.version}.`);
  const opening = openingOf(id, published, now);
  if (opening.kind === "open") return service;
  const since = opening.since === undefined ? "" : ` since ${onDay(opening.since, "en", zone)}`;
  const resumes =
    opening.resumes === undefined
      ? "no date is known yet"
      : `it resumes on ${onDay(opening.resumes, "en", zone)}`;
  throw new OutsideFault(
    "policy-refused",
    `The issuer has suspended "${service.name["en"] ?? id}"${since}; ${resumes}. Packets that were sealed are kept and sent.`,
  );
};
