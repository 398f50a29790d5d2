/** Certificates named on a command line, or the specimen issuer's where none is. */
import { X509Certificate } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { readBounded } from "../../api/base/json-file.ts";
import { specimenKeys } from "../keys/specimen.ts";
import type { Shell } from "./command.ts";
import { placeIn, readConfig, type ReadConfig } from "./runtime/config.ts";

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

const PEM_BYTES = 1024 * 1024;

/** DER of every certificate in a PEM file. Throws OutsideFault input-missing, input-malformed or input-too-large. */
export const readCertificates = async (file: string): Promise<readonly Uint8Array[]> => {
  const bytes = await readBounded(systemFiles, file, "a file of certificates", PEM_BYTES);
  if (bytes === undefined)
    throw new OutsideFault("input-missing", `There is no ${file}; name a PEM file with certificates.`);
  try {
    const blocks = Buffer.from(bytes).toString("latin1").match(PEM) ?? [];
    if (blocks.length === 0) throw new Error("no certificate");
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${file} holds no readable certificate; give PEM.`, { cause });
  }
};

/** As named; else the configuration's, else the specimen issuer's. */
const trustOf = async (
  shell: Shell,
  file: string | undefined,
  inConfig: (config: ReadConfig) => string | undefined,
): Promise<readonly Uint8Array[]> => {
  if (file !== undefined) return readCertificates(file);
  const config = await readConfig(shell.dataDirectory(), shell.configFile());
  const place = config === undefined ? undefined : inConfig(config);
  if (config === undefined) return specimenKeys().trust;
  if (place !== undefined) return readCertificates(placeIn(config, place));
  throw new OutsideFault(
    "input-missing",
    "The configuration does not say under whose certificates; name them with --trust.",
  );
};

/** Who signs receipts. */
export const receiptTrust = (shell: Shell, file?: string): Promise<readonly Uint8Array[]> =>
  trustOf(shell, file, ({ backend }) => backend.receipts);

/** Who certifies this kiosk. */
export const kioskTrust = (shell: Shell, file?: string): Promise<readonly Uint8Array[]> =>
  trustOf(shell, file, ({ authority }) => authority);
