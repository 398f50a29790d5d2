/**
 * A kiosk's configuration: one strict JSON file, named with --config or DATA/kiosk.json. Without one the kiosk is a
 * trial: specimen keys and the embedded test issuer. Paths are relative to the file's own folder.
 */
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { formatOptionsSchema } from "../../../api/formats/packet/format-options.ts";
import { padWidthSchema } from "../../devices/pad-width.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { parseJson, readBounded, readJson } from "../../../api/base/json-file.ts";

const place = z.string().min(1).max(400);

const keysSchema = z.discriminatedUnion("provider", [
  z.strictObject({ provider: z.literal("file"), passphraseFile: place }),
  z.strictObject({
    provider: z.literal("pkcs11"),
    /** The token's library, and the label of the token. */
    module: place,
    token: z.string().min(1).max(32),
    pinFile: place,
    /** OpenSSL's engine for PKCS #11 (libp11), through which TLS signs in the token; absent: the line's key lies in the key file. */
    engine: place.optional(),
  }),
]);

const loopback = (url: string): boolean =>
  ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);

const backendSchema = z.strictObject({
  /** https with mutual TLS; plain http on this machine only. */
  url: z
    .url({ protocol: /^https?$/u })
    .refine(
      (url) => new URL(url).protocol === "https:" || loopback(url),
      "beyond this machine only https is spoken",
    ),
  /** PEM: the authority that certifies the backend's server. Needed for https. */
  authority: place.optional(),
  /** PEM: the certificates that receipts are trusted under. */
  receipts: place,
});

const configSchema = z.strictObject({
  format: z.literal("kiosk-config/1"),
  /** Shown above the screen, and in each packet. */
  mission: z.string().min(1).max(80),
  /** Doc 9303-3 section 5. */
  issuingState: z.string().regex(/^[A-Z]{3}$/u),
  /** ISO 3166-1, two letters: for the kiosk's certificate requests. */
  country: z.string().regex(/^[A-Z]{2}$/u),
  keys: keysSchema,
  /** PEM: the authority that certifies this kiosk; its audit is verified under it. */
  authority: place.optional(),
  backend: backendSchema,
  /** "self-service", "attended", "portable", or a file. */
  policy: z.string().min(1).max(400),
  /** The services that are offered; absent: passports alone, and nothing is suspended. */
  catalogue: place.optional(),
  /** What is offered of it, in this order; absent: all. A single one is not asked for. */
  services: z
    .array(z.string().regex(/^[a-z0-9-]{1,40}$/u))
    .min(1)
    .max(20)
    .optional(),
  /** Pre-registrations by reference, over the same line: GET URL/REFERENCE. */
  registry: z.url({ protocol: /^https?$/u }).optional(),
  /** A portable kit's stops: where it stands on which days (inclusive), beside the mission's name in each packet. */
  tour: z
    .array(z.strictObject({ place: z.string().min(1).max(40), from: z.iso.date(), to: z.iso.date() }))
    .max(200)
    .optional(),
  devices: z
    .strictObject({
      /** What does not say itself what it is: a serial line, or a webcam that looks at papers. */
      lines: z
        .array(
          z.strictObject({
            path: place,
            driver: z.string().regex(/^[a-z0-9-]{1,40}$/u),
            model: z.string().min(1).max(60).optional(),
          }),
        )
        .max(8)
        .optional(),
      /** Width of the writing area of a pad that does not state it. */
      padWidthMm: padWidthSchema.optional(),
    })
    .default({}),
  /** The State's choices of the packet's form. */
  packet: formatOptionsSchema.default({}),
  /** How long an attempts log is kept after its session. */
  logDays: z.int().min(1).max(1100).default(90),
});
export type Config = z.infer<typeof configSchema>;

export interface ReadConfig extends Config {
  /** Of the file; the others are relative to it. */
  readonly folder: string;
}

const KIND = {
  schema: configSchema,
  what: "a configuration",
  most: 64 * 1024,
  see: "docs/configuration.md",
} as const;

/** Throws OutsideFault input-malformed, input-unknown-key or input-too-large, naming the place. */
export const parseConfig = (bytes: Uint8Array, label: string): Config => parseJson(bytes, label, KIND);

/** Undefined: none was named and there is none in the state folder. */
export const readConfig = async (
  data: string,
  named: string | undefined,
): Promise<ReadConfig | undefined> => {
  const file = path.resolve(named ?? path.join(data, "kiosk.json"));
  const config = await readJson(systemFiles, file, KIND);
  if (config !== undefined) return { ...config, folder: path.dirname(file) };
  if (named === undefined) return undefined;
  throw new OutsideFault("input-missing", `There is no configuration ${file}; name one that exists.`);
};

/** The mission's name, with the stop of this day behind it. */
export const missionOn = ({ mission, tour = [] }: Config, now: number): string => {
  const day = new Date(now).toISOString().slice(0, 10);
  const stop = tour.find(({ from, to }) => from <= day && day <= to);
  return stop === undefined ? mission : `${mission} – ${stop.place}`;
};

export const placeIn = (config: ReadConfig, relative: string): string =>
  path.resolve(config.folder, relative);

/** A secret in a file of its own, without the line's end. Throws OutsideFault key-missing. */
export const readSecret = async (file: string): Promise<string> => {
  const bytes = await readBounded(systemFiles, file, "a passphrase or PIN", 4096);
  const secret = Buffer.from(bytes ?? [])
    .toString("utf8")
    .replace(/\r?\n$/u, "");
  if (secret === "")
    throw new OutsideFault("key-missing", `${file} holds no secret; write the passphrase or PIN there.`);
  return secret;
};
