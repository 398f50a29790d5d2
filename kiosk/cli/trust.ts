/** Certificates named on a command line, or the specimen issuer's where none is. */
import { X509Certificate } from "node:crypto";
import { OutsideFault } from "../../api/base/faults.ts";
import { systemFiles } from "../../api/base/files.ts";
import { specimenKeys } from "../keys/specimen.ts";

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/** DER of every certificate in a PEM file. Throws OutsideFault input-missing or input-malformed. */
export const readCertificates = async (file: string): Promise<readonly Uint8Array[]> => {
  const bytes = await systemFiles.read(file);
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

export const receiptTrust = async (file?: string): Promise<readonly Uint8Array[]> =>
  file === undefined ? specimenKeys().trust : readCertificates(file);
