/**
 * A backend's own keys, as PEM files in one folder that only it can read:
 *
 *   recipient-NAME.key.pem, recipient-NAME.pem   open packets; several, old ones too: each a year beyond its certificate
 *   receipt.key.pem, receipt.pem                 sign receipts; the certificate's issuers may follow it
 *   trust.pem                                    authorities that certify kiosks
 *   tls.key.pem, tls.pem                         of the server; with them mutual TLS is on
 */
import { createPrivateKey, type KeyObject } from "node:crypto";
import path from "node:path";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { keySigner, type Signer } from "../../../api/formats/cms/signer.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { readBounded } from "../../../api/base/json-file.ts";
import type { IntakeTls } from "../../../api/intake/server.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { openingKeysAt, type KeptRecipientKey } from "../../keys/recipients.ts";
import { readCertificates } from "../trust.ts";

export interface BackendKeys {
  readonly recipients: readonly KeptRecipientKey[];
  readonly receipts: Signer;
  readonly trust: readonly Uint8Array[];
  readonly tls?: IntakeTls;
}

const read = async (file: string): Promise<Buffer> => {
  const bytes = await readBounded(systemFiles, file, "a private key", 64 * 1024);
  if (bytes === undefined)
    throw new OutsideFault("key-missing", `There is no ${file}; put the backend's key there.`);
  return Buffer.from(bytes);
};

const privateKey = async (file: string): Promise<KeyObject> => {
  const pem = await read(file);
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new OutsideFault("input-malformed", `${file} holds no private key in PEM without passphrase.`, {
      cause,
    });
  }
};

const RECIPIENT = /^recipient-[\w.-]+(?=\.key\.pem$)/u;

/** Throws OutsideFault key-missing, key-expired or input-malformed, naming the file. */
export const readBackendKeys = async (folder: string, now: Milliseconds): Promise<BackendKeys> => {
  const names = (await systemFiles.list(folder)).flatMap((file) => RECIPIENT.exec(file)?.[0] ?? []);
  const kept: KeptRecipientKey[] = [];
  for (const name of names) {
    const [own] = await readCertificates(path.join(folder, `${name}.pem`));
    const certificate = readCertificate(own ?? new Uint8Array(), `${name}.pem`);
    kept.push({ key: await privateKey(path.join(folder, `${name}.key.pem`)), certificate });
  }
  const recipients = openingKeysAt(kept, now);
  if (recipients.length === 0)
    throw new OutsideFault(
      kept.length === 0 ? "key-missing" : "key-expired",
      `${folder} holds no recipient key that still opens packets; put recipient-NAME.key.pem and .pem there.`,
    );
  const receipts = keySigner(
    await privateKey(path.join(folder, "receipt.key.pem")),
    await readCertificates(path.join(folder, "receipt.pem")),
  );
  const trustFile = path.join(folder, "trust.pem");
  const trust = await readCertificates(trustFile);
  if ((await systemFiles.size(path.join(folder, "tls.key.pem"))) === undefined)
    return { recipients, receipts, trust };
  const tls = {
    key: await read(path.join(folder, "tls.key.pem")),
    certificate: await read(path.join(folder, "tls.pem")),
    clients: await read(trustFile),
  };
  return { recipients, receipts, trust, tls };
};
